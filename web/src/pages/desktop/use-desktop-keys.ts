import type { RefObject } from "react";
import type { KeyBinding } from "../../keys/key-registry.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { type Direction, type Lane, step } from "./lane-rows.ts";
import type { Selection } from "./use-selection.ts";
import { useMay } from "../../shell/use-may.ts";

/** What keys, buttons and menus of the Desktop do. */
export interface Doing {
  readonly open: () => void;
  readonly export: () => void;
  readonly archive: () => void;
  readonly rename: () => void;
  readonly remove: () => void;
  readonly undo: () => void;
  readonly cut: () => void;
  readonly copy: () => void;
  readonly paste: () => void;
  readonly relink: () => void;
  readonly makeReel: () => void;
  readonly makeGroup: () => void;
  readonly makeFolder: () => void;
  readonly makeLibrary: () => void;
  readonly import: () => void;
  readonly larger: () => void;
  readonly smaller: () => void;
  readonly forget: () => void;
}

export interface DesktopKeysParts {
  readonly doing: Doing;
  readonly selection: Selection;
  readonly lanes: readonly Lane[];
  readonly columns: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The lanes are not shown. */
  readonly searching: boolean;
}

export function useDesktopKeys({ doing, selection, lanes, columns, scroller, searching }: DesktopKeysParts): void {
  const mayWork = useMay("artist");
  const inLanes = () => !searching && document.activeElement === scroller.current;
  const walk = (key: string, label: string, direction: Direction) => ({
    keys: key,
    also: key.startsWith("mod+") ? key.replace("mod+", "mod+shift+") : `shift+${key}, mod+${key}`,
    label,
    when: inLanes,
    run: (event: KeyboardEvent) => {
      const spot = step(lanes, columns, selection.cursor, direction);
      if (spot === undefined) return;
      if (event.shiftKey) selection.extend(spot);
      else if ((event.ctrlKey || event.metaKey) && !key.startsWith("mod+")) selection.look(spot);
      else selection.one(spot);
    },
  });
  useKeys("Desktop", [
    walk("ArrowLeft", "Clip before (Shift: select, Ctrl: only look)", "left"),
    walk("ArrowRight", "Next clip", "right"),
    walk("ArrowUp", "Row above", "up"),
    walk("ArrowDown", "Row below", "down"),
    walk("mod+Home", "First clip of all", "first"),
    walk("mod+End", "Last clip of all", "last"),
    walk("Home", "First clip of the reel", "start"),
    walk("End", "Last clip of the reel", "end"),
    {
      keys: "Space",
      also: "mod+Space",
      label: "Select the clip, or not",
      when: inLanes,
      run: () => selection.cursor !== undefined && selection.toggle(selection.cursor),
    },
    {
      keys: "mod+a",
      label: "Select the whole reel",
      when: inLanes,
      run: () => {
        const lane =
          lanes.find(({ id }) => id === selection.cursor?.lane) ?? lanes.find(({ clipCount }) => clipCount > 0);
        if (lane !== undefined) selection.all(lane);
      },
    },
    { keys: "Escape", label: "Select nothing", when: inLanes, run: doing.forget },
    { keys: "Enter", label: "Open in the Player", when: inLanes, run: doing.open },
    ...(mayWork ? workKeys(doing, inLanes) : []),
    { keys: "+", also: "=", label: "Larger pictures", run: doing.larger },
    { keys: "-", label: "Smaller pictures", run: doing.smaller },
    { keys: "/", also: "mod+f", label: "Search", run: () => document.getElementById("desktop-search")?.focus() },
    { keys: "l", label: "To the places and libraries", run: () => focusTree() },
    { keys: "c", label: "To the clips", run: () => scroller.current?.focus() },
  ]);
}

/** What more than looking takes. */
const workKeys = (doing: Doing, inLanes: () => boolean): readonly KeyBinding[] => [
  { keys: "e", label: "Export", run: doing.export },
  { keys: "b", label: "Archive", run: doing.archive },
  { keys: "i", label: "Import media", run: doing.import },
  { keys: "F2", also: "r", label: "Rename", when: inLanes, run: doing.rename },
  { keys: "Delete", also: "Backspace", label: "Delete", when: inLanes, run: doing.remove },
  { keys: "mod+z", label: "Undo what you did last", run: doing.undo },
  { keys: "mod+x", label: "Take to move", when: inLanes, run: doing.cut },
  { keys: "mod+c", label: "Take to copy", when: inLanes, run: doing.copy },
  { keys: "mod+v", label: "Put onto the reel of the cursor", when: inLanes, run: doing.paste },
  { keys: "f", label: "Find media that is not there", when: inLanes, run: doing.relink },
  { keys: "n", label: "New reel", run: doing.makeReel },
  { keys: "shift+n", label: "New reel group", run: doing.makeGroup },
];

function focusTree(): void {
  document.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
}
