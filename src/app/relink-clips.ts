import type { Catalogue, Entry } from "../catalogue/catalogue.ts";
import { isLinked } from "../catalogue/clip-facts.ts";
import { createRelinker, type Relinked } from "../catalogue/relink-media.ts";
import { CressetError } from "../errors.ts";
import type { Prober } from "../media/probe.ts";
import { probeUnder } from "../catalogue/probe-under.ts";
import { openEntry } from "./catalogue-sources.ts";

/** What relinking found for one clip or sequence that had no media. */
export interface RelinkedClip {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** Whether all its media is there now. */
  readonly linked: boolean;
  readonly media: readonly Relinked[];
}

export interface RelinkParts {
  readonly catalogue: Catalogue;
  readonly prober: Prober;
  /** Absolute. */
  readonly mediaFolders: readonly string[];
  /** Nothing is changed; what would be is listed. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Where the media of sequences may lie; everywhere when left out. */
  readonly mediaRoots?: readonly string[] | undefined;
}

/**
 * Looks for the media of clips and sequences that is not there. A clip's is found by file name and timecode; a sequence
 * takes the folders to those that its media is looked for in. What is linked is left alone and not listed.
 * @throws CressetError `usage` without a folder, `bad-input` for one that is not there.
 */
export async function relinkClips(entries: readonly Entry[], parts: RelinkParts): Promise<readonly RelinkedClip[]> {
  const { catalogue, prober, mediaFolders, mediaRoots, dryRun = false, signal } = parts;
  if (mediaFolders.length === 0)
    throw new CressetError("usage", "Nothing says where the media is. Name its folder with --media.");
  const probe = probeUnder(prober.probe.bind(prober), mediaRoots);
  const relinker = await createRelinker({ mediaFolders, probe, signal });
  const relinked: RelinkedClip[] = [];
  for (const entry of entries) {
    signal?.throwIfAborted();
    const found =
      entry.kind === "sequence"
        ? await relinkSequence(entry, parts)
        : await relinkClip(entry, relinker, catalogue, dryRun);
    if (found === undefined) continue;
    relinked.push({ id: entry.id, name: entry.name, path: await catalogue.pathOf(entry.id), ...found });
  }
  return relinked;
}

async function relinkClip(
  { id }: Entry,
  relinker: Awaited<ReturnType<typeof createRelinker>>,
  catalogue: Catalogue,
  dryRun: boolean,
): Promise<Pick<RelinkedClip, "linked" | "media"> | undefined> {
  const { facts, media } = await relinker.relink(await catalogue.clipFacts(id));
  if (media.length === 0) return undefined;
  if (!dryRun && media.some(({ to }) => to !== undefined)) await catalogue.changeClip(id, facts);
  return { linked: await isLinked(facts), media };
}

async function relinkSequence(
  { id }: Entry,
  { catalogue, prober, mediaFolders, mediaRoots, dryRun = false, signal }: RelinkParts,
): Promise<Pick<RelinkedClip, "linked" | "media"> | undefined> {
  const probe = (file: string, options = {}) => prober.probe(file, options);
  const before = await openEntry(id, catalogue, { probe, mediaFolders: [], mediaRoots, signal });
  const { facts } = before;
  if (before.conformed.unlinked.length === 0 || facts.source.kind !== "cut") return undefined;
  const { conformed } = await openEntry(id, catalogue, { probe, mediaFolders, mediaRoots, signal });
  const stillMissing = new Map(conformed.unlinked.map(({ segment, tried }) => [segment.id, tried]));
  const media = before.conformed.unlinked.map(({ segment }): Relinked => {
    const to = conformed.links.get(segment.id)?.media.path;
    const from = segment.source.path ?? segment.name;
    return { from, note: stillMissing.get(segment.id) ?? "", ...(to === undefined ? {} : { to }) };
  });
  if (!dryRun && conformed.links.size > before.conformed.links.size) {
    const folders = [...new Set([...facts.source.mediaFolders, ...mediaFolders])];
    await catalogue.changeClip(id, { ...facts, source: { ...facts.source, mediaFolders: folders } });
  }
  return { linked: conformed.unlinked.length === 0, media };
}
