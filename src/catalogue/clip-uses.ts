import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import type { MediaInfo } from "../media/media-info.ts";
import { readCut } from "../timeline/read-cut.ts";
import type { Segment, Sequence, Track } from "../timeline/sequence.ts";
import type { Catalogue, ClipFacts, ClipSource, Entry, EntryTree } from "./catalogue.ts";
import { conform } from "./conform.ts";
import { itemOf, type MediaItem } from "./conform/media-folder.ts";
import { type MediaIndex, mediaIndexOf } from "./conform/media-index.ts";
import { matchesByName } from "./conform/media-match.ts";
import { nameKey, pathParts, stemOf } from "./conform/media-name.ts";
import { mediaName } from "./media-sequence.ts";
import type { OpenSourceOptions } from "./open-source.ts";

/**
 * The sequences of a project that play media of a clip: the very files that their segments are linked to when they are
 * opened, and, where a file is not there, the one that a segment names by its path.
 * @param options as sequences are opened; only segments that could play the clip are looked up.
 */
export async function sequencesPlaying(
  facts: ClipFacts,
  projectId: string,
  catalogue: Catalogue,
  options: OpenSourceOptions,
): Promise<readonly Entry[]> {
  if (facts.source.kind !== "media") return [];
  const media = facts.source.versions.flatMap((version) => [version.media, ...(version.sound ?? [])]);
  const wanted = {
    media,
    index: mediaIndexOf(media.map(asItem)),
    keys: new Set(await Promise.all(media.map(fileKey))),
  };
  const found: Entry[] = [];
  for (const entry of sequencesIn(await catalogue.tree(projectId))) {
    const { source, rate } = await catalogue.clipFacts(entry.id);
    if (source.kind !== "cut") continue;
    try {
      const sequences = readCut(source.path, await catalogue.cutText(entry.id), { rate });
      const sequence = sequences.find(({ name }) => name === source.sequenceName) ?? sequences[0];
      if (sequence !== undefined && (await plays(sequence, source, wanted, options))) found.push(entry);
    } catch (error) {
      // A cut that cannot be read plays nothing.
      if (!(error instanceof CressetError) || error.code === "cancelled") throw error;
    }
  }
  return found;
}

const sequencesIn = ({ entry, children }: EntryTree): readonly Entry[] =>
  entry.kind === "sequence" ? [entry] : children.flatMap(sequencesIn);

interface Wanted {
  readonly media: readonly MediaInfo[];
  readonly index: MediaIndex;
  /** See `fileKey`. */
  readonly keys: ReadonlySet<string>;
}

async function plays(
  sequence: Sequence,
  source: Extract<ClipSource, { readonly kind: "cut" }>,
  wanted: Wanted,
  options: OpenSourceOptions,
): Promise<boolean> {
  const cutFolder = path.dirname(source.path);
  const likely = (track: Track): Track => ({
    ...track,
    segments: track.segments.filter((segment) => segment.enabled && mayPlay(segment, wanted)),
  });
  const [videoTracks, audioTracks] = [sequence.videoTracks.map(likely), sequence.audioTracks.map(likely)];
  if ([...videoTracks, ...audioTracks].every(({ segments }) => segments.length === 0)) return false;
  const { links, unlinked } = await conform(
    { ...sequence, videoTracks, audioTracks },
    {
      mediaFolders: [
        ...new Set([...options.mediaFolders, ...source.mediaFolders.filter((folder) => existsSync(folder))]),
      ],
      cutFolder,
      probe: (file) => options.probe(file, { imageSequenceRate: sequence.rate }),
      signal: options.signal,
      mediaRoots: options.mediaRoots,
    },
  );
  const linked = await Promise.all([...links.values()].map((link) => fileKey(link.media)));
  if (linked.some((key) => wanted.keys.has(key))) return true;
  return unlinked.some(({ segment }) =>
    wanted.media.some(
      (each) => segment.source.path !== undefined && each.path === path.resolve(cutFolder, segment.source.path),
    ),
  );
}

/** Whether one of the names that conform goes by leads to the media, or the tape name that the file itself carries. */
function mayPlay(segment: Segment, { media, index }: Wanted): boolean {
  const { path: written, tapeName } = segment.source;
  const fileName = pathParts(written ?? "").at(-1);
  if (fileName !== undefined && media.some((each) => path.basename(each.path) === fileName || holds(each, fileName)))
    return true;
  if (tapeName !== "" && media.some((each) => nameKey(each.tapeName) === nameKey(tapeName))) return true;
  return matchesByName(segment, index).some(({ items }) => items.length > 0);
}

/** Whether a name is that of one of the images of a sequence. */
const holds = ({ imageSequence }: MediaInfo, name: string): boolean =>
  imageSequence !== undefined && name.startsWith(imageSequence.prefix) && name.endsWith(imageSequence.suffix);

/** The same for what is the same on disk: links are followed; an image sequence that grew is still itself. */
async function fileKey({ path: file, imageSequence }: MediaInfo): Promise<string> {
  if (imageSequence === undefined) return realpath(file).catch(() => file);
  const { folder, prefix, suffix } = imageSequence;
  return path.join(await realpath(folder).catch(() => folder), `${prefix}\0${suffix}`);
}

function asItem(media: MediaInfo): MediaItem {
  const { path: file, imageSequence } = media;
  const folders = path.dirname(file).split(path.sep).slice(-2);
  if (imageSequence === undefined) return itemOf(file, folders, stemOf(path.basename(file)));
  return { ...itemOf(file, folders, mediaName(media)), kind: "sequence", sequence: imageSequence };
}
