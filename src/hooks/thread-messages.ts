import type { ErrorCode } from "../errors.ts";
import type {
  FileRecord,
  HookCaller,
  HookRun,
  ImportOptions,
  ImportResult,
  MailMessage,
  ProbedMedia,
  TranscodeRequest,
  TranscodeResult,
} from "./hook-api.ts";
import type { HandlerReport, HookFile, HostCall, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace, HookInfo } from "./hook-runner.ts";
import type { MessagePort } from "node:worker_threads";

/** What the hook thread is started with. */
export interface ThreadStart {
  readonly files: readonly HookFile[];
  /** Files that ended the thread or never finished loading, with the reason: they are not tried again. */
  readonly givenUp: ReadonlyMap<string, string>;
  readonly userDataJson: string;
  readonly timeLimitMs: number;
  readonly run: HookRun;
  readonly cancelled: boolean;
  /** See `thread-clock.ts`. */
  readonly clock: SharedArrayBuffer;
  /**
   * What was done so far. The program reads it when a call ends, well or badly: unlike messages it costs no wake-up.
   */
  readonly progress: MessagePort;
}

export type ToThread =
  | { readonly kind: "call"; readonly call: HostCall }
  | { readonly kind: "setUserData"; readonly json: string; readonly fromProfile: string | undefined }
  /** Calls from here on belong to another run. */
  | { readonly kind: "run"; readonly run: HookRun }
  | { readonly kind: "timeUp" }
  | { readonly kind: "cancel" }
  /** The thread is about to be ended: programs that its files started go on without it. */
  | { readonly kind: "leave" }
  | { readonly kind: "answer"; readonly id: number; readonly answer: ApiAnswer }
  | { readonly kind: "refusal"; readonly id: number; readonly error: ApiRefusal };

export type FromThread =
  | { readonly kind: "ready" }
  /** `stuck`: the last handler did not stop when its time was up. */
  | { readonly kind: "done"; readonly stuck: boolean }
  | { readonly kind: "api"; readonly id: number; readonly caller: HookCaller; readonly request: ApiRequest }
  | { readonly kind: "stray"; readonly trace: HookCallTrace }
  /** A program was started: `leave` is wanted before the end. */
  | { readonly kind: "started" }
  | { readonly kind: "left" };

export type ApiRequest =
  | { readonly method: "probe"; readonly path: string }
  | { readonly method: "transcode"; readonly request: TranscodeRequest }
  | { readonly method: "assetFiles" }
  | { readonly method: "importClips"; readonly paths: readonly string[]; readonly options: ImportOptions }
  | { readonly method: "mail"; readonly message: MailMessage };

export type ApiAnswer =
  | { readonly method: "probe"; readonly media: ProbedMedia }
  | { readonly method: "transcode"; readonly result: TranscodeResult }
  | { readonly method: "assetFiles"; readonly files: readonly FileRecord[] }
  | { readonly method: "importClips"; readonly result: ImportResult }
  | { readonly method: "mail" };

/** An error of the program as plain data. */
export interface ApiRefusal {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly detail: string | undefined;
}

export type ThreadProgress =
  | { readonly kind: "file"; readonly file: LoadedHookFile }
  | { readonly kind: "output"; readonly text: string }
  /** `info` where the handler changed it. */
  | { readonly kind: "report"; readonly report: HandlerReport; readonly info: HookInfo | undefined }
  /** What comes now belongs to the next call that was sent along. */
  | { readonly kind: "next" };
