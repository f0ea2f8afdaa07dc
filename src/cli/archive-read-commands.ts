import type { ArchiveCheck, ListedArchive, RestoreOutcome } from "../app/archives.ts";
import { CressetError, exitCodeOf } from "../errors.ts";
import { keepYoungObjectsInLittle, open } from "./archive-commands.ts";
import { count, withArchivePrinter } from "./archive-printer.ts";
import { printJson } from "./print-json.ts";
import { formatBytes, table } from "./table.ts";

export interface ListOptions {
  readonly toc?: "html";
  readonly out?: string;
  readonly json?: boolean;
}

export interface VerifyOptions {
  readonly session?: readonly string[];
  readonly sample?: string;
  readonly json?: boolean;
}

export interface RestoreOptions {
  readonly to?: string;
  readonly as?: string;
  readonly media?: string;
  readonly session?: readonly string[];
  readonly overwrite?: boolean;
  readonly owners?: boolean;
  readonly hooks?: readonly string[];
  readonly project?: string;
  readonly json?: boolean;
  readonly config?: string;
}

/** As the ASC MHL tool ends, so that scripts need not learn others. */
const mhlExitCodes = { missing: 10, mismatch: 11, modified: 31 } as const;

/** `cresset archive list`. */
export async function listCommand(archive: string, { json, toc, out }: ListOptions): Promise<void> {
  if (toc === undefined && out !== undefined)
    throw new CressetError("usage", "--out names the page that --toc html writes: say --toc html too.");
  if (toc === "html") {
    const wish = { archive, ...(out === undefined ? {} : { file: out }) };
    const file = await withArchivePrinter({ json, quiet: true }, (handlers) => open({}).contentsPage(wish, handlers));
    if (json === true) printJson({ file });
    else console.log(`written  ${file}`);
    return;
  }
  const listed = await open({}).list(archive);
  if (json === true) printJson(listed);
  else console.log(listText(listed));
}

const shownEntries = 200;

function listText({
  name,
  comment,
  place,
  createdAt,
  segmentBytes,
  sessions,
  damage,
  unfinished,
}: ListedArchive): string {
  const lines = [
    `${name}  ${place}`,
    ...(comment === "" ? [] : [comment]),
    ...damage.map((message) => `damaged: ${message}`),
    `made ${new Date(createdAt).toLocaleString()}, segments of ${formatBytes(segmentBytes)}, ${count(sessions.length, "session")}`,
  ];
  for (const session of sessions) {
    const { files, bytes, clips, frames, problems, segments, entries } = session;
    lines.push(
      "",
      `Session ${session.session}  ${new Date(session.startedAt).toLocaleString()}  ${session.user}@${session.host}${session.comment === "" ? "" : `  ${session.comment}`}`,
      `  ${count(files, "file")}, ${formatBytes(bytes)}, ${count(clips, "clip")}, ${count(frames, "frame")}${problems === 0 ? "" : `, ${count(problems, "problem")}`}`,
      indented(table(segments.map((each) => [each.file, formatBytes(each.bytes), each.checked]))),
    );
    const rows = entries.slice(0, shownEntries).map((each) => [each.path, each.kind, framesText(each.frames)]);
    if (rows.length > 0) lines.push(indented(table(rows)));
    if (entries.length > shownEntries)
      lines.push(`  … and ${entries.length - shownEntries} more entries (--json shows all)`);
  }
  if (unfinished !== undefined)
    lines.push("", `Session ${unfinished} was not finished: cresset archive add ${place} --resume goes on with it.`);
  return lines.join("\n");
}

const framesText = (frames: number | undefined) => (frames === undefined ? "" : count(frames, "frame"));
const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

/** `cresset archive verify`. @returns the exit code. */
export async function verifyCommand(archive: string, { session, sample, json }: VerifyOptions): Promise<number> {
  keepYoungObjectsInLittle();
  const percent = sample === undefined ? 100 : readPercent(sample);
  const wish = { archive, percent, ...(session === undefined ? {} : { sessions: readSessions(session) }) };
  const check = await withArchivePrinter({ json, quiet: true }, (handlers) => open({}).verify(wish, handlers));
  if (json === true) printJson(check);
  else {
    for (const { session: number, path, kind, message } of check.faults)
      console.log(`session ${number}  ${kind}  ${path === undefined ? "" : `${nameText(path)}: `}${message}`);
    const faults = check.faults.length === 0 ? "no fault" : count(check.faults.length, "fault");
    console.log(`${count(check.files, "file")} checked, ${formatBytes(check.bytes)} read: ${faults}.`);
    if (check.unrecorded !== undefined)
      console.log(`The result is not noted in the archive's own history (ascmhl/): ${check.unrecorded}`);
  }
  return verifyExitCode(check);
}

