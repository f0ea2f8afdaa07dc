import { Menu } from "@mantine/core";
import { holdsClips } from "./lane-rows.ts";
import classes from "./desktop.module.css";
import type { Doing } from "./use-desktop-keys.ts";
import { useMay } from "../../shell/use-may.ts";

export interface MenuPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** Where the menu was asked for; with `place` it is about that, else about the clips that are selected. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
  readonly place?: MenuPlace;
}

export interface ClipMenuProps {
  readonly at: MenuPoint | undefined;
  readonly chosen: number;
  readonly doing: Doing;
  readonly canPaste: boolean;
  readonly onClose: () => void;
  readonly onPastePlace: (id: string) => void;
  readonly onExportPlace: (id: string) => void;
  readonly onArchivePlace: (id: string) => void;
  readonly onRenamePlace: (id: string) => void;
  readonly onRemovePlace: (place: MenuPlace) => void;
}

/** What the right button offers; the keyboard has keys for all of it. */
export function ClipMenu(props: ClipMenuProps) {
  const { at, chosen, doing, canPaste, onClose } = props;
  const { onPastePlace, onExportPlace, onArchivePlace, onRenamePlace, onRemovePlace } = props;
  const mayWork = useMay("artist");
  // Of a place there is nothing that only looks.
  if (at === undefined || (!mayWork && at.place !== undefined)) return null;
  const { place } = at;
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={0} withinPortal>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label="Menu"
          className={classes.menuAt}
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      {place === undefined ? (
        <Menu.Dropdown>
          <Menu.Item rightSection="Enter" disabled={chosen !== 1} onClick={doing.open}>
            Open in the Player
          </Menu.Item>
          {mayWork ? (
            <>
              <Menu.Item rightSection="E" onClick={doing.export}>
                Export…
              </Menu.Item>
              <Menu.Item rightSection="B" onClick={doing.archive}>
                Archive…
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item rightSection="F2" disabled={chosen !== 1} onClick={doing.rename}>
                Rename
              </Menu.Item>
              <Menu.Item rightSection="Ctrl X" onClick={doing.cut}>
                Take to move
              </Menu.Item>
              <Menu.Item rightSection="Ctrl C" onClick={doing.copy}>
                Take to copy
              </Menu.Item>
              <Menu.Item rightSection="Ctrl V" disabled={!canPaste} onClick={doing.paste}>
                Put here
              </Menu.Item>
              <Menu.Item rightSection="F" onClick={doing.relink}>
                Find media…
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item rightSection="Del" onClick={doing.remove}>
                {chosen > 1 ? `Delete ${chosen} clips` : "Delete"}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      ) : (
        <Menu.Dropdown>
          <Menu.Item onClick={() => onExportPlace(place.id)}>Export all in it…</Menu.Item>
          <Menu.Item onClick={() => onArchivePlace(place.id)}>Archive all in it…</Menu.Item>
          <Menu.Item disabled={!canPaste || !holdsClips(place.kind)} onClick={() => onPastePlace(place.id)}>
            Put here
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item rightSection="F2" disabled={place.kind === "desktop"} onClick={() => onRenamePlace(place.id)}>
            Rename
          </Menu.Item>
          <Menu.Item rightSection="Del" disabled={place.kind === "desktop"} onClick={() => onRemovePlace(place)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      )}
    </Menu>
  );
}
