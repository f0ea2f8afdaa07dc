import { Command, CommanderError } from "commander";
import { version } from "../app/version.ts";
import { overwriteOption } from "./overwrite-option.ts";
import type { ExportCommandOptions } from "./export-command.ts";
import type { RunOptions } from "./hooks-commands.ts";
import { addArchive } from "./archive-options.ts";
import { addCatalogue } from "./catalogue-options.ts";
import { addClip, addImport } from "./clip-options.ts";
import { printError } from "./print-error.ts";
import { addServer } from "./server-options.ts";
import { addSnapshot } from "./snapshot-options.ts";

/** Runs the command line. Each command's code is loaded when it is called, so that `--help` answers at once. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command("cresset")
    .description("Exports cuts and their media through the house's hooks.")
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError("Say --help after the command to see what it takes.")
    .configureHelp({ sortSubcommands: false });
  program.addHelpText(
    "before",
    `Examples:
  cresset export cut.otio --media ./rushes --preset "ProRes 422 HQ" --to ./out
  cresset export movie.mov --preset H.264 --to ./out --hooks ./hooks --dry-run
  cresset probe cut.edl --media ./rushes
  cresset hooks new ./hooks\n`,
  );
  addExport(program);
  addSnapshot(program);
  addProbe(program);
  addImport(program);
  addClip(program);
  addCatalogue(program);
  addArchive(program);
  addPresets(program);
  addHooks(program);
  addPython(program);
  addRuns(program);
  addServer(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // Help and version end as errors of their own; they were printed already.
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : printError(error);
  }
}

const collect = (value: string, list: readonly string[] = []) => [...list, value];

function addExport(program: Command): void {
  program
    .command("export")
    .description("Export cuts, media files, image sequences or clips of the catalogue with one preset or several.")
    .argument(
      "<source...>",
      "cuts (.otio, .edl), media files, image sequences (name.[1001-1100].exr, name.%04d.dpx, a folder); or clips, sequences, reels and what else holds them in the catalogue (/Desktop/Reel 1/clip, cresset:<id>)",
    )
    .option("-p, --preset <name or file>", "preset; may be repeated, the source is then decoded once", collect)
    .option("-t, --to <folder>", "destination", "")
    .option("-m, --media <folder>", "folder in which the cut's media is looked for; may be repeated", collect)
    .option("--hooks <folder>", "folder of hook files; may be repeated", collect)
    .option("--strict-hooks", "a hook file that does not load stops the export")
    .option("--hook-time-limit <seconds>", "how long one hook may take; else 60, and 3600 for Python hooks", Number)
    .option("--presets <folder>", "folder of further presets; may be repeated", collect)
    .option("--profile <name>", "custom export profile of a hook")
    .option("--sequence <name>", "only this sequence; may be repeated", collect)
    .option("--name <pattern>", 'name pattern in place of the preset\'s, such as "<name>/<shot name>"')
    .option("--handles <frames>", "handles of shots and segments in place of the preset's", Number)
    .option("--rate <fps>", "rate of a cut that does not say its own (EDL), and of image sequences")
    .addOption(overwriteOption())
    .option("--allow-missing", "black in place of media that is not found")
    .option("--strict", "warnings are errors")
    .option("--top-video-track", "only the top video track")
    .option("--between-marks", "between the in and out marks of each clip or sequence of the catalogue")
    .option("--mark-in <timecode>", "export from after this record timecode (or frame)")
    .option("--mark-out <timecode>", "export to before this record timecode (or frame)")
    .option("--subtitles <file>", "SRT file; may be repeated", collect)
    .option("--burn-in-subtitles", "draw subtitles into the picture, whatever the preset says")
    .option("--no-burn-in-subtitles", "write subtitles as files, whatever the preset says")
    .option("--all-subtitles", "every subtitles track rather than the first")
    .option(
      "--storage-root <folder>",
      "folder that hooks may send files to besides the destination; may be repeated",
      collect,
    )
    .option("-n, --dry-run", "run every pre hook and show what would be written; touch no file")
    .option("--background", "start the export in a process of its own and return")
    .option("--no-input", "never ask")
    .option("--json", "events as JSON lines")
    .option("--project <name>", "project in place of the current one")
    .option(...configOption)
    .action(async (sources: string[], options: ExportCommandOptions) => {
      const { exportCommand } = await import("./export-command.ts");
      process.exitCode = await exportCommand(sources, options);
    });
}

/** Where a command reads the house's settings. */
const configOption = ["--config <file>", "config file in place of the one found in this folder or above"] as const;

interface HooksOptions {
  readonly hooks?: string[];
  readonly json?: boolean;
  readonly config?: string;
}

function addProbe(program: Command): void {
  program
    .command("probe")
    .description("Show what Cresset sees in a cut, a media file or an image sequence.")
    .argument("<path>")
    .option("-m, --media <folder>", "folder in which a cut's media is looked for; may be repeated", collect)
    .option("--rate <fps>", "rate of a cut that does not say its own, and of image sequences")
    .option("--json", "everything, as JSON")
    .option(...configOption)
    .action(async (source: string, options: { media?: string[]; rate?: string; json?: boolean; config?: string }) => {
      const { probeCommand } = await import("./probe-command.ts");
      await probeCommand(source, options);
    });
}

