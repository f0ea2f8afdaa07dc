import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import path from "node:path";
import * as z from "zod";
import { type Archive, readArchive } from "../../archive/archive.ts";
import { compareSources } from "../../archive/compare-sources.ts";
import type { SelectedRoot } from "../../archive/estimate.ts";
import { type UnfinishedSession, unfinishedSession } from "../../archive/read-session.ts";
import { type SegmentEvent, writeSession } from "../../archive/write-session.ts";
import type { Journal } from "../../catalogue/journal.ts";
import type { RunStore } from "../../catalogue/run-store.ts";
import { CressetError } from "../../errors.ts";
import { createProber } from "../../media/probe.ts";
import { lazyCatalogue } from "../lazy-catalogue.ts";
import { version } from "../version.ts";
import { type ArchiveHooks, recordingEnd, withArchiveHooks } from "./archive-hooks.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { AddOutcome, AddWish, ArchiveEvent, ArchiveHandlers, SelectionWish } from "./archive-wish.ts";
import { estimateArchive, selectionInfo } from "./estimate-archive.ts";
import { findArchive } from "./find-archive.ts";
import { finishCalls } from "./finish-calls.ts";
import { progressRate } from "./progress-rate.ts";
import { segmentInfo, segmentState } from "./segment-info.ts";
import { selectEntries } from "./select-entries.ts";
import type { Selection } from "./selection.ts";

