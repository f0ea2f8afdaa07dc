import { openCresset } from "../app/cresset.ts";
import type { ImportOutcome } from "../app/import-clips.ts";
import { exitCodeOf } from "../errors.ts";
import { onInterrupt } from "./interrupt.ts";
import { printJson } from "./print-json.ts";

export interface ImportCommandOptions {
  readonly to?: string;
  readonly media?: readonly string[];
  readonly rate?: string;
  readonly recursive?: boolean;
  readonly project?: string;
  readonly json?: boolean;
}

/** `cresset import`. @returns the exit code: that of bad input when something could not be imported. */
export async function importCommand(paths: readonly string[], options: ImportCommandOptions): Promise<number> {
  const { to, media, rate, recursive = false, project } = options;
  const cresset = openCresset(project === undefined ? {} : { project });
  const interrupt = onInterrupt();
  try {
    const outcome = await cresset.importClips(
      {
        paths,
        recursive,
        ...(to === undefined ? {} : { to }),
        ...(media === undefined ? {} : { mediaFolders: media }),
        ...(rate === undefined ? {} : { rate }),
      },
      { signal: interrupt.signal },
    );
    if (options.json === true) printJson(outcome);
    else print(outcome);
    return outcome.problems.length === 0 ? 0 : exitCodeOf("bad-input");
  } finally {
    interrupt.end();
  }
}

function print({ destination, clips, problems, notes }: ImportOutcome): void {
  for (const { kind, name, clip } of clips)
    console.log(`${kind} ${destination}/${name}${clip === undefined ? "" : `  ${clip.duration} frames`}`);
  for (const note of notes) console.log(`note: ${note}`);
  for (const { message } of problems) console.error(`not imported: ${message}`);
}