function addPresets(program: Command): void {
  const presets = program.command("presets").description("List, show and check presets.");
  const folders = ["--presets <folder>", "folder of further presets; may be repeated"] as const;
  presets
    .command("list")
    .description("Every preset there is.")
    .option(...folders, collect)
    .option("--json", "as JSON")
    .option(...configOption)
    .action(async (options: { presets?: string[]; json?: boolean; config?: string }) =>
      (await import("./presets-commands.ts")).listCommand(options),
    );
  presets
    .command("show")
    .description("A preset with all its defaults filled in.")
    .argument("<name or file>")
    .option(...folders, collect)
    .option("--json", "as JSON")
    .option(...configOption)
    .action(async (name: string, options: { presets?: string[]; json?: boolean; config?: string }) =>
      (await import("./presets-commands.ts")).showCommand(name, options),
    );
  presets
    .command("check")
    .description("Say what is wrong with preset files.")
    .argument("<file...>")
    .action(async (files: string[]) => {
      process.exitCode = await (await import("./presets-commands.ts")).checkCommand(files);
    });
}

function addHooks(program: Command): void {
  const hooks = program.command("hooks").description("List, explain, try and begin hook files.");
  const folders = ["--hooks <folder>", "folder of hook files; may be repeated"] as const;
  hooks
    .command("list")
    .description("Hook files in the order of their calls, what is wrong with them, and custom export profiles.")
    .option(...folders, collect)
    .option("--json", "as JSON")
    .option(...configOption)
    .action(async (options: HooksOptions) => {
      process.exitCode = await (await import("./hooks-commands.ts")).listCommand(options);
    });
  hooks
    .command("check")
    .description("Load hook files, call no hook: which do not load, which calls of flame are not covered.")
    .argument("<folder...>", "folders of hook files, or files")
    .option("--json", "as JSON")
    .action(async (given: string[], options: { json?: boolean }) => {
      process.exitCode = await (await import("./hooks-check-command.ts")).checkCommand(given, options);
    });
  hooks
    .command("explain")
    .description("What a hook is told, what it may change, and when it runs.")
    .argument("[name]", "a hook, in either language; all of them when left out")
    .action(async (name?: string) => (await import("./hooks-commands.ts")).explainCommand(name));
  hooks
    .command("run")
    .description("Call one hook alone, with an info from a file.")
    .argument("<name>")
    .option("--info <file>", "JSON or YAML of the info, or the JSON itself; needed where the hook gets any")
    .option("--user-data <file>", "JSON or YAML of the userData, or the JSON itself")
    .option("--file <file>", "call only this hook file, TypeScript or Python; no folder is searched")
    .option(...folders, collect)
    .option("--json", "as JSON")
    .option(...configOption)
    .action(async (name: string, options: RunOptions) => {
      process.exitCode = await (await import("./hooks-commands.ts")).runCommand(name, options);
    });
  hooks
    .command("new")
    .description("Write a commented starter file, and what an editor needs to know the types.")
    .argument("<folder>")
    .action(async (folder: string) => (await import("./hooks-commands.ts")).newCommand(folder));
}

function addPython(program: Command): void {
  program
    .command("python")
    .description("Run a Python script with the flame module, outside of any hook.")
    .argument("<script>", "a .py file; it ends the command with its exit code")
    .argument("[arg...]", "what the script finds in sys.argv")
    .option("--project <name>", "project in place of the current one")
    // Options after the script are the script's.
    .passThroughOptions()
    .action(async (script: string, args: string[], options: { project?: string }) => {
      process.exitCode = await (await import("./python-command.ts")).pythonCommand(script, args, options);
    });
}

function addRuns(program: Command): void {
  const runs = program.command("runs").description("The history of exports.");
  runs
    .command("list", { isDefault: true })
    .description("Runs, newest first.")
    .option("--limit <count>", "how many", Number, 20)
    .option("--json", "as JSON")
    .action(async (options: { limit: number; json?: boolean }) =>
      (await import("./runs-commands.ts")).listCommand(options),
    );
  runs
    .command("show")
    .description("A run with its files and the trace of its hooks.")
    .argument("[id]", "a run's id, or a beginning or end of it that is unique; the latest when left out")
    .option("--json", "as JSON")
    .action(async (id: string | undefined, options: { json?: boolean }) =>
      (await import("./runs-commands.ts")).showCommand(id, options),
    );
  runs
    .command("resume")
    .description("Finish a run that was killed, cancelled or failed, without doing again what is done.")
    .argument("<id>")
    .option("--json", "events as JSON lines")
    .option("--no-input", "never ask")
    .action(async (id: string, options: { json?: boolean; input: boolean }) => {
      process.exitCode = await (await import("./runs-commands.ts")).resumeCommand(id, options);
    });
}
