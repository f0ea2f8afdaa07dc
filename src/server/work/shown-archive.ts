import { existsSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Cresset } from "../../app/cresset.ts";
import type { ArchiveHistory, KnownArchive, KnownSession } from "../../catalogue/archive-history.ts";
import { CressetError } from "../../errors.ts";
import type { ArchiveDetail, ArchiveSessionShape, ArchiveShape } from "../shapes/archive-shapes.ts";
import { shownRoom } from "./room-at.ts";
import { shownItem } from "./shown-item.ts";
import type { Work } from "./work.ts";

/** How far back the latest verification is looked for. */
const endedItems = 500;

/** An archive as a list shows it. */
export async function shownArchive(archive: KnownArchive, history: ArchiveHistory): Promise<ArchiveShape> {
  return summary(archive, await history.sessions(archive.id));
}

function summary({ id, name, place, comment, createdAt }: KnownArchive, sessions: readonly KnownSession[]) {
  const sum = (value: (session: KnownSession) => number) => sessions.reduce((all, each) => all + value(each), 0);
  const here = isHere(place);
  return {
    id,
    name,
    place,
    here,
    comment,
    createdAt,
    sessions: sessions.length,
    files: sum(({ files }) => files),
    bytes: sum(({ bytes }) => bytes),
    clips: sum(({ clips }) => clips),
    problems: sum(({ problems }) => problems),
    lastAt: sessions.at(-1)?.endedAt ?? null,
    room: here ? shownRoom(place) : null,
  };
}

export const isHere = (place: string): boolean => existsSync(path.join(place, "archive.json"));

/** Everything about an archive: of one that is not here, what the history knows. */
export async function archiveDetail(
  known: KnownArchive,
  { history, cresset, work }: { readonly history: ArchiveHistory; readonly cresset: Cresset; readonly work: Work },
): Promise<ArchiveDetail> {
  // Reading it makes sessions known that were written elsewhere.
  const listed = isHere(known.place) ? await readable(known.place, cresset) : undefined;
  const sessions = await history.sessions(known.id);
  const sessionList: ArchiveSessionShape[] = sessions.map((session) => {
    const there = listed?.archive?.sessions.find((each) => each.session === session.session);
    const { segments: segmentCount, ...rest } = session;
    return { ...rest, segmentCount, comment: there?.comment ?? "", segments: (there?.segments ?? []).map(segmentOf) };
  });
  return {
    ...summary(known, sessions),
    segmentBytes: listed?.archive?.segmentBytes ?? null,
    sessionList,
    damage: [...(listed?.archive?.damage ?? []), ...(listed?.fault === undefined ? [] : [listed.fault])],
    unfinished: listed?.archive?.unfinished ?? null,
    lastCheck: await lastCheck(known.place, work),
    work: await workWith(known.place, work),
  };
}

const segmentOf = ({ number, file, bytes, checked }: ArchiveSessionShape["segments"][number]) => ({
  number,
  file,
  bytes,
  checked,
});

async function readable(place: string, cresset: Cresset) {
  try {
    return { archive: await cresset.archive.list(place), fault: undefined };
  } catch (error) {
    if (!(error instanceof CressetError)) throw error;
    return { archive: undefined, fault: error.message };
  }
}

const requested = z.object({
  archive: z.string(),
  sessions: z.array(z.number()).catch([]),
  percent: z.number().catch(100),
});

const checked = z.object({
  files: z.number(),
  bytes: z.number(),
  faults: z.array(z.object({ session: z.number(), kind: z.string(), path: z.string(), message: z.string() })),
  faultCount: z.number(),
});

async function lastCheck(place: string, { queue }: Work): Promise<ArchiveDetail["lastCheck"]> {
  for (const { id, kind, request, result, state, message, endedAt } of await queue.ended({ limit: endedItems })) {
    if (kind !== "archive.verify" || endedAt === undefined) continue;
    const asked = requested.safeParse(request).data;
    const found = checked.safeParse(result).data;
    if (asked?.archive !== place || found === undefined) continue;
    const { sessions, percent } = asked;
    const faults = found.faults.map((fault) => ({ ...fault, path: fault.path.replace(/: $/, "") }));
    return { itemId: id, at: endedAt.toISOString(), state, message, sessions, percent, ...found, faults };
  }
  return null;
}

async function workWith(place: string, work: Work): Promise<ArchiveDetail["work"]> {
  const items = (await work.queue.active()).flatMap((item) => {
    const asked = item.kind.startsWith("archive.") ? requested.safeParse(item.request).data : undefined;
    return asked?.archive === place ? [{ item, asked }] : [];
  });
  let position = 0;
  return items.map(({ item, asked: { sessions, percent } }) => {
    const { planned, written } = work.liveRuns.ofItem(item.id)?.segments ?? { planned: 0, written: [] };
    return {
      item: shownItem(item, item.state === "running" ? null : ++position, work),
      planned,
      sessions,
      percent,
      written: [...written],
    };
  });
}
