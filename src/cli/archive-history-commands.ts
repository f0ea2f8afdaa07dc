import { withArchiveHistory } from "../app/archive-history.ts";
import type { AuditEntry, FoundArchived } from "../catalogue/archive-history.ts";
import { dailyReport } from "../catalogue/archive-report.ts";
import { CressetError, exitCodeOf } from "../errors.ts";
import { type ReportFormat, reportText } from "./archive-report-text.ts";
import { csvLine } from "./csv-line.ts";
import { printJson } from "./print-json.ts";
import { formatBytes, table } from "./table.ts";

export interface SearchOptions {
  readonly limit: number;
  readonly json?: boolean;
}

/** `cresset archive search`. @returns the exit code: that of "not found" when nothing is. */
export async function searchCommand(text: string, { limit, json }: SearchOptions): Promise<number> {
  if (!Number.isInteger(limit) || limit < 1)
    throw new CressetError("usage", `Expected --limit to be a whole number above 0, got "${limit}".`);
  const found = await withArchiveHistory((history) => history.search(text, { limit }));
  if (json === true) printJson(found);
  else console.log(foundText(found, text));
  return found.clips.length + found.files.length === 0 ? exitCodeOf("not-found") : 0;
}

function foundText({ clips, files, hasMore }: FoundArchived, text: string): string {
  if (clips.length + files.length === 0)
    return `Nothing that was archived is called "${text}". cresset archive list makes an archive known that was made elsewhere.`;
  const parts: string[] = [];
  if (clips.length > 0)
    parts.push(
      `Clips\n${table(clips.map(({ path, archiveName, session, archivedAt, place }) => [`  ${path}`, archiveName, `session ${session}`, day(archivedAt), place]))}`,
    );
  if (files.length > 0)
    parts.push(
      `Files\n${table(
        files.map(({ path, bytes, archiveName, session, segment, archivedAt, place }) => [
          `  ${path}`,
          formatBytes(bytes),
          archiveName,
          `session ${session}${segment === 0 ? "" : `, segment ${segment}`}`,
          day(archivedAt),
          place,
        ]),
      )}`,
    );
  if (hasMore) parts.push("There is more: --limit shows it, further words narrow it down.");
  return parts.join("\n\n");
}

export interface LogOptions {
  readonly since?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly verify?: boolean;
}

/** `cresset archive log`. @returns the exit code: not 0 when the log was tampered with. */
export async function logCommand({ since, json, csv, verify }: LogOptions): Promise<number> {
  if (json === true && csv === true) throw new CressetError("usage", "Say --json or --csv, not both.");
  const from = since === undefined ? undefined : sinceDate(since);
  return withArchiveHistory(async (history) => {
    if (verify === true) {
      const check = await history.checkAudit();
      if (json === true) printJson(check);
      else if (check.faults.length > 0) console.log(check.faults.join("\n"));
      else
        console.log(
          `The audit log is whole: ${check.entries} rows, the last has the hash ${check.head}. Kept elsewhere, that hash shows later that nothing was cut off.`,
        );
      return check.faults.length === 0 ? 0 : exitCodeOf("bad-input");
    }
    const rows: (readonly string[])[] = [];
    if (csv === true) process.stdout.write(csvLine(auditColumns));
    for await (const entry of history.auditLog({ since: from })) {
      if (json === true) process.stdout.write(`${JSON.stringify(entry)}\n`);
      else if (csv === true) process.stdout.write(csvLine(auditColumns.map((column) => cell(entry, column))));
      else rows.push(auditRow(entry));
    }
    if (rows.length > 0) console.log(table(rows));
    else if (json !== true && csv !== true) console.log("Nothing was done with archives yet.");
    return 0;
  });
}

const auditColumns = [
  "number",
  "at",
  "user",
  "host",
  "action",
  "outcome",
  "archiveId",
  "archiveName",
  "place",
  "session",
  "project",
  "subjects",
  "target",
  "files",
  "bytes",
  "message",
  "previous",
  "hash",
] as const;

function cell(entry: AuditEntry, column: (typeof auditColumns)[number]): string {
  const value = entry[column];
  return typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}

function auditRow(entry: AuditEntry): readonly string[] {
  const { number, at, user, host, action, outcome, archiveName, session, files, bytes, subjects, target } = entry;
  return [
    String(number),
    new Date(at).toLocaleString(),
    `${user}@${host}`,
    action,
    outcome,
    `${shortened(archiveName)}${session === undefined ? "" : `, session ${session}`}`,
    files === 0 ? "" : `${files} files, ${formatBytes(bytes)}`,
    [subjects.join(", "), target === "" ? "" : `→ ${target}`, entry.message].filter((part) => part !== "").join("  "),
  ];
}

/** An archive that was not found is called by the path that was named: one long path must not widen every row. */
const shortened = (name: string) => (name.length <= 40 ? name : `${name.slice(0, 15)}…${name.slice(-24)}`);

export interface ReportOptions {
  readonly since?: string;
  readonly by?: string;
  readonly format: ReportFormat;
}

/** `cresset archive report`. */
export async function reportCommand({ since, by, format }: ReportOptions): Promise<void> {
  const from = since === undefined ? undefined : sinceDate(since);
  const byProject = by === "project";
  const report = await withArchiveHistory((history) => dailyReport(history.auditLog({ since: from }), { byProject }));
  process.stdout.write(reportText(report, format, { byProject, columns: process.stdout.columns ?? 100 }));
}

/** A day without a time begins at midnight where the reader is. */
function sinceDate(text: string): Date {
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(moment.getTime()))
    throw new CressetError("usage", `Expected --since to be a day such as 2026-11-21, got "${text}".`);
  return moment;
}

const day = (moment: string) => new Date(moment).toLocaleDateString();
