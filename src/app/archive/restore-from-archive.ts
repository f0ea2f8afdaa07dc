import { existsSync } from "node:fs";
import { mkdir, rmdir } from "node:fs/promises";
import path from "node:path";
import { type Archive, readArchive } from "../../archive/archive.ts";
import { restoreArchive } from "../../archive/read-back.ts";
import { CressetError } from "../../errors.ts";
import { projectToWrite } from "../current-project.ts";
import { restoredMedia } from "../restored-media.ts";
import { recordingEnd, withArchiveHooks } from "./archive-hooks.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { ArchiveEvent, ArchiveHandlers, RestoreArchiveWish, RestoreOutcome } from "./archive-wish.ts";
import { findArchive } from "./find-archive.ts";
import { type ArchivedPart, findArchived, isNamed } from "./find-archived.ts";
import { progressRate } from "./progress-rate.ts";
import { putIntoCatalogue } from "./put-into-catalogue.ts";

/**
 * Restores files, or entries with their media into the current project.
 * @throws CressetError `not-found` where nothing in the archive is called so.
 */
export async function restoreFromArchive(
  wish: RestoreArchiveWish,
  handlers: ArchiveHandlers,
  parts: ArchiveParts,
): Promise<RestoreOutcome> {
  const { signal = new AbortController().signal, tell = () => {} } = handlers;
  if (wish.owners === true && process.getuid?.() !== 0)
    throw new CressetError("usage", "Only root can give files away: leave --owners out, or restore as root.");
  const archive = readArchive(await findArchive(wish.archive, parts));
  const { name, id } = archive.facts;
  const request: ArchiveRequest = {
    task: "restore",
    archive: { id, name, place: archive.place.root },
    sources: [...(wish.paths ?? [])],
    hookFolders: [...(wish.hookFolders ?? [])],
  };
  const store = await parts.openHistory();
  try {
    const journal = await store.begin({ kind: "archive", request });
    tell({ type: "started", runId: journal.id, resumed: false });
    return await recordingEnd(journal, signal, () =>
      withArchiveHooks(
        parts,
        { hookFolders: request.hookFolders, journal, signal, tell },
        handlers.answers,
        async (hooks) => {
          const restored = await restore(wish, archive, { signal, tell }, parts);
          const told = {
            archivePath: archive.place.root,
            restoredPath: restored.target,
            restored: [...(wish.paths ?? [])],
          };
          await hooks.call("archiveRestored", { archiveName: name, ...told }, "");
          await hooks.end();
          const outcome = { runId: journal.id, archive: name, ...restored, hookErrors: hooks.errors };
          const { files, bytes, target, problems } = restored;
          return {
            outcome,
            end: hooks.errors.length > 0 ? "finished-with-hook-errors" : "finished",
            summary: { files, bytes, target, problems: problems.length, hookErrors: hooks.errors },
          };
        },
      ),
    );
  } finally {
    await store.close();
  }
}

type Restored = Omit<RestoreOutcome, "runId" | "archive" | "hookErrors">;

interface Told {
  readonly signal: AbortSignal;
  readonly tell: (event: ArchiveEvent) => void;
}

async function restore(wish: RestoreArchiveWish, archive: Archive, told: Told, parts: ArchiveParts): Promise<Restored> {
  const { paths = [], to, as } = wish;
  for (const session of wish.sessions ?? [])
    if (!archive.there.includes(session))
      throw new CressetError("not-found", `The archive ${archive.facts.name} has no session ${session}.`);
  const found = await findArchived(archive, { paths, sessions: wish.sessions }, told.signal);
  if (to !== undefined) {
    const target = path.resolve(parts.folder, to, as ?? "");
    const within = path.resolve(parts.folder, to).replace(/\/$/, "");
    if (!`${target}/`.startsWith(`${within}/`))
      throw new CressetError("usage", `Expected a folder in ${to} after --as, got "${as}".`);
    const made = firstMissing(target);
    const restored = await restoreFiles(found, target, wish, archive, told);
    return refuseNothing({ ...restored, entries: [], unlinked: [] }, { paths, archive, made });
  }
  return parts.aside({ signal: told.signal }, async ({ flame }) => {
    const catalogue = await flame.catalogue();
    const project = await projectToWrite(catalogue, parts.choice);
    const target =
      wish.mediaFolder === undefined
        ? freeFolder(path.join(restoredMedia(project, parts.folder), archive.facts.name))
        : path.resolve(parts.folder, wish.mediaFolder);
    const made = firstMissing(target);
    const restored = await restoreFiles(found, target, wish, archive, told);
    const { entries, unlinked } = await putIntoCatalogue(found, {
      catalogue,
      project,
      target,
      name: as ?? archive.facts.name,
      archiveName: archive.facts.name,
    });
    return refuseNothing({ ...restored, entries, unlinked }, { paths, archive, made });
  });
}

