import { setFlagsFromString } from "node:v8";
import { openCresset } from "../app/cresset.ts";
import type { AddOutcome, SelectionEstimate } from "../app/archives.ts";
import { exitCodeOf } from "../errors.ts";
import { count, withArchivePrinter } from "./archive-printer.ts";
import { readByteSize } from "./byte-size.ts";
import { printJson } from "./print-json.ts";
import { formatBytes, table } from "./table.ts";

export interface FormatOptions {
  readonly to: string;
  readonly segmentSize: string;
  readonly comment: string;
  readonly json?: boolean;
}

export interface EstimateOptions {
  readonly media: boolean;
  readonly versions: "all" | "used";
  readonly hooks?: readonly string[];
  readonly project?: string;
  readonly json?: boolean;
  readonly config?: string;
}

export interface AddOptions extends EstimateOptions {
  readonly verify: "source" | "archived" | "both" | "none";
  readonly sha256: boolean;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly comment?: string;
}

/** `cresset archive format`. */
export async function formatCommand(name: string, { to, segmentSize, comment, json }: FormatOptions): Promise<void> {
  const segmentBytes = readByteSize(segmentSize, "--segment-size");
  const place = await openCresset().archive.format({ name, destination: to, segmentBytes, comment });
  if (json === true) printJson({ name, place, segmentBytes, comment });
  else console.log(`${place} is an empty archive with segments of ${formatBytes(segmentBytes)}.`);
}

export const open = ({ project, config }: { readonly project?: string; readonly config?: string }) =>
  openCresset({
    ...(project === undefined ? {} : { project }),
    ...(config === undefined ? {} : { configFile: config }),
  }).archive;

/**
 * A walk over a million files makes objects of which none lives long: room for them that grows, as V8's does, is only memory
 * that is touched for the first time, again and again, by every thread.
 */
export const keepYoungObjectsInLittle = (): void => setFlagsFromString("--semi-space-growth-factor=1");

/** `cresset archive estimate`. @returns the exit code. */
export async function estimateCommand(
  archive: string,
  entries: readonly string[],
  options: EstimateOptions,
): Promise<number> {
  keepYoungObjectsInLittle();
  const { json, media, versions, hooks = [] } = options;
  const estimate = await withArchivePrinter({ json, quiet: true }, (handlers) =>
    open(options).estimate({ archive, entries, noMedia: !media, versions, hookFolders: hooks }, handlers),
  );
  if (json === true) printJson(estimate);
  else console.log(estimateText(estimate));
  if (!estimate.fits) return exitCodeOf("disk-full");
  return estimate.hookErrors.length > 0 ? exitCodeOf("hook-failed") : 0;
}

function estimateText(estimate: SelectionEstimate): string {
  const { files, bytes, segments, clips, frames, metadataBytes, archiveBytes, freeBytes, fits, problems } = estimate;
  const rows = [
    ["clips", `${clips}`],
    ["frames", `${frames}`],
    ["files", `${files}`],
    ["data", formatBytes(bytes)],
    ["metadata", formatBytes(metadataBytes)],
    ["in segments", `${formatBytes(archiveBytes + metadataBytes)} in about ${count(segments, "segment")}`],
    ["free", freeBytes === undefined ? "the destination does not say" : formatBytes(freeBytes)],
  ];
  return [table(rows), ...problems, ...(fits ? [] : ["It does not fit."])].join("\n");
}

/** `cresset archive add`. @returns the exit code. */
export async function addCommand(archive: string, entries: readonly string[], options: AddOptions): Promise<number> {
  const { json, media, versions, verify, sha256, resume = false, force = false, comment, hooks } = options;
  keepYoungObjectsInLittle();
  const wish = {
    archive,
    entries,
    noMedia: !media,
    versions,
    verify,
    sha256,
    resume,
    force,
    ...(comment === undefined ? {} : { comment }),
    ...(hooks === undefined ? {} : { hookFolders: hooks }),
  };
  const outcome = await withArchivePrinter({ json }, (handlers) => open(options).add(wish, handlers));
  if (json === true) console.log(JSON.stringify({ type: "finished", outcome }));
  else console.log(addedText(outcome, verify));
  if (outcome.problems.length > 0) return exitCodeOf("render-failed");
  return outcome.hookErrors.length > 0 ? exitCodeOf("hook-failed") : 0;
}

function addedText({ archive, session, problems, hookErrors }: AddOutcome, verify: AddOptions["verify"]): string {
  const copied = session.segments.every(({ checked }) => checked === "read-back")
    ? "read back"
    : "copied, not read back";
  const how = `${copied}${verify === "source" || verify === "both" ? ", sources read again" : ""}`;
  return [
    ...hookErrors.map((error) => `hook error  ${error}`),
    `Session ${session.session} of ${archive}: ${count(session.files, "file")}, ${formatBytes(session.bytes)} in ${count(session.segments.length, "segment")}, ${how}.`,
    ...(problems.length === 0
      ? []
      : [`${count(problems.length, "problem")}: these files are not archived as they are.`]),
  ].join("\n");
}
