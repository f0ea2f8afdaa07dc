import { styleText } from "node:util";
import { CressetError, exitCodeOf } from "../errors.ts";
import type { AssetOutcome, ExportEvent, ExportOutcome } from "../export/export-outcome.ts";
import { hookLines } from "./hook-lines.ts";
import { ProgressBars } from "./progress-bars.ts";
import { formatBytes, formatSeconds, table } from "./table.ts";

interface ExportPrinter {
  readonly tell: (event: ExportEvent) => void;
  /** Takes the bars away while something else has the terminal. */
  pause<T>(work: () => Promise<T>): Promise<T>;
  /** Tells of what stopped the export, where programs read: people get it from whoever catches it. */
  fail(error: unknown): void;
  end(): void;
  exitCode(outcome: ExportOutcome): number;
}

/** Prints an export as it runs: bars in a terminal, lines when piped, one JSON object a line with `json`. */
export function createExportPrinter({ json }: { readonly json: boolean }): ExportPrinter {
  if (json)
    return {
      tell: (event) => console.log(JSON.stringify(event, plainNumbers)),
      pause: (work) => work(),
      fail: (error) => console.log(JSON.stringify(errorEvent(error))),
      end: () => {},
      exitCode,
    };
  const bars = new ProgressBars(process.stdout);
  return {
    tell: (event) => {
      if (event.type === "progress") bars.show(event);
      else {
        if (event.type === "asset") bars.drop(event.outcome.id);
        const lines = linesOf(event);
        if (lines !== "") bars.above(lines);
      }
    },
    pause: (work) => bars.pause(work),
    fail: () => {},
    end: () => {
      bars.end();
    },
    exitCode,
  };
}

function errorEvent(error: unknown) {
  if (!(error instanceof CressetError)) return { type: "error", code: "internal", message: String(error) };
  const { code, message, detail } = error;
  return { type: "error", code, message, ...(detail === undefined ? {} : { detail }) };
}

const plainNumbers = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);

function exitCode({ status, sequences, aborts }: ExportOutcome): number {
  const failed = sequences.flatMap(({ assets }) => assets).filter((asset) => asset.status === "failed");
  const isFull = failed.some(({ cause }) => cause === "disk-full");
  switch (status) {
    case "finished":
      return 0;
    case "finished-with-hook-errors":
      return exitCodeOf("hook-failed");
    case "aborted":
      return exitCodeOf(aborts.some(({ byFailure }) => byFailure) ? "hook-failed" : "hook-aborted");
    case "failed":
      if (isUnanswered({ sequences })) return exitCodeOf("would-overwrite");
      if (failedByStrict({ sequences })) return exitCodeOf("unsupported");
      return exitCodeOf(isFull ? "disk-full" : "render-failed");
    case "cancelled":
      return exitCodeOf("cancelled");
  }
}

/** A dry run met files about which nobody said anything: the export itself would stop there. */
const isUnanswered = ({ sequences }: Pick<ExportOutcome, "sequences">): boolean =>
  sequences.some(({ assets }) => assets.some(({ status }) => status === "unanswered"));

/** Everything was written, with warnings that --strict does not allow: there is nothing to go on with. */
const failedByStrict = ({ sequences }: Pick<ExportOutcome, "sequences">): boolean =>
  sequences.every(({ assets }) => assets.every(({ status, cause }) => status !== "failed" || cause === "strict"));

function linesOf(event: Exclude<ExportEvent, { type: "progress" }>): string {
  switch (event.type) {
    case "started":
      return event.runId === "dry-run" ? "" : `Run ${event.runId}${event.resumed ? ", resumed" : ""}`;
    case "planned":
      return `${count(event.assets, "asset")} of ${count(event.sequences, "sequence")}, ${count(event.frames, "frame")}`;
    case "warning":
      return `${styleText("yellow", "warning")}: ${event.sequence}: ${event.warning.message} (${event.warning.place})`;
    case "message":
      return messageLine(event);
    case "hook":
      return event.replayed ? "" : hookLines(event.outcome);
    case "asset":
      return assetLine(event.outcome);
    case "finished":
      return summary(event.outcome);
  }
}

