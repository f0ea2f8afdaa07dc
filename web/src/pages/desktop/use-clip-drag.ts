import { type PointerEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import type { Spot } from "./lane-rows.ts";
import classes from "./desktop.module.css";
import { spotUnder } from "./lanes.tsx";
import type { Selection } from "./use-selection.ts";
import { useMay } from "../../shell/use-may.ts";

export interface DragParts {
  readonly selection: Selection;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly clipAt: (spot: Spot) => EntryShape | undefined;
  readonly onDrop: (drop: Drop) => void;
}

export interface Drop {
  readonly ids: readonly string[];
  readonly parentId: string;
  /** Before the clip of this position; at the end without. */
  readonly position: number | undefined;
  /** Ctrl or Alt was held. */
  readonly copy: boolean;
}

/** So far a hand may shake while it clicks, in pixels. */
const shake = 4;
/** So near an edge the lanes scroll while something is dragged, in pixels. */
const edge = 48;

/**
 * Clicks and drags on clips. What moves with the pointer is drawn past React: nothing else of the page changes meanwhile.
 */
export function useClipDrag(parts: DragParts) {
  const mayWork = useMay("artist");
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  return useCallback(
    (event: PointerEvent<HTMLDivElement>) => {
      const spot = spotUnder(event.target);
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, input") !== null))
        return;
      const { selection, clipAt } = latest.current;
      if (spot === undefined) {
        selection.set([]);
        return;
      }
      const id = clipAt(spot)?.id;
      const chosen = id !== undefined && selection.ids.has(id);
      if (event.shiftKey) return selection.extend(spot);
      if (event.ctrlKey || event.metaKey) return selection.toggle(spot);
      if (!chosen) selection.one(spot);
      if (id === undefined) return;
      // Whoever may only look moves nothing.
      if (!mayWork) return selection.one(spot);
      const ids = chosen ? [...selection.ids] : [id];
      const label = ids.length === 1 ? (clipAt(spot)?.name ?? "") : `${ids.length} clips`;
      follow(event.nativeEvent, label, latest, {
        clicked: () => {
          if (chosen) latest.current.selection.one(spot);
        },
        dropped: (target, copy) => latest.current.onDrop({ ids, ...target, copy }),
      });
    },
    [mayWork],
  );
}

interface Target {
  readonly parentId: string;
  readonly position: number | undefined;
}

interface Outcome {
  readonly clicked: () => void;
  readonly dropped: (target: Target, copy: boolean) => void;
}

/** Follows the pointer from its press to its release. */
function follow(press: globalThis.PointerEvent, label: string, parts: RefObject<DragParts>, outcome: Outcome): void {
  const ending = new AbortController();
  const { signal } = ending;
  const drawing = createDrawing(label);
  let dragging = false;
  let target: Target | undefined;
  let at = { x: press.clientX, y: press.clientY };
  let frame = 0;

  const look = () => {
    const found = targetUnder(at, parts.current.clipAt);
    target = found?.target;
    drawing.show(at, found?.mark);
  };
  const scroll = () => {
    frame = requestAnimationFrame(scroll);
    const scroller = parts.current.scroller.current;
    if (scroller === null) return;
    const { top, bottom, left, right } = scroller.getBoundingClientRect();
    if (at.x < left || at.x > right) return;
    const by = at.y < top + edge ? at.y - top - edge : at.y > bottom - edge ? at.y - bottom + edge : 0;
    if (by === 0) return;
    scroller.scrollTop += by / 3;
    look();
  };
  const end = () => {
    ending.abort();
    cancelAnimationFrame(frame);
    drawing.remove();
  };
  window.addEventListener(
    "pointermove",
    (event) => {
      at = { x: event.clientX, y: event.clientY };
      if (!dragging && Math.hypot(at.x - press.clientX, at.y - press.clientY) > shake) {
        dragging = true;
        frame = requestAnimationFrame(scroll);
      }
      if (dragging) look();
    },
    { signal },
  );
  window.addEventListener(
    "pointerup",
    (event) => {
      const found = target;
      end();
      if (!dragging) outcome.clicked();
      else if (found !== undefined) outcome.dropped(found, event.ctrlKey || event.altKey);
    },
    { signal },
  );
  window.addEventListener("pointercancel", end, { signal });
  window.addEventListener("blur", end, { signal });
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}

interface Mark {
  readonly element: Element;
  /** Before or after a clip, or into a container. */
  readonly side: "left" | "right" | "in";
}

function targetUnder(
  { x, y }: { readonly x: number; readonly y: number },
  clipAt: DragParts["clipAt"],
): { readonly target: Target; readonly mark: Mark } | undefined {
  const under = document.elementFromPoint(x, y);
  const spot = spotUnder(under);
  const tile = under?.closest("[data-index]");
  if (spot !== undefined && tile !== null && tile !== undefined) {
    const { left, width } = tile.getBoundingClientRect();
    const after = x > left + width / 2;
    const next = clipAt(after ? { ...spot, index: spot.index + 1 } : spot);
    return {
      target: { parentId: spot.lane, position: next?.position },
      mark: { element: tile, side: after ? "right" : "left" },
    };
  }
  const place = under?.closest<HTMLElement>("[data-drop]");
  const parentId = place?.dataset.drop;
  if (place === null || place === undefined || parentId === undefined) return undefined;
  return { target: { parentId, position: undefined }, mark: { element: place, side: "in" } };
}

/** What is seen of a drag: a label at the pointer, a line or frame where things would go. */
function createDrawing(text: string) {
  const ghost = document.createElement("div");
  ghost.className = classes.ghost ?? "";
  ghost.textContent = text;
  const line = document.createElement("div");
  line.className = classes.dropMark ?? "";
  return {
    show({ x, y }: { readonly x: number; readonly y: number }, mark: Mark | undefined) {
      if (!ghost.isConnected) document.body.append(ghost, line);
      ghost.style.transform = `translate(${x + 12}px, ${y + 10}px)`;
      ghost.toggleAttribute("data-nowhere", mark === undefined);
      line.hidden = mark === undefined;
      if (mark === undefined) return;
      const { left, right, top, width, height } = mark.element.getBoundingClientRect();
      const x0 = mark.side === "in" ? left : mark.side === "left" ? left - 4 : right + 2;
      line.dataset.side = mark.side;
      line.style.transform = `translate(${x0}px, ${top}px)`;
      line.style.width = mark.side === "in" ? `${width}px` : "2px";
      line.style.height = `${height}px`;
    },
    remove() {
      ghost.remove();
      line.remove();
    },
  };
}
