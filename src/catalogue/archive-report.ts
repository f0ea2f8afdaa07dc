import type { AuditEntry } from "./archive-history.ts";

/** What was archived on one day. */
export interface ArchivedDay {
  /** `2026-11-21`, in the time zone of who asks. */
  readonly day: string;
  /** Empty where the report is not by project. */
  readonly project: string;
  /** Sessions that were archived. */
  readonly sessions: number;
  readonly files: number;
  readonly bytes: number;
  /** Sessions that failed or were cancelled; their bytes are not counted, for they are when they are resumed. */
  readonly failed: number;
}

export interface DailyReport {
  /** By day, then by project. */
  readonly days: readonly ArchivedDay[];
  readonly total: Omit<ArchivedDay, "day" | "project">;
}

/** What was archived each day, out of the audit log: its bytes are those of the log's `add` rows that came to their end. */
export async function dailyReport(
  log: AsyncIterable<AuditEntry>,
  { byProject = false }: { readonly byProject?: boolean } = {},
): Promise<DailyReport> {
  const days = new Map<string, ArchivedDay>();
  let total: DailyReport["total"] = { sessions: 0, files: 0, bytes: 0, failed: 0 };
  for await (const entry of log) {
    if (entry.action !== "add") continue;
    const [day, project] = [localDay(new Date(entry.at)), byProject ? entry.project : ""];
    const key = `${day}\n${project}`;
    days.set(key, { day, project, ...plus(days.get(key), entry) });
    total = plus(total, entry);
  }
  return { days: [...days.values()].toSorted((a, b) => order(a.day, b.day) || order(a.project, b.project)), total };
}

function plus(sum: DailyReport["total"] | undefined, { outcome, files, bytes }: AuditEntry): DailyReport["total"] {
  const before = sum ?? { sessions: 0, files: 0, bytes: 0, failed: 0 };
  if (outcome === "failed" || outcome === "cancelled") return { ...before, failed: before.failed + 1 };
  return {
    sessions: before.sessions + 1,
    files: before.files + files,
    bytes: before.bytes + bytes,
    failed: before.failed,
  };
}

/** `2026-11-21` in the time zone of this process. */
export function localDay(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
