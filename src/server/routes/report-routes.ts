import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { mailSettings, sendMail } from "../../app/send-mail.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { offsetCursor, pageOf, pageQuery } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  archivedReportShape,
  auditCheckShape,
  auditQueryShape,
  auditRowShape,
  exportedReportShape,
  mailReportShape,
  reportQuery,
  storageReportShape,
} from "../shapes/report-shapes.ts";
import { reportText } from "../work/report-text.ts";
import { archivedReport, endOf, exportedReport, reportDays, startOf, storageReport } from "../work/reports.ts";
import { pageWords } from "../shapes/page-words.ts";

const tags = ["Reports"];

const readArchived = createRoute({
  method: "get",
  path: "/reports/archived",
  tags,
  operationId: "reportArchived",
  summary: "What was archived, by day and project, and what the audit log comes to",
  request: { query: reportQuery },
  responses: { 200: jsonContent(archivedReportShape, "The report."), ...problems },
});

const readExported = createRoute({
  method: "get",
  path: "/reports/exports",
  tags,
  operationId: "reportExports",
  summary: "Exports and snapshots, by day and project",
  request: { query: reportQuery },
  responses: { 200: jsonContent(exportedReportShape, "The report."), ...problems },
});

const readStorage = createRoute({
  method: "get",
  path: "/reports/storage",
  tags,
  operationId: "reportStorage",
  summary: "Room of the storage, and when it will be full",
  responses: { 200: jsonContent(storageReportShape, "By volume."), ...problems },
});

const mailReport = createRoute({
  method: "post",
  path: "/reports/mail",
  tags,
  operationId: "mailReport",
  summary: "Send the report by mail, through the house's mail server",
  request: jsonBody(mailReportShape),
  responses: { 200: jsonContent(z.object({ to: z.array(z.string()) }), "Whom it was sent to."), ...problems },
});

const readAuditLog = createRoute({
  method: "get",
  path: "/audit-log",
  tags,
  operationId: "readAuditLog",
  summary: "Who did what with which archive, the latest first",
  request: { query: pageQuery.extend(auditQueryShape.shape) },
  responses: { 200: jsonContent(pageOf(auditRowShape), "Rows of the log."), ...problems },
});

const checkAuditLog = createRoute({
  method: "get",
  path: "/audit-log/check",
  tags,
  operationId: "checkAuditLog",
  summary: "Hold every row of the audit log against its hash, and against the one before",
  responses: { 200: jsonContent(auditCheckShape, "Whether it is whole."), ...problems },
});

/** Reports, and the audit log that they are made of. */
export function reportRoutes({ archiveHistory: archives, work, roots }: ServerParts): Api {
  const { history: runs } = work;
  const storage = () => storageReport(roots.folders, { archives, runs });
  const check = async () => {
    const { faults, ...rest } = await archives.checkAudit();
    return { ...rest, faults: [...faults] };
  };
  return createApi()
    .openapi(readArchived, async (context) =>
      context.json(await archivedReport(reportDays(context.req.valid("query")), archives), 200),
    )
    .openapi(readExported, async (context) =>
      context.json(await exportedReport(reportDays(context.req.valid("query")), runs), 200),
    )
    .openapi(readStorage, async (context) => context.json(await storage(), 200))
    .openapi(mailReport, async (context) => {
      const { to, ...asked } = context.req.valid("json");
      // Said before anything is counted.
      const settings = mailSettings(process.env);
      const days = reportDays(asked);
      const text = reportText({
        archived: await archivedReport(days, archives),
        exported: await exportedReport(days, runs),
        storage: await storage(),
        audit: await check(),
      });
      await sendMail({ to, subject: `Cresset report, ${days.since} to ${days.until}`, text }, settings);
      return context.json({ to }, 200);
    })
    .openapi(readAuditLog, async (context) => {
      const { cursor, limit, since, until, ...wanted } = context.req.valid("query");
      const before = cursor === undefined ? undefined : offsetCursor.read(cursor);
      const rows = await archives.auditRows({
        ...wanted,
        limit: limit + 1,
        before,
        since: since === undefined ? undefined : startOf(since),
        until: until === undefined ? undefined : endOf(until),
      });
      const items = rows.slice(0, limit).map(({ previous: _, session = null, subjects, message, ...row }) => ({
        ...row,
        message: pageWords(message),
        session,
        subjects: [...subjects],
      }));
      const last = rows.length > limit ? items.at(-1) : undefined;
      return context.json({ items, nextCursor: last === undefined ? null : offsetCursor.write(last.number) }, 200);
    })
    .openapi(checkAuditLog, async (context) => context.json(await check(), 200));
}
