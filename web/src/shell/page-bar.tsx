import { type ReactNode, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

let slot: HTMLElement | null = null;
const watchers = new Set<() => void>();

/** Where the shell's bar has room for the page's own tools. */
export function setPageBarSlot(element: HTMLElement | null): void {
  slot = element;
  for (const watcher of watchers) watcher();
}

/** The page's own tools, shown in the bar at the top, which costs no second line. */
export function PageBar({ children }: { children: ReactNode }) {
  const target = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => slot,
  );
  return target === null ? null : createPortal(children, target);
}
