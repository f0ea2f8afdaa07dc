import type { ErrorCode } from "../errors.ts";
import type { Rate } from "../time/rate.ts";
import type { MediaInfo } from "./media-info.ts";

export interface ProbeOrder {
  readonly kind: "probe";
  readonly id: number;
  readonly path: string;
  readonly options: { readonly imageSequenceRate?: Rate };
}

/** What the probing process says. */
export type ProbeReport =
  | { readonly kind: "probing"; readonly id: number }
  | { readonly kind: "probed"; readonly id: number; readonly media: MediaInfo }
  | {
      readonly kind: "refused";
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: string;
    };

const kindOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;

/** Both ends are ours, so the kind is proof enough. */
export const isProbeOrder = (message: unknown): message is ProbeOrder => kindOf(message) === "probe";

const reports: ReadonlySet<unknown> = new Set(["probing", "probed", "refused"]);

/** Whether a message comes from the probing process. */
export const isProbeReport = (message: unknown): message is ProbeReport => reports.has(kindOf(message));