function messageLine({ text, level = "info" }: Extract<ExportEvent, { type: "message" }>): string {
  if (level === "info" || level === "question") return text;
  return `${styleText(level === "error" ? "red" : "yellow", level)}: ${text}`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Why a file is called other than its name pattern says; nothing where it is not. */
function whyNamed({
  renamedFrom,
  newVersionOf,
}: { [K in "renamedFrom" | "newVersionOf"]?: string | undefined }): string {
  return [
    renamedFrom === undefined ? [] : `renamed by a hook, was ${renamedFrom}`,
    newVersionOf === undefined ? [] : `new version, because ${newVersionOf} exists`,
  ]
    .flat()
    .join("; ");
}

function assetLine({
  status,
  path,
  assetName,
  files,
  frames,
  seconds,
  reason,
  renamedFrom,
  newVersionOf,
  warnings,
}: AssetOutcome): string {
  const renamed = whyNamed({ renamedFrom, newVersionOf }).replace(/.+/, " ($&)");
  const notes = warnings.map((warning) => `\n  ${styleText("yellow", "warning")}: ${warning}`).join("");
  switch (status) {
    case "written": {
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const speed = frames > 0 && seconds > 0 ? `, ${count(frames, "frame")} in ${formatSeconds(seconds)}` : "";
      return `${styleText("green", "written")}  ${path}  ${formatBytes(bytes)}${speed}${renamed}${notes}`;
    }
    case "planned":
    case "unanswered":
      return "";
    case "aborted":
      return reason === "" ? "" : `${styleText("yellow", status)}  ${path || assetName}: ${reason}`;
    case "skipped":
    case "failed":
    case "cancelled":
      return `${styleText(status === "failed" ? "red" : "yellow", status)}  ${path || assetName}${reason === "" ? "" : `: ${reason}`}${notes}`;
  }
}

function summary(outcome: ExportOutcome): string {
  const lines: string[] = [];
  if (outcome.dryRun) lines.push(dryRunTable(outcome));
  for (const { hook, what, message, byFailure } of outcome.aborts)
    // An asset's was told with the asset; a message left empty tells nobody anything.
    if ((message !== "" || byFailure) && hook !== "preExportAsset" && hook !== "exportOverwriteFile")
      lines.push(`${styleText("yellow", byFailure ? "failed" : "aborted")}  ${what} by ${hook}: ${message}`);
  for (const error of outcome.hookErrors) lines.push(`${styleText("red", "hook error")}  ${error}`);
  const assets = outcome.sequences.flatMap((sequence) => sequence.assets);
  const counts = (["written", "planned", "unanswered", "skipped", "aborted", "failed", "cancelled"] as const)
    .map((status) => [assets.filter((asset) => asset.status === status).length, status] as const)
    .filter(([number]) => number > 0)
    .map(([number, status]) => `${number} ${status}`);
  lines.push(
    `${outcome.dryRun ? "Dry run" : "Export"} ${outcome.status.replaceAll("-", " ")}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}.`,
  );
  if (isUnanswered(outcome))
    lines.push(
      "The export would stop there and write nothing. Say what to do with --overwrite overwrite, skip or version-up, answer in an exportOverwriteFile hook, or run in a terminal to be asked.",
    );
  else if (outcome.status === "cancelled" || (outcome.status === "failed" && !failedByStrict(outcome)))
    lines.push(`Go on with: cresset runs resume ${outcome.runId}`);
  return lines.join("\n");
}

function actionOf({ status, replaces }: AssetOutcome): string {
  if (status === "planned") return replaces ? "overwrite" : "write";
  return status === "unanswered" ? "ask" : status;
}

function dryRunTable({ sequences }: ExportOutcome): string {
  const rows = sequences.flatMap(({ name, status, assets }) =>
    status === "aborted" && assets.length === 0
      ? [[name, "", "aborted", "", "", ""]]
      : assets.map((asset) => [
          name,
          asset.assetType,
          actionOf(asset),
          asset.frames > 0 ? String(asset.frames) : "",
          asset.path || asset.resolvedPath,
          [asset.reason || whyNamed(asset), ...asset.warnings].filter((why) => why !== "").join("; "),
        ]),
  );
  return table([["sequence", "type", "action", "frames", "path", "why"], ...rows]);
}
