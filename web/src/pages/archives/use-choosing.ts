import { type KeyboardEvent, useState } from "react";
import { type Chosen, keyOf } from "./chosen.ts";

export interface ChoosingParts {
  readonly items: readonly Chosen[];
  /** How many lie beside each other. */
  readonly columns: number;
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly onChoose: (chosen: ReadonlyMap<string, Chosen>) => void;
  /** Enter. */
  readonly onOpen: () => void;
  readonly onShow: (index: number) => void;
}

/** A cursor that the arrow keys move, and what Space, Shift and Ctrl A choose. */
export function useChoosing({ items, columns, chosen, onChoose, onOpen, onShow }: ChoosingParts) {
  const [at, setAt] = useState(0);
  const cursor = Math.max(0, Math.min(at, items.length - 1));
  const toggle = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    const next = new Map(chosen);
    if (!next.delete(keyOf(item))) next.set(keyOf(item), item);
    onChoose(next);
  };
  const add = (from: number, to: number) => {
    const next = new Map(chosen);
    for (const item of items.slice(Math.min(from, to), Math.max(from, to) + 1)) next.set(keyOf(item), item);
    onChoose(next);
  };
  const go = (index: number, extend: boolean) => {
    const to = Math.max(0, Math.min(items.length - 1, index));
    if (extend) add(cursor, to);
    setAt(to);
    onShow(to);
  };
  const pressed = (event: KeyboardEvent) => {
    const wide = { ArrowDown: columns, ArrowUp: -columns, PageDown: columns * 8, PageUp: -columns * 8 }[event.key];
    const by = columns > 1 ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined;
    const step = wide ?? by;
    if (step !== undefined) go(cursor + step, event.shiftKey);
    else if (event.key === "Home") go(0, event.shiftKey);
    else if (event.key === "End") go(items.length - 1, event.shiftKey);
    else if (event.key === " ") toggle(cursor);
    else if (event.key === "Enter") {
      if (chosen.size === 0) toggle(cursor);
      else onOpen();
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) add(0, items.length - 1);
    else if (event.key === "Escape" && chosen.size > 0) onChoose(new Map());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    cursor,
    pressed,
    isChosen: (index: number) => {
      const item = items[index];
      return item !== undefined && chosen.has(keyOf(item));
    },
    clicked: (index: number, extend: boolean) => {
      if (extend) add(cursor, index);
      else toggle(index);
      setAt(index);
    },
  };
}
