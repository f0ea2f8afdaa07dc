import { useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

let onPaper = false;
const watchers = new Set<() => void>();
const become = (next: boolean) => {
  onPaper = next;
  // The browser takes its picture of the page when these events are over.
  flushSync(() => {
    for (const watcher of watchers) watcher();
  });
};
globalThis.addEventListener("beforeprint", () => become(true));
globalThis.addEventListener("afterprint", () => become(false));

/** Whether the page is being printed: drawings are made anew, dark on white. */
export function useOnPaper(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => onPaper,
  );
}
