import { type ArchivedDay, type DailyReport, localDay } from "../catalogue/archive-report.ts";
import { csvLine } from "./csv-line.ts";
import { formatBytes, table } from "./table.ts";

export type ReportFormat = "table" | "csv" | "json";

/** Longest stretch of days of which those without anything are shown too. */
const shownGap = 31;
const longestBar = 40;

/** @param columns of the terminal */
export function reportText(
  { days, total }: DailyReport,
  format: ReportFormat,
  { byProject, columns }: { readonly byProject: boolean; readonly columns: number },
): string {
  if (format === "json") return `${JSON.stringify({ days, total }, undefined, 2)}\n`;
  const cells = (each: Omit<ArchivedDay, "day" | "project">) => [each.sessions, each.files, each.bytes, each.failed];
  if (format === "csv")
    return [
      csvLine(["day", ...(byProject ? ["project"] : []), "sessions", "files", "bytes", "failed"]),
      ...days.map((each) => csvLine([each.day, ...(byProject ? [each.project] : []), ...cells(each).map(String)])),
    ].join("");
  if (days.length === 0) return "Nothing was archived.\n";
  const shown = byProject ? days : withQuietDays(days);
  const largest = Math.max(...shown.map(({ bytes }) => bytes));
  const room = Math.max(10, Math.min(longestBar, columns - 60));
  const words = (each: Omit<ArchivedDay, "day" | "project">) => [
    each.sessions === 0 ? "" : `${each.sessions} ${each.sessions === 1 ? "session" : "sessions"}`,
    each.sessions === 0 ? "" : `${each.files} files`,
    each.sessions === 0 ? "" : formatBytes(each.bytes),
    each.failed === 0 ? "" : `${each.failed} failed`,
  ];
  const rows = shown.map((each) => [
    each.day,
    ...(byProject ? [each.project === "" ? "(no project)" : each.project] : []),
    ...words(each),
    bar(each.bytes, largest, room),
  ]);
  const last = ["in all", ...(byProject ? [""] : []), ...words(total), `${total.bytes} bytes`];
  return `${table([...rows, last])}\n`;
}

/** Eighths of a cell; a day on which anything was archived is seen. */
function bar(value: number, largest: number, room: number): string {
  if (value === 0 || largest === 0) return "";
  const eighths = Math.max(1, Math.round((value / largest) * room * 8));
  return "█".repeat(Math.floor(eighths / 8)) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
}

function withQuietDays(days: readonly ArchivedDay[]): readonly ArchivedDay[] {
  return days.flatMap((each, index) => {
    const next = days[index + 1];
    return next === undefined ? [each] : [each, ...daysBetween(each.day, next.day)];
  });
}

function daysBetween(first: string, next: string): readonly ArchivedDay[] {
  const quiet: ArchivedDay[] = [];
  // At noon, so that a change to summer time does not skip a day.
  const at = new Date(`${first}T12:00:00`);
  for (;;) {
    at.setDate(at.getDate() + 1);
    const day = localDay(at);
    if (day >= next) return quiet;
    quiet.push({ day, project: "", sessions: 0, files: 0, bytes: 0, failed: 0 });
    if (quiet.length > shownGap) return [];
  }
}
