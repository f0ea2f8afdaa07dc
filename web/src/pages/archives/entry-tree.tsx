import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { EntryShape, TreeShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { api } from "../../api/client.ts";
import { Icon, type IconName } from "../../icons/icon.tsx";
import classes from "./add-view.module.css";

export interface EntryTreeProps {
  readonly projectId: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

interface Line {
  readonly entry: EntryShape;
  readonly depth: number;
  readonly clipCount: number;
  readonly canOpen: boolean;
  readonly parent: string | undefined;
  /** Something that it lies in is chosen, so it is too. */
  readonly within: boolean;
}

const icons: Readonly<Record<EntryShape["kind"], IconName>> = {
  workspace: "desktop",
  desktop: "desktop",
  "reel group": "reelGroup",
  reel: "reel",
  library: "library",
  folder: "folder",
  clip: "clip",
  sequence: "sequence",
};

/** Of a reel that holds more, the rest is archived with the whole of it. */
const mostClips = 500;

/** The project as a tree of what can be archived: Space chooses, the right arrow opens. */
export function EntryTree({ projectId, chosen, onChoose }: EntryTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [at, setAt] = useState<string>();
  const { data } = useQuery({
    queryKey: ["catalogue", "whole tree", projectId],
    queryFn: ({ signal }) => api.get<TreeShape>(`/projects/${projectId}/tree`, { signal }),
  });
  const isOpen = (entry: EntryShape) => entry.kind === "workspace" || (folds.get(entry.id) ?? entry.kind === "desktop");
  const opened = [...folds].flatMap(([id, open]) => (open ? [id] : []));
  const clips = useQueries({
    queries: opened.map((id) => ({
      queryKey: ["catalogue", "clips of", id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<{ items: readonly EntryShape[] }>(`/entries/${id}/children`, { query: { limit: mostClips }, signal }),
    })),
  });
  const clipsOf = new Map(opened.map((id, index) => [id, clips[index]?.data?.items ?? []]));
  const lines: Line[] = [];
  const walk = (node: TreeShape, depth: number, parent: string | undefined, within: boolean) => {
    const { entry, clipCount, children } = node;
    const isWhole = within || chosen.has(entry.id);
    lines.push({ entry, depth, clipCount, parent, within, canOpen: clipCount + children.length > 0 });
    if (!isOpen(entry)) return;
    for (const child of children) walk(child, depth + 1, entry.id, isWhole);
    for (const clip of clipsOf.get(entry.id) ?? [])
      if (clip.clip !== undefined)
        lines.push({ entry: clip, depth: depth + 1, clipCount: 0, canOpen: false, parent: entry.id, within: isWhole });
  };
  if (data !== undefined) walk(data, 0, undefined, false);
  // Whoever comes by the keyboard begins here.
  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) tree.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [isThere]);
  const index = Math.max(
    0,
    lines.findIndex(({ entry }) => entry.id === at),
  );
  const current = lines[index];
  const go = (to: Line | undefined) => {
    if (to === undefined) return;
    setAt(to.entry.id);
    tree.current?.querySelector<HTMLElement>(`[data-entry="${to.entry.id}"]`)?.focus();
  };
  const toggle = ({ entry, within }: Line) => {
    if (within) return;
    const next = new Set(chosen);
    if (!next.delete(entry.id)) next.add(entry.id);
    onChoose(next);
  };
  const fold = ({ id }: EntryShape, open: boolean) => setFolds(new Map([...folds, [id, open]]));
  const pressed = (event: React.KeyboardEvent) => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { entry, canOpen, parent } = current;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(lines[index + 1]),
      ArrowUp: () => go(lines[index - 1]),
      Home: () => go(lines[0]),
      End: () => go(lines.at(-1)),
      ArrowRight: () => (canOpen && !isOpen(entry) ? fold(entry, true) : go(lines[index + 1])),
      ArrowLeft: () =>
        canOpen && isOpen(entry) && parent !== undefined
          ? fold(entry, false)
          : go(lines.find((line) => line.entry.id === parent)),
      " ": () => toggle(current),
      Enter: () => toggle(current),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <div ref={tree} role="tree" aria-label="Entries" aria-multiselectable className={classes.tree} onKeyDown={pressed}>
      {lines.map((line) => {
        const { entry, depth, clipCount, canOpen, within } = line;
        const isChosen = within || chosen.has(entry.id);
        return (
          <div
            key={entry.id}
            role="treeitem"
            aria-level={depth + 1}
            aria-expanded={canOpen ? isOpen(entry) : undefined}
            aria-selected={isChosen}
            tabIndex={entry.id === current?.entry.id ? 0 : -1}
            className={classes.entry}
            style={{ paddingLeft: 6 + depth * 14 }}
            data-entry={entry.id}
            data-within={within || undefined}
            onFocus={() => setAt(entry.id)}
            onClick={() => toggle(line)}
            onKeyDown={() => undefined}
          >
            <span
              aria-hidden
              className={classes.twist}
              onClick={(event) => {
                event.stopPropagation();
                fold(entry, !isOpen(entry));
              }}
            >
              {canOpen && depth > 0 ? <Icon name={isOpen(entry) ? "down" : "right"} size={9} /> : null}
            </span>
            <span aria-hidden className={classes.box}>
              {isChosen ? <Icon name="check" size={10} /> : null}
            </span>
            <Icon name={icons[entry.kind]} size={13} />
            <span className={classes.entryName}>{depth === 0 ? "The whole project" : entry.name}</span>
            {clipCount > 0 ? <span className={classes.clipCount}>{clipCount}</span> : null}
          </div>
        );
      })}
    </div>
  );
}