function verifyExitCode({ faults }: ArchiveCheck): number {
  const has = (...kinds: readonly string[]) => faults.some(({ kind }) => kinds.includes(kind));
  if (faults.length === 0) return 0;
  if (has("changed")) return mhlExitCodes.mismatch;
  if (has("missing")) return mhlExitCodes.missing;
  return has("segment") ? mhlExitCodes.mismatch : mhlExitCodes.modified;
}

/** `cresset archive restore`. @returns the exit code. */
export async function restoreCommand(
  archive: string,
  paths: readonly string[],
  options: RestoreOptions,
): Promise<number> {
  const { to, as, media, session, overwrite = false, owners = false, hooks = [], json } = options;
  if (to !== undefined && media !== undefined)
    throw new CressetError("usage", "--to restores plain files there, media among them: leave --media out.");
  const wish = {
    archive,
    paths,
    overwrite,
    owners,
    hookFolders: hooks,
    ...(to === undefined ? {} : { to }),
    ...(as === undefined ? {} : { as }),
    ...(media === undefined ? {} : { mediaFolder: media }),
    ...(session === undefined ? {} : { sessions: readSessions(session) }),
  };
  const outcome = await withArchivePrinter({ json, quiet: true }, (handlers) => open(options).restore(wish, handlers));
  if (json === true) printJson(outcome);
  else console.log(restoredText(outcome));
  return restoreExitCode(outcome);
}

function restoredText(outcome: RestoreOutcome): string {
  const {
    files,
    bytes,
    target,
    entries,
    problems,
    unknown,
    complaints,
    hookErrors,
    roundedTimes,
    unchecked,
    unlinked,
  } = outcome;
  const checked = unchecked === 0 ? "every one" : unchecked < files ? `all but ${unchecked}` : "not one";
  return [
    ...complaints,
    ...unknown.map((path) => `Nothing in the archive is called ${path}.`),
    ...hookErrors.map((error) => `hook error  ${error}`),
    ...entries.map(({ kind, path }) => `${kind} ${path}`),
    ...unlinked.map(({ clip, media }) => `${clip}: the archive holds none of its media, it stays linked to ${media}`),
    `${count(files, "file")}, ${formatBytes(bytes)} restored to ${target}, ${checked} held against its checksum.`,
    ...(roundedTimes === 0 ? [] : ["Times are right to the microsecond: Node sets them no finer. tar does."]),
    ...(problems.length === 0 ? [] : [`${count(problems.length, "problem")}: see above.`]),
  ].join("\n");
}

function restoreExitCode({ problems, unknown, complaints, hookErrors }: RestoreOutcome): number {
  const has = (...kinds: readonly string[]) => problems.some(({ kind }) => kinds.includes(kind));
  if (has("changed", "unstable")) return mhlExitCodes.mismatch;
  if (has("missing", "not archived")) return mhlExitCodes.missing;
  if (has("exists")) return exitCodeOf("would-overwrite");
  if (problems.length > 0) return exitCodeOf("bad-destination");
  if (unknown.length > 0) return exitCodeOf("not-found");
  if (complaints.length > 0) return mhlExitCodes.modified;
  return hookErrors.length > 0 ? exitCodeOf("hook-failed") : 0;
}

function readPercent(text: string): number {
  const percent = Number(text.replace(/\s*%$/, ""));
  if (percent > 0 && percent <= 100) return percent;
  throw new CressetError("usage", `Expected files in a hundred after --sample, such as 10%, got "${text}".`);
}

const readSessions = (numbers: readonly string[]): readonly number[] =>
  numbers.map((text) => {
    if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
    throw new CressetError("usage", `Expected the number of a session after --session, got "${text}".`);
  });

const nameText = (name: string | { readonly base64: string }): string =>
  typeof name === "string" ? name : Buffer.from(name.base64, "base64").toString();
