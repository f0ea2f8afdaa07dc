import type { ErrorCode } from "../../errors.ts";
import type {
  AssetResult,
  PicturePiece,
  RenderJob,
  RenderProgress,
  RenderSource,
  VideoEncoding,
} from "../render-job.ts";

/** What is looked at: the pictures of a clip or sequence from its first frame to its last, as its exports show them. */
export interface ShownPictures {
  readonly sources: readonly RenderSource[];
  readonly picture: readonly PicturePiece[];
  /** Size, colour, LUT of what is handed out; its codec does not count. */
  readonly video: VideoEncoding;
}

/** A picture for a screen. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  /** `rgba`: 8 bits, row by row without gaps, full range. `jpeg`: a whole file. */
  readonly format: "rgba" | "jpeg";
  readonly data: Uint8Array;
}

/** What the warm engine says to its process; each is answered. */
export type WarmOrder =
  | { readonly id: number; readonly kind: "open"; readonly shown: ShownPictures; readonly frame: number }
  | { readonly id: number; readonly kind: "show"; readonly frame: number }
  | {
      readonly id: number;
      readonly kind: "picture";
      readonly frame: number;
      readonly format: ScreenPicture["format"];
      /** Pixels; the height follows. */
      readonly width: number;
    }
  | { readonly id: number; readonly kind: "render"; readonly job: RenderJob }
  | { readonly id: number; readonly kind: "cancel" };

/** What the process says. */
export type WarmReport =
  | { readonly id: number; readonly kind: "begun" }
  | { readonly id: number; readonly kind: "shown"; readonly warnings: readonly string[] }
  | { readonly id: number; readonly kind: "picture"; readonly picture: ScreenPicture }
  | { readonly id: number; readonly kind: "progress"; readonly progress: RenderProgress }
  | { readonly id: number; readonly kind: "rendered"; readonly result: AssetResult }
  | {
      readonly id: number;
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: string;
    };

const kindOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;

const orders: ReadonlySet<unknown> = new Set(["open", "show", "picture", "render", "cancel"]);
const reports: ReadonlySet<unknown> = new Set(["begun", "shown", "picture", "progress", "rendered", "failed"]);

/** Whether a message is an order; both ends are ours, so its kind is proof enough. */
export const isWarmOrder = (message: unknown): message is WarmOrder => orders.has(kindOf(message));
/** Whether a message is a report of the process. */
export const isWarmReport = (message: unknown): message is WarmReport => reports.has(kindOf(message));
