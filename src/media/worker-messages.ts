import type { AssetResult, RenderJob, RenderProgress } from "./render-job.ts";

/** What the renderer says to a worker process. */
export type WorkerOrder =
  | { readonly kind: "render"; readonly job: RenderJob }
  /** `goesOnLater`: whole files of file sequences stay, for the next that renders the same. */
  | { readonly kind: "cancel"; readonly goesOnLater: boolean }
  /** The program knows of this verified asset, also after a kill, and gives it its names. */
  | { readonly kind: "recorded"; readonly id: string };

/** What a worker process says to the renderer. */
export type WorkerReport =
  | { readonly kind: "started"; readonly id: string }
  | { readonly kind: "progress"; readonly progress: RenderProgress }
  | { readonly kind: "finished"; readonly result: AssetResult }
  | { readonly kind: "done" };

const kindOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;

/** Whether a message is an order; both ends are ours, so its kind is proof enough. */
export const isWorkerOrder = (message: unknown): message is WorkerOrder =>
  kindOf(message) === "render" || kindOf(message) === "cancel" || kindOf(message) === "recorded";

const reports: ReadonlySet<unknown> = new Set(["started", "progress", "finished", "done"]);

/** Whether a message is a report of a worker. */
export const isWorkerReport = (message: unknown): message is WorkerReport => reports.has(kindOf(message));
