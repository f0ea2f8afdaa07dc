import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  ArchivedReport,
  AuditCheckShape,
  AuditRowShape,
  ExportedReport,
  StorageReport,
} from "../../../../src/server/shapes/report-shapes.ts";
import { api } from "../../api/client.ts";
import type { ReportRange } from "./report-range.ts";

export const archivedQuery = ({ since, until }: ReportRange) =>
  queryOptions({
    queryKey: ["reports", "archived", since, until],
    queryFn: ({ signal }) => api.get<ArchivedReport>("/reports/archived", { query: { since, until }, signal }),
    placeholderData: keepPreviousData,
  });

export const exportedQuery = ({ since, until }: ReportRange) =>
  queryOptions({
    queryKey: ["reports", "exports", since, until],
    queryFn: ({ signal }) => api.get<ExportedReport>("/reports/exports", { query: { since, until }, signal }),
    placeholderData: keepPreviousData,
  });

export const storageQuery = queryOptions({
  queryKey: ["reports", "storage"],
  queryFn: ({ signal }) => api.get<StorageReport>("/reports/storage", { signal }),
});

export const checkQuery = queryOptions({
  queryKey: ["reports", "check"],
  queryFn: ({ signal }) => api.get<AuditCheckShape>("/audit-log/check", { signal }),
});

/** Which rows of the audit log are looked at. */
export interface AuditFilter extends ReportRange {
  readonly action: string;
  readonly outcome: string;
  readonly text: string;
}

const firstPage = (): string | undefined => undefined;
const said = (value: string) => (value.trim() === "" ? undefined : value.trim());

export const auditQuery = ({ since, until, action, outcome, text }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["reports", "audit", since, until, action, outcome, text],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 200, since, until, action: said(action), outcome: said(outcome), text: said(text) };
      return api.get<{ items: readonly AuditRowShape[]; nextCursor: string | null }>("/audit-log", {
        query: { ...query, cursor: pageParam },
        signal,
      });
    },
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
