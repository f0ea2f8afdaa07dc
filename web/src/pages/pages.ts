import type { IconName } from "../icons/icon.tsx";

export interface PageInfo {
  readonly path: `/${string}`;
  readonly name: string;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
}

/** The rail, from top to bottom. */
export const pages = [
  { path: "/desktop", name: "Desktop", icon: "desktop", key: "d" },
  { path: "/player", name: "Player", icon: "player", key: "p" },
  { path: "/export", name: "Export", icon: "export", key: "e" },
  { path: "/queue", name: "Queue", icon: "queue", key: "q" },
  { path: "/trace", name: "Trace", icon: "trace", key: "t" },
  { path: "/archives", name: "Archives", icon: "archives", key: "a" },
  { path: "/reports", name: "Reports", icon: "reports", key: "r" },
  { path: "/hooks", name: "Hooks", icon: "hooks", key: "h" },
  { path: "/settings", name: "Settings", icon: "settings", key: "s" },
] as const satisfies readonly PageInfo[];
