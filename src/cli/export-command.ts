import { openCresset } from "../app/cresset.ts";
import { CressetError } from "../errors.ts";
import { longestTimeLimitSeconds } from "../hooks/time-limit.ts";
import { runInTerminal } from "./run-in-terminal.ts";

export interface ExportCommandOptions {
  readonly preset?: readonly string[];
  readonly to: string;
  readonly media?: readonly string[];
  readonly hooks?: readonly string[];
  readonly strictHooks?: boolean;
  readonly hookTimeLimit?: number;
  readonly presets?: readonly string[];
  readonly profile?: string;
  readonly sequence?: readonly string[];
  readonly name?: string;
  readonly handles?: number;
  readonly rate?: string;
  readonly overwrite?: "ask" | "overwrite" | "skip" | "version-up";
  readonly allowMissing?: boolean;
  readonly strict?: boolean;
  readonly topVideoTrack?: boolean;
  readonly betweenMarks?: boolean;
  readonly markIn?: string;
  readonly markOut?: string;
  readonly subtitles?: readonly string[];
  readonly burnInSubtitles?: boolean;
  readonly allSubtitles?: boolean;
  readonly storageRoot?: readonly string[];
  readonly dryRun?: boolean;
  readonly background?: boolean;
  readonly input: boolean;
  readonly json?: boolean;
  readonly config?: string;
  readonly project?: string;
}

/** `cresset export`. @returns the exit code. */
export async function exportCommand(sources: readonly string[], options: ExportCommandOptions): Promise<number> {
  if (options.to === "" && options.profile === undefined)
    throw new CressetError("usage", "Nothing says where the export goes. Give a destination with --to FOLDER.");
  const cresset = openCresset({
    ...(options.config === undefined ? {} : { configFile: options.config }),
    ...(options.project === undefined ? {} : { project: options.project }),
  });
  const wish = wishOf(sources, options);
  if (options.background === true) {
    if (options.dryRun === true)
      throw new CressetError("usage", "A dry run touches nothing and is over at once: leave --background out.");
    const id = await cresset.exportInBackground(wish);
    console.log(
      options.json === true
        ? JSON.stringify({ runId: id })
        : `Run ${id} goes on in the background. cresset runs show ${id}`,
    );
    return 0;
  }
  return runInTerminal(options, (handlers) => cresset.export(wish, { ...handlers, dryRun: options.dryRun === true }));
}

function wishOf(sources: readonly string[], options: ExportCommandOptions) {
  const { handles, hookTimeLimit, markIn, markOut } = options;
  if (handles !== undefined && !(Number.isInteger(handles) && handles >= 0))
    throw new CressetError("usage", "Expected a whole number of frames for --handles.");
  if (hookTimeLimit !== undefined && !(hookTimeLimit > 0 && hookTimeLimit <= longestTimeLimitSeconds))
    throw new CressetError(
      "usage",
      "Expected a number of seconds above 0, and at most a day of them, for --hook-time-limit.",
    );
  return {
    sources: [...sources],
    destinationPath: options.to,
    presets: [...(options.preset ?? [])],
    mediaFolders: [...(options.media ?? [])],
    hookFolders: [...(options.hooks ?? [])],
    presetFolders: [...(options.presets ?? [])],
    sequenceNames: [...(options.sequence ?? [])],
    storageRoots: [...(options.storageRoot ?? [])],
    subtitleFiles: [...(options.subtitles ?? [])],
    strictHooks: options.strictHooks === true,
    allowMissing: options.allowMissing === true,
    strict: options.strict === true,
    useTopVideoTrack: options.topVideoTrack === true,
    exportBetweenMarks: options.betweenMarks === true || markIn !== undefined || markOut !== undefined,
    ...(options.burnInSubtitles === undefined ? {} : { exportSubtitlesAsFiles: !options.burnInSubtitles }),
    ...(options.allSubtitles === undefined ? {} : { exportAllSubtitles: options.allSubtitles }),
    ...(hookTimeLimit === undefined ? {} : { hookTimeLimitSeconds: hookTimeLimit }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.name === undefined ? {} : { namePattern: options.name }),
    ...(handles === undefined ? {} : { handles }),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.overwrite === undefined ? {} : { overwrite: options.overwrite }),
    ...(markIn === undefined ? {} : { markIn }),
    ...(markOut === undefined ? {} : { markOut }),
  };
}