/** What the session's journal keeps of what was selected. */
const keptSchema = z.object({
  runId: z.string(),
  requestedAt: z.iso.datetime(),
  sources: z.array(z.string()),
  hookFolders: z.array(z.string()),
  comment: z.string(),
  sha256: z.boolean(),
  selection: z.object({
    roots: z.array(z.custom<SelectedRoot>((root) => typeof root === "object" && root !== null && "path" in root)),
    catalogue: z.string(),
    sequences: z.string(),
    clips: z.int(),
    frames: z.int(),
    notes: z.array(z.string()),
  }),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * Archives entries and files as a new session of an archive, or goes on with the one that was not finished.
 * @throws CressetError `disk-full` when it does not fit; `usage`, `not-found`, `bad-destination`, `cancelled`.
 */
export async function addToArchive(wish: AddWish, handlers: ArchiveHandlers, parts: ArchiveParts): Promise<AddOutcome> {
  const { signal = new AbortController().signal, tell = () => {} } = handlers;
  const archive = readArchive(await findArchive(wish.archive, parts));
  const store = await parts.openHistory();
  try {
    const before = wish.resume === true ? unfinishedSession(archive) : undefined;
    if (wish.resume === true && before === undefined) {
      const finished = await finishCalls(archive, store, { signal, tell }, handlers, parts);
      if (finished !== undefined) return finished;
    }
    // What `writeSession` would say, before everything is looked at.
    if (wish.resume !== true && archive.unfinished !== undefined)
      throw new CressetError(
        "usage",
        `Session ${archive.unfinished} of the archive ${archive.place.root} was not finished. Say --resume to go on with it.`,
      );
    if (wish.resume === true && before === undefined)
      throw new CressetError(
        "usage",
        `There is no session to resume in ${archive.place.root}: all of them are finished.`,
      );
    const session = before?.number ?? (archive.there.at(-1) ?? 0) + 1;
    const known = before === undefined ? undefined : keptOf(before, wish);
    const sources = known?.sources ?? wish.entries;
    if (sources.length === 0) throw new CressetError("usage", "Nothing was named that could be archived.");
    const selection = known?.selection ?? (await selectFor(wish, archive, signal, parts));
    const request: ArchiveRequest = {
      task: "add",
      archive: { id: archive.facts.id, name: archive.facts.name, place: archive.place.root },
      session,
      sources: [...sources],
      hookFolders: [...(wish.hookFolders ?? known?.hookFolders ?? [])].map((each) => path.resolve(parts.folder, each)),
    };
    const journal = await journalFor(known?.runId, request, store);
    tell({ type: "started", runId: journal.id, resumed: before !== undefined, session });
    const kept: Kept = known ?? {
      runId: journal.id,
      requestedAt: new Date().toISOString(),
      sources: request.sources,
      hookFolders: request.hookFolders,
      comment: wish.comment ?? "",
      sha256: wish.sha256 !== false,
      selection: { ...selection, roots: [...selection.roots], notes: [...selection.notes] },
    };
    return await recordingEnd(journal, signal, () =>
      withArchiveHooks(
        parts,
        { hookFolders: request.hookFolders, journal, signal, tell },
        handlers.answers,
        async (hooks) => {
          const outcome = await add({ wish, archive, session, before, kept, journal, hooks, signal, tell });
          const summary = {
            archive: request.archive,
            session,
            files: outcome.session.files,
            bytes: outcome.session.bytes,
            segments: outcome.session.segments.length,
            problems: outcome.problems.length,
            hookErrors: outcome.hookErrors,
          };
          return { outcome, summary, end: hooks.errors.length > 0 ? "finished-with-hook-errors" : "finished" };
        },
      ),
    );
  } finally {
    await store.close();
  }
}

interface Adding {
  readonly wish: AddWish;
  readonly archive: Archive;
  readonly session: number;
  readonly before: UnfinishedSession | undefined;
  readonly kept: Kept;
  readonly journal: Journal;
  readonly hooks: ArchiveHooks;
  readonly signal: AbortSignal;
  readonly tell: (event: ArchiveEvent) => void;
}

async function add(adding: Adding): Promise<AddOutcome> {
  const { wish, archive, session, before, kept, journal, hooks, signal, tell } = adding;
  const { selection } = kept;
  const estimate = await estimateArchive(selection, archive, signal, before?.segmentBytes);
  tell({ type: "estimated", estimate });
  await hooks.call("archiveSelectionUpdated", selectionInfo(estimate, archive, session), "before the session");
  if (!estimate.fits && wish.force !== true)
    throw new CressetError(
      "disk-full",
      `The archive's destination ${archive.place.root} has room for ${gigabytes(estimate.freeBytes ?? 0)}, and about ${gigabytes(estimate.archiveBytes + estimate.metadataBytes - (before?.segmentBytes ?? 0))} are needed. Make room, or say --force to begin all the same.`,
    );
  const scratch = await mkdtemp(path.join(tmpdir(), "cresset-catalogue-"));
  try {
    const described = await writeDescription(scratch, selection, new Date(kept.requestedAt));
    const verify = wish.verify ?? "archived";
    const written = await writeSession({
      archive,
      roots: [...selection.roots, ...described.roots],
      selection: kept,
      resume: before !== undefined,
      sha256: kept.sha256,
      readBack: verify === "archived" || verify === "both",
      comment: kept.comment,
      tool: `Cresset ${version}`,
      host: hostname(),
      user: userInfo().username,
      clips: selection.clips,
      frames: selection.frames,
      companions: async () => described.files,
      signal,
      onSegment: (event) => toldSegment(event, adding),
      onProgress: withRecord(progressRate("archive", estimate.bytes, tell, before?.bytes), estimate.bytes, journal),
    });
    const problems = written.problems.map((entry) => ({
      path: typeof entry.source === "string" ? entry.source : nameText(entry.path),
      message: entry.problem?.message ?? "",
    }));
    if (verify === "source" || verify === "both") {
      const rate = progressRate("compare", written.session.bytes, tell);
      const differences = await compareSources(readArchive(archive.place), session, { signal, onProgress: rate });
      problems.push(...differences.map(({ source, message }) => ({ path: source, message })));
    }
    // Without media of its segments a cut is not archived as it is.
    problems.push(...selection.notes.map(noteAsProblem));
    for (const problem of problems) tell({ type: "problem", ...problem });
    await hooks.call("archiveCompleted", { archiveName: archive.facts.name }, `session ${session}`);
    await hooks.end();
    return {
      runId: journal.id,
      archive: archive.facts.name,
      place: archive.place.root,
      session: written.session,
      problems,
      hookErrors: hooks.errors,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A segment is told to the house as soon as it is closed. */
async function toldSegment(event: SegmentEvent, { archive, session, hooks, tell }: Adding): Promise<void> {
  const { number, path: where, fault, isWrittenAgain } = event;
  tell({ type: "segment", number, path: where, fault, isWrittenAgain });
  await hooks.call("archiveSegmentCompleted", segmentInfo(event, archive), segmentState(event, session));
}

/** Files of the scratch folder with a time of their own, so that a resumed session finds the same. */
async function writeDescription(scratch: string, { catalogue, sequences }: Kept["selection"], time: Date) {
  const files: string[] = [];
  for (const [name, text] of [
    ["catalogue.json", catalogue],
    ["sequences.otio", sequences],
  ] as const) {
    if (text === "") continue;
    const file = path.join(scratch, name);
    await writeFile(file, text);
    await utimes(file, time, time);
    files.push(file);
  }
  const roots = files.map((file): SelectedRoot => ({
    kind: "tree",
    path: `catalogue/${path.basename(file)}`,
    source: file,
  }));
  return { roots, files };
}

export async function selectFor(
  wish: SelectionWish,
  archive: Archive,
  signal: AbortSignal,
  { config, folder, storeFile, choice, mediaRoots }: ArchiveParts,
): Promise<Selection> {
  const prober = createProber();
  const catalogue = lazyCatalogue(storeFile);
  try {
    return await selectEntries(
      wish.entries,
      { folder, storeFile, project: choice, catalogue: catalogue.open },
      {
        noMedia: wish.noMedia === true,
        versions: wish.versions ?? "used",
        mediaFolders: config.media,
        archive: archive.place.root,
        mediaRoots,
        prober,
        signal,
      },
    );
  } finally {
    await Promise.all([prober.close(), catalogue.close()]);
  }
}

/** What the session was begun with. One that was stopped before that was noted begins with what is named now. */
function keptOf({ number, selection }: UnfinishedSession, wish: AddWish): Kept | undefined {
  const parsed = keptSchema.safeParse(selection);
  if (parsed.success) return parsed.data;
  if (selection === undefined && wish.entries.length > 0) return undefined;
  throw new CressetError(
    "usage",
    selection === undefined
      ? `Session ${number} was stopped before it was noted what to archive: name the entries again, with --resume.`
      : `Session ${number} was begun by another version of Cresset, or another program, and cannot be resumed by this one.`,
  );
}

/** The run that was stopped, where this history has it; else a new one. */
async function journalFor(runId: string | undefined, request: ArchiveRequest, store: RunStore): Promise<Journal> {
  if (runId !== undefined) {
    try {
      return await store.resume(runId);
    } catch (error) {
      // It was begun on another machine. Anything else is told: a new run would call its hooks again.
      if (!(error instanceof CressetError) || error.code !== "not-found") throw error;
    }
  }
  return store.begin({ kind: "archive", request });
}

function withRecord(rate: (bytes: number) => void, bytesTotal: number, journal: Journal) {
  return (files: number, bytes: number) => {
    rate(bytes);
    journal.progress({ files, bytes, bytesTotal });
  };
}

/** `<cut>: <what is wrong with it>`. */
function noteAsProblem(note: string): { readonly path: string; readonly message: string } {
  const colon = note.indexOf(": ");
  return { path: note.slice(0, Math.max(colon, 0)), message: note.slice(colon + 1).trim() };
}

const nameText = (name: string | { readonly base64: string }): string =>
  typeof name === "string" ? name : Buffer.from(name.base64, "base64").toString();

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`;
