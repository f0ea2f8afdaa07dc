import { type Command, Option } from "commander";
import { addArchiveHistory } from "./archive-history-options.ts";
import type { AddOptions, EstimateOptions, FormatOptions } from "./archive-commands.ts";
import type { ListOptions, RestoreOptions, VerifyOptions } from "./archive-read-commands.ts";

const collect = (value: string, list: readonly string[] = []) => [...list, value];
const archive = ["<archive>", "folder of the archive, or its name where it was used before"] as const;
const entries = "paths in the catalogue (/Desktop/Reel 1, / for the whole project, cresset:<id>), or files and folders";
const project = ["--project <name>", "project in place of the current one"] as const;
const hooks = ["--hooks <folder>", "folder of hook files; may be repeated"] as const;
const config = ["--config <file>", "config file in place of the one found in this folder or above"] as const;
const noMedia = ["--no-media", "archive what the catalogue knows; clips keep their links"] as const;
const sessions = ["--session <number>", "only this session; may be repeated"] as const;
const versions = () =>
  new Option("--versions <which>", "of clips with versions: all, or the one that is used")
    .choices(["all", "used"])
    .default("used");

/** Declares the commands for archives. */
export function addArchive(program: Command): void {
  const command = program.command("archive").description("Archive entries, files and folders; check and restore them.");
  const load = () => import("./archive-commands.ts");
  const loadReading = () => import("./archive-read-commands.ts");
  command
    .command("format")
    .description("Make an empty archive.")
    .argument("<name>")
    .requiredOption("-t, --to <folder>", "where the archive's folder is made")
    .option("--segment-size <size>", "no segment is longer: 100GB, 700MiB …", "100GB")
    .option("--comment <text>", "what the archive is", "")
    .option("--json", "as JSON")
    .action(async (name: string, options: FormatOptions) => (await load()).formatCommand(name, options));
  command
    .command("add")
    .description("Archive entries, files and folders as a new session.")
    .argument(...archive)
    .argument("[entry...]", entries)
    .option(...noMedia)
    .addOption(versions())
    .addOption(
      new Option("--verify <what>", "what is read again: each segment as it was archived, the sources afterwards")
        .choices(["source", "archived", "both", "none"])
        .default("archived"),
    )
    .option("--no-sha256", "no SHA-256 of every file beside its xxh128")
    .option("--resume", "go on with the session that was stopped")
    .option("--force", "begin although the destination has not enough room")
    .option("--comment <text>", "what the session is")
    .option(...hooks, collect)
    .option(...project)
    .option("--json", "events as JSON lines")
    .option(...config)
    .action(async (named: string, what: string[], options: AddOptions) => {
      process.exitCode = await (await load()).addCommand(named, what, options);
    });
  command
    .command("estimate")
    .description("What entries come to, in how many segments, and whether they fit.")
    .argument(...archive)
    .argument("<entry...>", entries)
    .option(...noMedia)
    .addOption(versions())
    .option(...hooks, collect)
    .option(...project)
    .option("--json", "as JSON")
    .option(...config)
    .action(async (named: string, what: string[], options: EstimateOptions) => {
      process.exitCode = await (await load()).estimateCommand(named, what, options);
    });
  command
    .command("list")
    .description("Sessions of an archive, with their entries and segments.")
    .argument(...archive)
    .option("--json", "as JSON")
    .addOption(
      new Option("--toc <format>", "write a page with pictures of the clips, that needs no server").choices(["html"]),
    )
    .option("--out <file>", "the page; <name of the archive>.html when left out")
    .action(async (named: string, options: ListOptions) => (await loadReading()).listCommand(named, options));
  command
    .command("verify")
    .description("Read an archive back and hold it against its checksums. Exit codes are those of the ASC MHL tool.")
    .argument(...archive)
    .option(...sessions, collect)
    .option("--sample <percent>", "of all files about so many in a hundred: 10%")
    .option("--json", "as JSON")
    .action(async (named: string, options: VerifyOptions) => {
      process.exitCode = await (await loadReading()).verifyCommand(named, options);
    });
  command
    .command("restore")
    .description("Restore entries into the current project with their media, or plain files with --to.")
    .argument(...archive)
    .argument(
      "[path...]",
      "as they were in the catalogue or on disk, or as they are in the archive; everything when left out",
    )
    .option("-t, --to <folder>", "restore plain files there")
    .option("--as <name>", "library that entries are put into, or Desktop; with --to a folder in it")
    .option("--media <folder>", "where media is put when entries go into the catalogue")
    .option(...sessions, collect)
    .option("--overwrite", "replace files that exist")
    .option("--owners", "give files the owners that they had (root only)")
    .option(...hooks, collect)
    .option(...project)
    .option("--json", "as JSON")
    .option(...config)
    .action(async (named: string, paths: string[], options: RestoreOptions) => {
      process.exitCode = await (await loadReading()).restoreCommand(named, paths, options);
    });
  addArchiveHistory(command);
}
