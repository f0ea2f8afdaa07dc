import type { Command } from "commander";
import { overwriteOption } from "./overwrite-option.ts";
import type { SnapshotCommandOptions } from "./snapshot-command.ts";

const collect = (value: string, list: readonly string[] = []) => [...list, value];

/** Declares `cresset snapshot`. */
export function addSnapshot(program: Command): void {
  program
    .command("snapshot")
    .description("Take one frame or a short clip out of a clip or sequence, through the hooks.")
    .argument("<clip>", "media file, image sequence, cut (.otio, .edl), or a clip or sequence of the catalogue")
    .option("--at <timecode>", "the frame at this record timecode")
    .option("--frame <number>", "this frame, counted from the first, which is 0")
    .option("--range <first-last>", "these frames, both ends included: timecodes, or numbers as for --frame")
    .option("--marks", "what lies between the marks of the clip")
    .option("-t, --to <folder>", "where to in place of the config's (snapshots)")
    .option("-p, --preset <name or file>", "preset in place of the config's (PNG)")
    .option("--name <pattern>", "name pattern in place of the config's (<name>.<frame>)")
    .option("--overlay", "draw name and timecode into the picture")
    .option("--no-overlay", "draw none although the config says so")
    .option("--lut <file>", "apply this .cube file")
    .option("--no-lut", "apply none although the config names one")
    .option("--subtitles <file>", "SRT file that is drawn into the picture; may be repeated", collect)
    .option("--burn-in-subtitles", "draw the sequence's own subtitles into the picture")
    .option("--no-burn-in-subtitles", "draw none although the config says so")
    .option("--sequence <name>", "of a cut with several sequences, this")
    .option("-m, --media <folder>", "folder in which the cut's media is looked for; may be repeated", collect)
    .option("--hooks <folder>", "folder of hook files; may be repeated", collect)
    .option("--presets <folder>", "folder of further presets; may be repeated", collect)
    .option("--rate <fps>", "rate of a cut that does not say its own (EDL), and of image sequences")
    .addOption(overwriteOption())
    .option("-n, --dry-run", "run every pre hook and show what would be written; touch no file")
    .option("--no-input", "never ask")
    .option("--json", "events as JSON lines")
    .option("--project <name>", "project in place of the current one")
    .option("--config <file>", "config file in place of the one found in this folder or above")
    .action(async (source: string, options: SnapshotCommandOptions) => {
      const { snapshotCommand } = await import("./snapshot-command.ts");
      process.exitCode = await snapshotCommand(source, options);
    });
}
