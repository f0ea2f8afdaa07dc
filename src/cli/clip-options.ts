import type { Command } from "commander";
import type { ImportCommandOptions } from "./import-command.ts";

const collect = (value: string, list: readonly string[] = []) => [...list, value];
const project = ["--project <name>", "project in place of the current one"] as const;
const clipPath = "path in the catalogue, such as /Desktop/Reel 1/clip, or cresset:<id>";

interface Common {
  readonly project?: string;
  readonly json?: boolean;
}

/** Declares `cresset import`. */
export function addImport(program: Command): void {
  program
    .command("import")
    .description("Make clips and sequences of media and cuts in the catalogue; media stays where it is.")
    .argument(
      "<path...>",
      "media files, image sequences (name.[1001-1100].exr, name.%04d.dpx, name.####.dpx), folders, patterns ({name}_v{version}.{frame}.{extension}), OpenClips (.clip), cuts (.otio, .edl)",
    )
    .option("-t, --to <path>", "reel, library or folder of the catalogue; the first reel of the Desktop when left out")
    .option("-r, --recursive", "folders with all folders in them")
    .option("-m, --media <folder>", "folder in which a cut's media is looked for; may be repeated", collect)
    .option("--rate <fps>", "rate of a cut that does not say its own (EDL), of image sequences, and of sound alone")
    .option(...project)
    .option("--json", "as JSON")
    .action(async (paths: string[], options: ImportCommandOptions) => {
      process.exitCode = await (await import("./import-command.ts")).importCommand(paths, options);
    });
}

/** Declares `cresset clip`. */
export function addClip(program: Command): void {
  const clip = program
    .command("clip")
    .description("Look at a clip or sequence of the catalogue, and change what it plays.");
  const load = () => import("./clip-commands.ts");
  clip
    .command("show")
    .description("Its media, versions, marks and thumbnail, and where it is used.")
    .argument("<path>", clipPath)
    .option(...project)
    .option("--json", "as JSON")
    .action(async (path: string, options: Common) => (await load()).showCommand(path, options));
  clip
    .command("version")
    .description("Show another of its versions.")
    .argument("<path>", clipPath)
    .argument("<version>", "name or number of the version")
    .option(...project)
    .option("--json", "as JSON")
    .action(async (path: string, version: string, options: Common) =>
      (await load()).versionCommand(path, version, options),
    );
  clip
    .command("refresh")
    .description("Read the versions of its OpenClip again.")
    .argument("<path>", clipPath)
    .option(...project)
    .option("--json", "as JSON")
    .action(async (path: string, options: Common) => {
      process.exitCode = await (await load()).refreshCommand(path, options);
    });
  clip
    .command("marks")
    .description("Set its in and out marks; export --between-marks leaves the marked frames out.")
    .argument("<path>", clipPath)
    .option("--in <timecode>", "record timecode, or frame counted from the first, which is 0")
    .option("--out <timecode>", "record timecode, or frame counted from the first, which is 0")
    .option("--clear", "take the marks away that are not given")
    .option(...project)
    .option("--json", "as JSON")
    .action(async (path: string, options: Common & { in?: string; out?: string; clear?: boolean }) =>
      (await load()).marksCommand(path, options),
    );
  clip
    .command("relink")
    .description("Find media that is not there any more, by file name and timecode.")
    .argument("<path...>", "clips, sequences, or what holds them, such as /Desktop")
    .option("-m, --media <folder>", "folder that is searched with all that lies in it; may be repeated", collect)
    .option("-n, --dry-run", "show what would be found; change nothing")
    .option(...project)
    .option("--json", "as JSON")
    .action(async (paths: string[], options: Common & { media?: string[]; dryRun?: boolean }) => {
      process.exitCode = await (await load()).relinkCommand(paths, options);
    });
}
