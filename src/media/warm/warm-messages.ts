import type { ErrorCode } from "../../errors.ts";
import type { AssetResult, RenderJob, RenderProgress } from "../render-job.ts";
import type {
  PlayedPicture,
  PlayOrder,
  ScreenLook,
  ScreenPicture,
  ScreenSound,
  ShownPictures,
} from "../shown-pictures.ts";

/** What the warm engine says to its process; each is answered, but where it says otherwise. */
export type WarmOrder =
  | { readonly id: number; readonly kind: "open"; readonly shown: ShownPictures; readonly frame: number }
  | { readonly id: number; readonly kind: "show"; readonly frame: number; readonly alone: boolean }
  | {
      readonly id: number;
      readonly kind: "picture";
      readonly frame: number;
      readonly look: ScreenLook;
      /** It is the frame that is shown from now on. */
      readonly stays: boolean;
    }
  | { readonly id: number; readonly kind: "sound"; readonly from: number; readonly frames: number }
  | { readonly id: number; readonly kind: "play"; readonly order: PlayOrder }
  /** Not answered: a picture of what is played has been taken. */
  | { readonly id: number; readonly kind: "taken" }
  | { readonly id: number; readonly kind: "render"; readonly job: RenderJob }
  | { readonly id: number; readonly kind: "cancel" };

/** What the process says. */
export type WarmReport =
  | { readonly id: number; readonly kind: "begun" }
  | { readonly id: number; readonly kind: "shown"; readonly warnings: readonly string[] }
  | {
      readonly id: number;
      readonly kind: "picture";
      readonly picture: ScreenPicture;
      readonly warnings: readonly string[];
    }
  | { readonly id: number; readonly kind: "sound"; readonly sound: ScreenSound }
  | { readonly id: number; readonly kind: "played"; readonly picture: PlayedPicture }
  | { readonly id: number; readonly kind: "over" }
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

const orders: ReadonlySet<unknown> = new Set(["open", "show", "picture", "sound", "play", "taken", "render", "cancel"]);
const reports: ReadonlySet<unknown> = new Set([
  "begun",
  "shown",
  "picture",
  "sound",
  "played",
  "over",
  "progress",
  "rendered",
  "failed",
]);

/** Whether a message is an order; both ends are ours, so its kind is proof enough. */
export const isWarmOrder = (message: unknown): message is WarmOrder => orders.has(kindOf(message));
/** Whether a message is a report of the process. */
export const isWarmReport = (message: unknown): message is WarmReport => reports.has(kindOf(message));
