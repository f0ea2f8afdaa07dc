import type { ArchivedReport, AuditCheckShape, ExportedReport, StorageReport } from "../shapes/report-shapes.ts";
import { countOf, sizeOf } from "./amounts.ts";

export interface WholeReport {
  readonly archived: ArchivedReport;
  readonly exported: ExportedReport;
  readonly storage: StorageReport;
  readonly audit: AuditCheckShape;
}

/** The report as a mail: plain text, in columns. */
export function reportText({ archived, exported, storage, audit }: WholeReport): string {
  const { log, total } = archived;
  const adds = log.bytes === total.bytes && log.rows === total.sessions;
  return [
    `Cresset, ${archived.since} to ${archived.until}`,
    "",
    "ARCHIVED",
    ...columns(
      archived.days.map(({ day, project, sessions, files, bytes, failed }) => [
        day,
        project === "" ? "(no project)" : project,
        countOf(sessions, "session"),
        countOf(files, "file"),
        sizeOf(bytes),
        failed === 0 ? "" : `${failed} failed`,
      ]),
    ),
    `In all ${countOf(total.sessions, "session")}, ${countOf(total.files, "file")}, ${sizeOf(total.bytes)} (${total.bytes} bytes).`,
    adds
      ? `That is what the ${countOf(log.rows, "row")} of the audit log come to.`
      : `The audit log comes to ${log.bytes} bytes in ${countOf(log.rows, "row")}: the two differ.`,
    "",
    "EXPORTED",
    ...columns(
      exported.days.map(({ day, project, exports, snapshots, assets, bytes, failed }) => [
        day,
        project === "" ? "(no project)" : project,
        countOf(exports, "export"),
        snapshots === 0 ? "" : countOf(snapshots, "snapshot"),
        countOf(assets, "asset"),
        sizeOf(bytes),
        failed === 0 ? "" : `${failed} failed`,
      ]),
    ),
    `In all ${countOf(exported.total.exports, "export")}, ${countOf(exported.total.assets, "asset")}, ${sizeOf(exported.total.bytes)}.`,
    "",
    "STORAGE",
    ...columns(
      storage.volumes.map(({ path, totalBytes, freeBytes, daysLeft, fullOn }) => [
        path,
        `${sizeOf(freeBytes)} free of ${sizeOf(totalBytes)}`,
        daysLeft === null
          ? "nothing is written there"
          : fullOn === null
            ? "not full in 100 years"
            : `full on ${fullOn}`,
      ]),
    ),
    "",
    audit.faults.length === 0
      ? `The audit log is whole: ${countOf(audit.entries, "row")}, the last has the hash ${audit.head}.`
      : ["The audit log is NOT whole:", ...audit.faults].join("\n"),
    "",
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd().replaceAll("\n", " "),
  );
}
