import type { ErrorCode } from "../errors.ts";
import type { ProbeOptions } from "./ffmpeg/probe-file.ts";
import type { MediaInfo } from "./media-info.ts";

/** What the program asks a media process about a file. */
export interface ProbeRequest {
  readonly id: number;
  readonly path: string;
  readonly options: ProbeOptions;
}

/** What the process answers: that it begins with a file, and then what is in it or what is wrong with it. */
export type ProbeReply =
  | { readonly id: number; readonly kind: "begun" }
  | { readonly id: number; readonly kind: "known"; readonly info: MediaInfo }
  | {
      readonly id: number;
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: string | undefined;
    };

const hasId = (message: unknown): message is { readonly id: number } =>
  typeof message === "object" && message !== null && "id" in message && typeof message.id === "number";

/** Tells a request from what else could come through the channel. Both ends are ours, so its parts are not checked. */
export const isProbeRequest = (message: unknown): message is ProbeRequest => hasId(message) && "path" in message;

/** Tells a reply from what else could come through the channel. */
export const isProbeReply = (message: unknown): message is ProbeReply => hasId(message) && "kind" in message;