/** Media of a second restore does not meet that of the first. */
function freeFolder(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}_${number}`;
    if (!existsSync(folder)) return folder;
  }
}

async function restoreFiles(
  found: readonly ArchivedPart[],
  target: string,
  wish: RestoreArchiveWish,
  { place, sessions }: Archive,
  { signal, tell }: Told,
): Promise<Omit<Restored, "entries" | "unlinked">> {
  await mkdir(path.dirname(target), { recursive: true });
  const total = sessions
    .filter(({ session }) => found.some((part) => part.session === session))
    .reduce((sum, { bytes }) => sum + bytes, 0);
  const isPart = (wish.paths ?? []).length > 0;
  const rate = progressRate("restore", isPart ? 0 : total, tell);
  const sum = { files: 0, bytes: 0, roundedTimes: 0, unchecked: 0 };
  const problems: RestoreOutcome["problems"][number][] = [];
  const complaints: string[] = [];
  const known = new Set<string>();
  const asked = new Set<string>();
  const overwrite = wish.overwrite === true ? ("overwrite" as const) : ("never" as const);
  let before = 0;
  const restoring = async (chosen: readonly number[], paths: readonly string[]) => {
    const restored = await restoreArchive({
      place,
      target,
      paths,
      sessions: chosen,
      overwrite,
      owners: wish.owners === true,
      withoutPrefix: "",
      signal,
      onProgress: (bytes) => rate(before + bytes),
    });
    before += restored.bytes;
    sum.files += restored.files;
    sum.bytes += restored.bytes;
    sum.roundedTimes += restored.roundedTimes;
    sum.unchecked += restored.unchecked;
    problems.push(...restored.problems);
    complaints.push(...restored.complaints);
    for (const each of paths) {
      asked.add(each);
      if (!restored.unknown.includes(each)) known.add(each);
    }
  };
  if (!isPart)
    await restoring(
      found.map(({ session }) => session),
      [],
    );
  else {
    // One call for all sessions: of a file that several have, the newest is taken.
    const paths = [...new Set(found.flatMap((part) => part.paths ?? []))];
    if (paths.length > 0)
      await restoring(
        found.map(({ session }) => session),
        paths,
      );
  }
  for (const { session, path: file, kind, message } of problems) {
    const text = typeof file === "string" ? file : Buffer.from(file.base64, "base64").toString();
    tell({ type: "problem", path: text, message: `session ${session}: ${kind}: ${message}` });
  }
  const unknown = (wish.paths ?? []).filter((named) => !isKnown(named, found, known));
  return { ...sum, target, problems, unknown, complaints };
}

function isKnown(named: string, found: readonly ArchivedPart[], known: ReadonlySet<string>): boolean {
  const plain = named.replace(/^\/+|\/+$/g, "");
  if (known.has(plain) || known.has(`files/${plain}`)) return true;
  return found.some(({ entries }) => entries.some((entry) => isNamed(entry, named)));
}

/** The outermost folder that is made when something is written into this one; nothing when it is there. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const around = path.dirname(folder);
  return around === folder ? folder : (firstMissing(around) ?? folder);
}

interface Wanted {
  readonly paths: readonly string[];
  readonly archive: Archive;
  /** The outermost folder that was made for it. */
  readonly made: string | undefined;
}

/** @throws CressetError `not-found` when nothing that was named is in the archive; then no folder is left behind either. */
async function refuseNothing(restored: Restored, { paths, archive, made }: Wanted): Promise<Restored> {
  if (paths.length === 0 || restored.unknown.length < paths.length) return restored;
  const { facts, place } = archive;
  if (made !== undefined) await removeEmpty(restored.target, made);
  throw new CressetError(
    "not-found",
    `The archive ${facts.name} in ${place.root} holds nothing called ${restored.unknown.join(", ")}. cresset archive list shows what it holds.`,
  );
}

/** Takes empty folders away, from `folder` out to `outermost`. */
async function removeEmpty(folder: string, outermost: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    // It was never made, or somebody else has put something into it: the one around it may be empty nevertheless.
  }
  if (folder !== outermost && path.dirname(folder) !== folder) await removeEmpty(path.dirname(folder), outermost);
}
