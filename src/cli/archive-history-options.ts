import { type Command, Option } from "commander";
import type { LogOptions, ReportOptions, SearchOptions } from "./archive-history-commands.ts";

const since = ["--since <day>", "from this day on: 2026-11-21"] as const;

/** Declares what tells of all archives ever made: search, the audit log, reports. */
export function addArchiveHistory(archive: Command): void {
  const load = () => import("./archive-history-commands.ts");
  archive
    .command("search")
    .description("Find clips and files in every archive that is known, plugged in or not.")
    .argument("<text>", 'words that a path, source or clip name holds; "in quotes" what belongs together')
    .option("--limit <count>", "how many", Number, 100)
    .option("--json", "as JSON")
    .action(async (text: string, options: SearchOptions) => {
      process.exitCode = await (await load()).searchCommand(text, options);
    });
  archive
    .command("log")
    .description("The audit log: who formatted, added, verified and restored what, and what failed.")
    .option(...since)
    .option("--verify", "hold every row against its hash and the row before")
    .option("--json", "as JSON lines")
    .option("--csv", "as CSV")
    .action(async (options: LogOptions) => {
      process.exitCode = await (await load()).logCommand(options);
    });
  archive
    .command("report")
    .description("How much was archived, a line and a bar for each day.")
    .option("--daily", "by day, as it is without saying so")
    .option(...since)
    .addOption(new Option("--by <what>", "each project on lines of its own").choices(["project"]))
    .addOption(new Option("--format <format>").choices(["table", "csv", "json"]).default("table"))
    .action(async (options: ReportOptions) => (await load()).reportCommand(options));
}
