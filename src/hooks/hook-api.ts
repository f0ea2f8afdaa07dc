import type { Rate } from "../time/rate.ts";
import type { HookScope } from "./hook-runner.ts";
import type { HookName } from "./hook-table.ts";

/** What a handler gets as its last argument. */
export interface HookApi {
  /** Writes a line to the trace and the terminal, with the file's name. Arguments are formatted as by `console.log`. */
  log(...values: readonly unknown[]): void;
  /** Aborted when the run is stopped or this call's time is up. */
  readonly signal: AbortSignal;
  readonly run: HookRun;
  /** What a media file or image sequence holds. */
  probe(path: string): Promise<ProbedMedia>;
  /** Makes another file from a finished one, with the engine of the run. The time it takes does not count as the hook's. */
  transcode(request: TranscodeRequest): Promise<TranscodeResult>;
  /** In postExportAsset: the files that were written for this asset; elsewhere an empty list. */
  assetFiles(): Promise<readonly FileRecord[]>;
  /**
   * Imports media into the catalogue of the run's project: files, image sequences in any spelling, folders, cuts. The time
   * it takes does not count as the hook's. In a dry run nothing is imported, and the answer has no clips.
   * @param path absolute
   */
  importClips(path: string | readonly string[], options?: ImportOptions): Promise<ImportResult>;
  /**
   * Sends a mail through the server of `CRESSET_SMTP_URL`. The time it takes does not count as the hook's. In a dry run
   * nothing is sent.
   */
  mail(message: MailMessage): Promise<void>;
}

export interface MailMessage {
  /** One address or several: `"ada@house.example"`, `"Ada <ada@house.example>"`. */
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
  /** `CRESSET_MAIL_FROM` where nothing is said. */
  readonly from?: string;
}

export interface ImportOptions {
  /** Path of a reel, library or folder of the catalogue: `/Desktop/Reels/Reel 2`. Default: the Desktop's first reel. */
  readonly to?: string;
}

/** What `importClips` did. */
export interface ImportResult {
  /** In the order of the paths. */
  readonly clips: readonly ImportedClip[];
  /** What was not imported, each with a sentence. */
  readonly problems: readonly string[];
}

/** A clip or sequence that lies in the catalogue now. */
export interface ImportedClip {
  readonly id: string;
  readonly name: string;
  /** Where in the catalogue: `/Desktop/Reels/Reel 1/clip`. */
  readonly path: string;
}

/** Facts about the run that do not change while it lasts. */
export interface HookRun {
  readonly id: string;
  /** Nothing will be written. `transcode` then answers with an empty list of files. */
  readonly dryRun: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Name of the custom export profile, or an empty string. */
  readonly profile: string;
}

/** A file that exists: absolute path, size in bytes, xxh128 in lower-case hex. */
export interface FileRecord {
  readonly path: string;
  readonly bytes: number;
  readonly xxh128: string;
}

export interface TranscodeRequest {
  /** Absolute path of a media file, or of an image sequence in any of its spellings. */
  readonly input: string;
  /** Absolute path of the file to write; folders are made, a file that exists is replaced by the finished one. */
  readonly output: string;
  /** Name or path of a preset, `"h264-mp4"`. */
  readonly preset: string;
  /** Keys of a preset file that are laid over it: `{ video: { width: 960 } }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface TranscodeResult {
  readonly files: readonly FileRecord[];
}

/** What `probe` tells, in short. */
export interface ProbedMedia {
  readonly path: string;
  /** Container: `mov`, `mp4`, `exr` … */
  readonly format: string;
  readonly seconds: number;
  /** The first picture stream, where there is one. */
  readonly video?: {
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    readonly frameCount: number;
    readonly rate: Rate;
  };
  readonly audio: readonly { readonly codec: string; readonly sampleRate: number; readonly channels: number }[];
  /** Timecode of the first frame, or an empty string. */
  readonly startTimecode: string;
  readonly tapeName: string;
  readonly warnings: readonly string[];
}

/** Which handler calls the API. */
export interface HookCaller {
  readonly hook: HookName;
  readonly file: string;
  readonly scope: HookScope;
}

/**
 * What the program gives to the runner: async functions over plain data (arguments and results survive
 * `structuredClone`, since hook files live in a thread of their own).
 */
export interface HookApiBackend {
  readonly run: HookRun;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  probe(path: string, caller: HookCaller): Promise<ProbedMedia>;
  transcode(request: TranscodeRequest, caller: HookCaller): Promise<TranscodeResult>;
  assetFiles(caller: HookCaller): Promise<readonly FileRecord[]>;
  importClips(paths: readonly string[], options: ImportOptions, caller: HookCaller): Promise<ImportResult>;
  mail(message: MailMessage, caller: HookCaller): Promise<void>;
}
