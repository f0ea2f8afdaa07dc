import { useRef, useState } from "react";
import { Icon } from "../../icons/icon.tsx";
import { placeIcons } from "./lane-row-view.tsx";
import { holdsClips, type Place, placesTo } from "./lane-rows.ts";
import { NameField } from "./name-field.tsx";
import classes from "./desktop.module.css";
import { useMay } from "../../shell/use-may.ts";

export interface PlaceTreeProps {
  readonly workspace: Place;
  /** What the lanes show. */
  readonly shown: string;
  readonly renaming: string | undefined;
  readonly onShow: (id: string) => void;
  readonly onRename: (id: string, name: string | undefined) => void;
  readonly onStartRename: (place: Place) => void;
  readonly onDelete: (place: Place) => void;
  readonly onMenu: (event: React.MouseEvent, place: Place) => void;
}

interface Line {
  readonly place: Place;
  readonly depth: number;
  readonly isOpen: boolean;
}

/** The Desktop and the libraries with what lies in them, clips left out. */
export function PlaceTree(props: PlaceTreeProps) {
  const { workspace, shown, renaming, onShow, onRename, onMenu } = props;
  const mayWork = useMay("artist");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const lines = linesOf(workspace.children, 0, closed);
  const current = lines.find(({ place }) => place.id === (at ?? shown)) ?? lines[0];
  const go = (line: Line | undefined) => {
    if (line === undefined) return;
    setAt(line.place.id);
    tree.current?.querySelector<HTMLElement>(`[data-place="${line.place.id}"]`)?.focus();
  };
  const setOpen = (id: string, open: boolean) =>
    setClosed((known) => (open ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id])));

  const pressed = (event: React.KeyboardEvent) => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = lines.indexOf(current);
    const { place, isOpen } = current;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(lines[index + 1]),
      ArrowUp: () => go(lines[index - 1]),
      Home: () => go(lines[0]),
      End: () => go(lines.at(-1)),
      ArrowRight: () => (isOpen ? go(lines[index + 1]) : setOpen(place.id, true)),
      ArrowLeft: () => {
        if (isOpen && place.children.length > 0) return setOpen(place.id, false);
        const above = placesTo(workspace, place.id).at(-2);
        return go(lines.find((line) => line.place.id === above?.id));
      },
      Enter: () => onShow(place.id),
      " ": () => onShow(place.id),
      ...(mayWork ? { F2: () => props.onStartRename(place), Delete: () => props.onDelete(place) } : {}),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <div ref={tree} role="tree" aria-label="Desktop and libraries" className={classes.tree} onKeyDown={pressed}>
      {lines.map(({ place, depth, isOpen }) => (
        <div
          key={place.id}
          role="treeitem"
          aria-level={depth + 1}
          aria-expanded={place.children.length > 0 ? isOpen : undefined}
          aria-selected={place.id === shown}
          tabIndex={place.id === current?.place.id ? 0 : -1}
          className={classes.place}
          style={{ paddingLeft: 4 + depth * 13 }}
          data-place={place.id}
          data-drop={holdsClips(place.kind) ? place.id : undefined}
          onFocus={() => setAt(place.id)}
          onClick={() => onShow(place.id)}
          onDoubleClick={() => mayWork && props.onStartRename(place)}
          onContextMenu={(event) => onMenu(event, place)}
          onKeyDown={() => undefined}
        >
          <span
            aria-hidden
            className={classes.twist}
            onClick={(event) => {
              event.stopPropagation();
              setOpen(place.id, !isOpen);
            }}
          >
            {place.children.length > 0 ? <Icon name={isOpen ? "down" : "right"} size={9} /> : null}
          </span>
          <Icon name={placeIcons[place.kind] ?? "folder"} size={13} />
          {renaming === place.id ? (
            <NameField
              name={place.name}
              className={classes.placeField ?? ""}
              onDone={(name) => {
                onRename(place.id, name);
                tree.current?.querySelector<HTMLElement>(`[data-place="${place.id}"]`)?.focus();
              }}
            />
          ) : (
            <span className={classes.placeName}>{place.name}</span>
          )}
          {place.clipCount > 0 ? <span className={classes.placeCount}>{place.clipCount}</span> : null}
        </div>
      ))}
    </div>
  );
}

function linesOf(places: readonly Place[], depth: number, closed: ReadonlySet<string>): readonly Line[] {
  return places.flatMap((place) => {
    const isOpen = !closed.has(place.id);
    return [{ place, depth, isOpen }, ...(isOpen ? linesOf(place.children, depth + 1, closed) : [])];
  });
}
