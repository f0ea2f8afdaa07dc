import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { NotFound } from "./shell/not-found.tsx";
import { PageError } from "./shell/page-error.tsx";
import { Loading } from "./shell/loading.tsx";
import { Gate } from "./shell/gate.tsx";

const words = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
/** What an address says beside the page: the project, and what the page shows. */
const search = (raw: Record<string, unknown>): Readonly<Record<string, string | undefined>> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    // The router reads numbers out of addresses; frames and ids are texts to us.
    const text = typeof value === "number" || typeof value === "boolean" ? String(value) : words(value);
    if (text !== undefined) kept[name] = text;
  }
  return kept;
};

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, validateSearch: search });
const at = <P extends `/${string}`>(path: P) => ({ getParentRoute: () => root, path });

// Each page is a file of its own, fetched when it is first opened.
const children = [
  createRoute({
    ...at("/"),
    beforeLoad: () => {
      throw redirect({ to: "/desktop", search: true });
    },
  }),
  createRoute({
    ...at("/desktop"),
    component: lazyRouteComponent(() => import("./pages/desktop/desktop-page.tsx"), "DesktopPage"),
  }),
  createRoute({
    ...at("/player"),
    component: lazyRouteComponent(() => import("./pages/player/player-page.tsx"), "PlayerPage"),
  }),
  createRoute({
    ...at("/export"),
    component: lazyRouteComponent(() => import("./pages/export/export-page.tsx"), "ExportPage"),
  }),
  createRoute({
    ...at("/queue"),
    component: lazyRouteComponent(() => import("./pages/queue/queue-page.tsx"), "QueuePage"),
  }),
  createRoute({
    ...at("/trace"),
    component: lazyRouteComponent(() => import("./pages/trace/trace-page.tsx"), "TracePage"),
  }),
  createRoute({
    ...at("/archives"),
    component: lazyRouteComponent(() => import("./pages/archives/archives-page.tsx"), "ArchivesPage"),
  }),
  createRoute({
    ...at("/reports"),
    component: lazyRouteComponent(() => import("./pages/reports/reports-page.tsx"), "ReportsPage"),
  }),
  createRoute({
    ...at("/hooks"),
    component: lazyRouteComponent(() => import("./pages/hooks/hooks-page.tsx"), "HooksPage"),
  }),
  createRoute({
    ...at("/settings"),
    component: lazyRouteComponent(() => import("./pages/settings/settings-page.tsx"), "SettingsPage"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(children),
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  defaultErrorComponent: PageError,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
