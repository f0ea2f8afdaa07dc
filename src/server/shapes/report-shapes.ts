import * as z from "zod";
import { roomShape } from "./archive-shapes.ts";

const dayText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe("A day such as 2026-11-21, where the server is.");

export const reportQuery = z.object({
  since: dayText.optional().describe("The first day; 30 days ago when left out."),
  until: dayText.optional().describe("The last day; today when left out."),
});

const archivedSum = z.object({
  sessions: z.number().int(),
  files: z.number().int(),
  bytes: z.number(),
  failed: z.number().int().describe("Sessions that failed or were cancelled; their bytes are not counted."),
});

export const archivedReportShape = z
  .object({
    since: z.string(),
    until: z.string(),
    days: z.array(archivedSum.extend({ day: z.string(), project: z.string().describe("Empty for none.") })),
    total: archivedSum,
    log: z
      .object({ rows: z.number().int(), bytes: z.number() })
      .describe("What the rows of the audit log that archived something come to, counted by themselves."),
  })
  .meta({ id: "ArchivedReport" });

export type ArchivedReport = z.infer<typeof archivedReportShape>;

const exportedSum = z.object({
  exports: z.number().int(),
  snapshots: z.number().int(),
  assets: z.number().int(),
  bytes: z.number(),
  failed: z.number().int().describe("Exports that did not come to a good end."),
});

export const exportedReportShape = z
  .object({
    since: z.string(),
    until: z.string(),
    days: z.array(exportedSum.extend({ day: z.string(), project: z.string() })),
    total: exportedSum,
  })
  .meta({ id: "ExportedReport" });

export type ExportedReport = z.infer<typeof exportedReportShape>;

export const storageReportShape = z
  .object({
    days: z.number().int().describe("How many days the rates are taken from."),
    volumes: z.array(
      roomShape.extend({
        places: z.array(z.string()).describe("Storage roots and archives that lie there."),
        archivedPerDay: z.number().describe("In bytes."),
        exportedPerDay: z.number().describe("In bytes."),
        daysLeft: z.number().nullable().describe("Null where nothing is written there."),
        fullOn: z.string().nullable().describe("The day on which it is full at that rate."),
      }),
    ),
  })
  .meta({ id: "StorageReport" });

export type StorageReport = z.infer<typeof storageReportShape>;

export const mailReportShape = reportQuery
  .extend({ to: z.array(z.email()).min(1).max(20) })
  .strict()
  .meta({ id: "MailReport" });

export const auditQueryShape = z.object({
  action: z.enum(["format", "add", "segment", "verify", "restore", "account"]).optional(),
  outcome: z.enum(["done", "problems", "failed", "cancelled"]).optional(),
  project: z.string().max(500).optional(),
  text: z.string().max(500).optional().describe("In user, archive, place, project, subjects, target or message."),
  since: dayText.optional(),
  until: dayText.optional(),
});

export const auditRowShape = z
  .object({
    number: z.number().int(),
    at: z.string(),
    user: z.string(),
    host: z.string(),
    action: z.string(),
    outcome: z.string(),
    archiveId: z.string(),
    archiveName: z.string(),
    place: z.string(),
    session: z.number().int().nullable(),
    project: z.string(),
    subjects: z.array(z.string()),
    target: z.string(),
    files: z.number().int(),
    bytes: z.number(),
    message: z.string(),
    hash: z.string(),
  })
  .meta({ id: "AuditRow" });

export type AuditRowShape = z.infer<typeof auditRowShape>;

export const auditCheckShape = z
  .object({
    entries: z.number().int(),
    head: z.string().describe("Hash of the last row: kept elsewhere, it shows later that nothing was cut off."),
    faults: z.array(z.string()).describe("What is wrong, in sentences; empty when the log is whole."),
  })
  .meta({ id: "AuditCheck" });

export type AuditCheckShape = z.infer<typeof auditCheckShape>;
