import path from "node:path";
import * as z from "zod";
import type { ArchiveHistory } from "../../catalogue/archive-history.ts";
import { dailyReport, localDay } from "../../catalogue/archive-report.ts";
import type { RunRecord, RunStore } from "../../catalogue/run-store.ts";
import { CressetError } from "../../errors.ts";
import type { ArchivedReport, ExportedReport, StorageReport } from "../shapes/report-shapes.ts";
import { roomAt } from "./room-at.ts";

/** Days, the first and the last of which are in it. */
export interface ReportDays {
  readonly since: string;
  readonly until: string;
}

const usualDays = 30;
const runsAtOnce = 1000;

/** @throws CressetError `usage` where the last day is before the first, or one of them is none. */
export function reportDays({
  since,
  until,
}: {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}): ReportDays {
  const days = { since: since ?? localDay(daysAgo(usualDays - 1)), until: until ?? localDay(new Date()) };
  if (startOf(days.since) > startOf(days.until))
    throw new CressetError("usage", `The report begins on ${days.since} and ends on ${days.until}: turn them around.`);
  return days;
}

/** Midnight where the server is. @throws CressetError `usage` for a day that there is not. */
export function startOf(day: string): Date {
  const moment = new Date(`${day}T00:00:00`);
  if (Number.isNaN(moment.getTime())) throw new CressetError("usage", `There is no day ${day}.`);
  return moment;
}

/** Midnight after it. */
export function endOf(day: string): Date {
  const moment = startOf(day);
  moment.setDate(moment.getDate() + 1);
  return moment;
}

function daysAgo(days: number): Date {
  const moment = new Date();
  moment.setDate(moment.getDate() - days);
  return moment;
}

/** What was archived, by day and project, and the same out of the audit log row by row. */
export async function archivedReport(days: ReportDays, history: ArchiveHistory): Promise<ArchivedReport> {
  const until = endOf(days.until).toISOString();
  const log = { rows: 0, bytes: 0 };
  const rows = async function* () {
    for await (const entry of history.auditLog({ since: startOf(days.since) })) {
      if (entry.at >= until) continue;
      if (entry.action === "add" && (entry.outcome === "done" || entry.outcome === "problems")) {
        log.rows += 1;
        log.bytes += entry.bytes;
      }
      yield entry;
    }
  };
  const report = await dailyReport(rows(), { byProject: true });
  return { ...days, days: report.days.map((day) => ({ ...day })), total: { ...report.total }, log };
}

const requested = z.object({
  destinationPath: z.string().catch(""),
  isSnapshot: z.boolean().catch(false),
  project: z.object({ name: z.string() }).catch({ name: "" }),
});

const summarized = z.object({ written: z.number().catch(0), bytes: z.number().catch(0) });

/** Exports and snapshots, by the day on which they began and their project. */
export async function exportedReport(days: ReportDays, history: RunStore): Promise<ExportedReport> {
  const sums = new Map<string, ExportedReport["days"][number]>();
  const none = { exports: 0, snapshots: 0, assets: 0, bytes: 0, failed: 0 };
  let total = none;
  for await (const { run, isSnapshot, project, written, bytes } of exportsSince(startOf(days.since), history)) {
    if (run.startedAt >= endOf(days.until) || run.status === "running") continue;
    const isGood = run.status === "finished" || run.status === "finished-with-hook-errors";
    const plus = (sum: typeof none) => ({
      exports: sum.exports + (isSnapshot ? 0 : 1),
      snapshots: sum.snapshots + (isSnapshot ? 1 : 0),
      assets: sum.assets + written,
      bytes: sum.bytes + bytes,
      failed: sum.failed + (isGood ? 0 : 1),
    });
    const day = localDay(run.startedAt);
    const key = `${day}\n${project}`;
    sums.set(key, { day, project, ...plus(sums.get(key) ?? none) });
    total = plus(total);
  }
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return {
    ...days,
    days: [...sums.values()].toSorted((a, b) => order(a.day, b.day) || order(a.project, b.project)),
    total,
  };
}

async function* exportsSince(since: Date, history: RunStore) {
  let before: Pick<RunRecord, "id" | "startedAt"> | undefined;
  for (;;) {
    const runs = await history.runs({ kind: "export", since, before, limit: runsAtOnce });
    for (const run of runs) {
      const { destinationPath, isSnapshot, project } = requested.parse(isGroup(run.request) ? run.request : {});
      const { written, bytes } = summarized.parse(isGroup(run.summary) ? run.summary : {});
      yield { run, destinationPath, isSnapshot, project: project.name, written, bytes };
    }
    before = runs.at(-1);
    if (runs.length < runsAtOnce) return;
  }
}

type Volume = StorageReport["volumes"][number];

/** When storage will be full, if archives and exports go on as in the last days. */
export async function storageReport(
  folders: readonly string[],
  { archives, runs }: { readonly archives: ArchiveHistory; readonly runs: RunStore },
): Promise<StorageReport> {
  const since = daysAgo(usualDays);
  const volumes = new Map<number, Volume>();
  const volumeAt = (folder: string) => {
    const room = roomAt(folder);
    if (room === undefined) return undefined;
    const { device, ...shown } = room;
    const known = volumes.get(device);
    if (known !== undefined) return known;
    const volume: Volume = { ...shown, places: [], archivedPerDay: 0, exportedPerDay: 0, daysLeft: null, fullOn: null };
    volumes.set(device, volume);
    return volume;
  };
  const places = [...folders, ...(await archives.archives()).map(({ place }) => place)];
  for (const place of places) volumeAt(place)?.places.push(place);
  for await (const { action, outcome, place, bytes } of archives.auditLog({ since })) {
    const volume = action === "add" && (outcome === "done" || outcome === "problems") ? volumeAt(place) : undefined;
    if (volume !== undefined) volume.archivedPerDay += bytes / usualDays;
  }
  for await (const { destinationPath, bytes } of exportsSince(since, runs)) {
    const volume = path.isAbsolute(destinationPath) ? volumeAt(destinationPath) : undefined;
    if (volume !== undefined) volume.exportedPerDay += bytes / usualDays;
  }
  return { days: usualDays, volumes: [...volumes.values()].map(forecast) };
}

/** Further ahead nobody looks. */
const longestDays = 36_500;

function forecast(volume: Volume): Volume {
  const perDay = volume.archivedPerDay + volume.exportedPerDay;
  if (perDay < 1) return volume;
  const daysLeft = Math.floor(volume.freeBytes / perDay);
  return { ...volume, daysLeft, fullOn: daysLeft > longestDays ? null : localDay(daysAgo(-daysLeft)) };
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
