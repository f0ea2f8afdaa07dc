import { openCresset } from "../app/cresset.ts";
import type { SnapshotFrames } from "../app/snapshot-wish.ts";
import { CressetError } from "../errors.ts";
import { runInTerminal } from "./run-in-terminal.ts";

export interface SnapshotCommandOptions {
  readonly at?: string;
  readonly frame?: string;
  readonly range?: string;
  readonly marks?: boolean;
  readonly to?: string;
  readonly name?: string;
  readonly preset?: string;
  readonly presets?: readonly string[];
  readonly subtitles?: readonly string[];
  readonly burnInSubtitles?: boolean;
  readonly overlay?: boolean;
  readonly lut?: string | false;
  readonly sequence?: string;
  readonly media?: readonly string[];
  readonly hooks?: readonly string[];
  readonly rate?: string;
  readonly overwrite?: "ask" | "overwrite" | "skip" | "version-up";
  readonly dryRun?: boolean;
  readonly input: boolean;
  readonly json?: boolean;
  readonly config?: string;
  readonly project?: string;
}

/** `cresset snapshot`. @returns the exit code. */
export async function snapshotCommand(source: string, options: SnapshotCommandOptions): Promise<number> {
  const frames = framesOf(options);
  const cresset = openCresset({
    ...(options.config === undefined ? {} : { configFile: options.config }),
    ...(options.project === undefined ? {} : { project: options.project }),
  });
  return runInTerminal(options, (handlers) =>
    cresset.snapshot(wishOf(source, frames, options), { ...handlers, dryRun: options.dryRun === true }),
  );
}

function framesOf({ at, frame, range, marks }: SnapshotCommandOptions): SnapshotFrames {
  const given = [at, frame, range, marks === true ? "marks" : undefined].filter((option) => option !== undefined);
  if (given.length !== 1)
    throw new CressetError(
      "usage",
      "Say which frames to take with one of --at TIMECODE, --frame N, --range FIRST-LAST and --marks.",
    );
  if (frame !== undefined) {
    if (!/^\d+$/.test(frame))
      throw new CressetError(
        "usage",
        `Expected --frame to be a number counted from the first frame, which is 0, got "${frame}". A timecode goes with --at.`,
      );
    return { frame: Number(frame) };
  }
  if (at !== undefined) {
    if (/^\d+$/.test(at))
      throw new CressetError(
        "usage",
        `Expected --at to be a timecode such as 01:00:10:05. For a number: --frame ${at}`,
      );
    return { at };
  }
  if (range === undefined) return "marks";
  const [, first, last] = /^\s*([\d:;,.]+)\s*-\s*([\d:;,.]+)\s*$/.exec(range) ?? [];
  if (first === undefined || last === undefined)
    throw new CressetError(
      "usage",
      `Expected --range to be the first and the last frame with a - between, such as 10-20 or 01:00:00:10-01:00:00:20, got "${range}".`,
    );
  return { first, last };
}

function wishOf(source: string, frames: SnapshotFrames, options: SnapshotCommandOptions) {
  const { to, name, preset, overlay, lut, sequence, rate, overwrite, burnInSubtitles } = options;
  return {
    source,
    frames,
    mediaFolders: [...(options.media ?? [])],
    hookFolders: [...(options.hooks ?? [])],
    presetFolders: [...(options.presets ?? [])],
    subtitleFiles: [...(options.subtitles ?? [])],
    ...(to === undefined ? {} : { mediaPath: to }),
    ...(name === undefined ? {} : { namePattern: name }),
    ...(preset === undefined ? {} : { preset }),
    ...(burnInSubtitles === undefined ? {} : { subtitles: burnInSubtitles }),
    ...(overlay === undefined ? {} : { overlay }),
    ...(lut === undefined ? {} : { lut }),
    ...(sequence === undefined ? {} : { sequenceName: sequence }),
    ...(rate === undefined ? {} : { rate }),
    ...(overwrite === undefined ? {} : { overwrite }),
  };
}
