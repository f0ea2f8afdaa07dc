import { stat } from "node:fs/promises";
import type { Catalogue, ClipFacts, Entry } from "../catalogue/catalogue.ts";
import { currentVersion, isLinked } from "../catalogue/clip-facts.ts";
import { mediaSequence } from "../catalogue/media-sequence.ts";
import { withSegmentNotes } from "../catalogue/segment-notes.ts";
import { openCut, type OpenedSequence, type OpenSourceOptions } from "../catalogue/open-source.ts";
import { CressetError } from "../errors.ts";
import type { Segment, Sequence } from "../timeline/sequence.ts";

/** A clip or sequence of the catalogue that was opened. */
export interface OpenedEntry extends OpenedSequence {
  readonly entry: Entry;
  readonly facts: ClipFacts;
  /** Where it lies in the catalogue, for messages; `cresset:<id>` where it lies nowhere. */
  readonly path: string;
}

/**
 * Opens a clip or sequence of the catalogue with its media: of a clip the version that it shows, of a sequence the cut as
 * it was imported. What people wrote on it and on its segments (shot name, comment, markers) is in the sequence.
 * @throws CressetError `not-found` when it is gone; `bad-input` for media that cannot be read. Media that is not there is
 * listed as unlinked.
 */
export async function openEntry(id: string, catalogue: Catalogue, options: OpenSourceOptions): Promise<OpenedEntry> {
  const entry = await catalogue.entry(id);
  const facts = await catalogue.clipFacts(id);
  const path = (await catalogue.pathOf(id)) || `cresset:${id}`;
  const opened =
    facts.source.kind === "media"
      ? await openClip(entry, facts, options)
      : await openCutOf(entry, facts, facts.source, catalogue, options);
  return { ...opened, entry, facts, path };
}

/** The frame of an entry that stands for it: its in mark, else the middle. */
export const thumbnailFrame = ({ attributes }: Pick<Entry, "attributes">, duration: number): number =>
  Math.max(0, Math.min(attributes.inMark ?? Math.floor(duration / 2), duration - 1));

async function openClip(entry: Entry, facts: ClipFacts, { probe }: OpenSourceOptions): Promise<OpenedSequence> {
  const version = currentVersion(facts);
  if (version === undefined)
    throw new CressetError("internal", `The clip "${entry.name}" shows a version that it does not have.`);
  const linked = await isLinked(facts);
  const read = (file: string) => probe(file, { imageSequenceRate: facts.rate });
  const [media, sound] = linked
    ? [await read(version.media.path), await Promise.all((version.sound ?? []).map((each) => read(each.path)))]
    : [version.media, version.sound ?? []];
  const { sequence, conformed } = mediaSequence(media, facts.rate, sound);
  const described = asDescribed(sequence, entry, facts);
  if (linked) return { sequence: described, conformed };
  const tried = `the media of the clip is not there: ${media.path}`;
  const unlinked = [...described.videoTracks, ...described.audioTracks].flatMap(({ id, segments }) =>
    segments.map((segment) => ({ segment, trackId: id, tried })),
  );
  return { sequence: described, conformed: { links: new Map(), unlinked, warnings: [] } };
}

/** A clip's own words in place of its file's. */
function asDescribed(sequence: Sequence, { name, attributes }: Entry, { startFrame, dropFrame }: ClipFacts): Sequence {
  const { shotName = "", comment = "", markers = [] } = attributes;
  const segment = (own: Segment): Segment => ({ ...own, name, shotName, comment });
  const described = <T extends { readonly segments: readonly Segment[] }>(track: T) => ({
    ...track,
    segments: track.segments.map(segment),
  });
  return {
    ...sequence,
    name,
    startFrame,
    dropFrame,
    videoTracks: sequence.videoTracks.map(described),
    audioTracks: sequence.audioTracks.map(described),
    markers: markers.map((marker) => ({ ...marker, colour: "" })),
  };
}

async function openCutOf(
  entry: Entry,
  facts: ClipFacts,
  source: Extract<ClipFacts["source"], { readonly kind: "cut" }>,
  catalogue: Catalogue,
  options: OpenSourceOptions,
): Promise<OpenedSequence> {
  // A folder that was searched when it was imported may be gone since: what is not found there is told as unlinked.
  const own = await Promise.all(source.mediaFolders.map(async (folder) => ((await isFolder(folder)) ? [folder] : [])));
  const opened = await openCut(await catalogue.cutText(entry.id), source.path, {
    ...options,
    mediaFolders: [...new Set([...options.mediaFolders, ...own.flat()])],
    rate: facts.rate,
  });
  const found = opened.find(({ sequence }) => sequence.name === source.sequenceName) ?? opened[0];
  if (found === undefined) throw new CressetError("internal", `The cut of "${entry.name}" holds no sequence.`);
  const gone = source.mediaFolders.filter((folder) => !own.flat().includes(folder));
  const unlinked = found.conformed.unlinked.map((each) => ({ ...each, tried: withGone(each.tried, gone) }));
  return {
    sequence: withSegmentNotes(
      { ...found.sequence, name: entry.name, startFrame: facts.startFrame },
      entry.attributes.segments,
    ),
    conformed: { ...found.conformed, unlinked },
  };
}

/** Says which folders of the import are not there any more. */
const withGone = (tried: string, gone: readonly string[]): string =>
  gone.length === 0
    ? tried
    : `${tried.replace(/\.$/, "")}; ${gone.join(", ")}, in which its media was when it was imported, ${gone.length === 1 ? "is" : "are"} not there any more`;

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (info) => info.isDirectory(),
    () => false,
  );
