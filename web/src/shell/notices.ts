import { useSyncExternalStore } from "react";

export type NoticeKind = "info" | "good" | "warning" | "bad";

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly message?: string;
  /** A way to act on it, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

let notices: readonly Notice[] = [];
let next = 1;
const watchers = new Set<() => void>();

function change(changed: readonly Notice[]): void {
  notices = changed;
  for (const watcher of watchers) watcher();
}

/**
 * Tells something in the corner. What went wrong stays until it is put away, the rest for some seconds.
 * @returns what puts it away.
 */
export function notify(notice: Omit<Notice, "id">): () => void {
  const id = next++;
  const away = () => change(notices.filter((known) => known.id !== id));
  // The same sentence twice says no more than once.
  change(
    [
      ...notices.filter(({ title, message }) => title !== notice.title || message !== notice.message),
      { ...notice, id },
    ].slice(-5),
  );
  if (notice.kind !== "bad") setTimeout(away, notice.action === undefined ? 6000 : 10_000);
  return away;
}

export function dismiss(id: number): void {
  change(notices.filter((known) => known.id !== id));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => notices,
  );
}
