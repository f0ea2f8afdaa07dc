import { readFile } from "node:fs/promises";
import path from "node:path";
import { type OpenedSequence, openSource, type OpenSourceOptions, readRate } from "../catalogue/open-source.ts";
import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Prober } from "../media/probe.ts";
import type { SubtitleTrack } from "../timeline/sequence.ts";
import { readSubtitles } from "../timeline/subtitles.ts";
import { openEntry, thumbnailFrame } from "./catalogue-sources.ts";
import type { OwnMarks } from "./marked-range.ts";
import { entryPrefix } from "./resolve-sources.ts";

/** A sequence of an export, with a key that no other sequence of it has. */
export interface GatheredSequence extends OpenedSequence {
  readonly key: string;
  /** Of a clip or sequence of the catalogue. */
  readonly marks: OwnMarks;
  readonly thumbnailFrame?: number | undefined;
}

interface OpenedOne extends OpenedSequence, Pick<GatheredSequence, "marks" | "thumbnailFrame"> {
  /** Where it came from, for messages. */
  readonly source: string;
  readonly isEntry: boolean;
}

interface GatherParts {
  readonly prober: Prober;
  /** Asked for only where a source lies in it. */
  readonly catalogue: () => Promise<Catalogue>;
  readonly signal: AbortSignal;
}

/**
 * Opens everything that a request exports, finds its media and adds its subtitles.
 * @throws CressetError `bad-input` for what cannot be read, `unlinked-media` with all media that was not found.
 */
export async function gatherSources(
  request: ExportRequest,
  { prober, catalogue, signal }: GatherParts,
): Promise<readonly GatheredSequence[]> {
  const rate = request.rate === undefined ? undefined : readRate(request.rate);
  const options = {
    mediaFolders: request.mediaFolders,
    probe: (file: string, probeOptions = {}) => prober.probe(file, probeOptions),
    rate,
    signal,
    mediaRoots: request.mediaRoots,
  };
  const opened: OpenedOne[] = [];
  for (const source of request.sources)
    if (source.startsWith(entryPrefix)) opened.push(await openOne(source, await catalogue(), options));
    else
      for (const sequence of await openSource(source, options))
        opened.push({ ...sequence, source, isEntry: false, marks: {} });
  const chosen = choose(opened, request);
  const subtitleTracks = await Promise.all(request.subtitleFiles.map(readSubtitleTrack));
  const seen = new Map<string, number>();
  return chosen.map(({ sequence, conformed, marks, thumbnailFrame: thumbnail }) => {
    const count = (seen.get(sequence.name) ?? 0) + 1;
    seen.set(sequence.name, count);
    return {
      key: count === 1 ? sequence.name : `${sequence.name} (${count})`,
      sequence: { ...sequence, subtitleTracks: [...sequence.subtitleTracks, ...withNewIds(subtitleTracks, sequence)] },
      conformed: request.allowMissing ? withBlack(conformed) : conformed,
      marks,
      thumbnailFrame: thumbnail,
    };
  });
}

async function openOne(source: string, catalogue: Catalogue, options: OpenSourceOptions): Promise<OpenedOne> {
  const opened = await openEntry(source.slice(entryPrefix.length), catalogue, options);
  const { sequence, conformed, entry, path: place } = opened;
  return {
    sequence,
    conformed,
    source: place,
    isEntry: true,
    marks: entry.attributes,
    thumbnailFrame: thumbnailFrame(entry, sequence.duration),
  };
}

function choose(opened: readonly OpenedOne[], { sequenceNames, allowMissing, isSnapshot }: ExportRequest) {
  const sources = [...new Set(opened.map(({ source }) => source))];
  const names = opened.map(({ sequence }) => sequence.name);
  const unknown = sequenceNames.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new CressetError(
      "not-found",
      `There is no sequence "${unknown}" in ${sources.join(", ")}. There are: ${names.join(", ")}.`,
    );
  const chosen = opened.filter(({ sequence }) => sequenceNames.length === 0 || sequenceNames.includes(sequence.name));
  if (chosen.length === 0)
    throw new CressetError("bad-input", `There is no sequence in ${sources.join(", ")}; nothing to export.`);
  if (isSnapshot && chosen.length > 1)
    throw new CressetError(
      "usage",
      `A snapshot is taken of one sequence, and ${sources.join(", ")} holds ${chosen.length}. Name one of them with --sequence: ${names.join(", ")}.`,
    );
  for (const { sequence, source } of chosen)
    if (sequence.duration === 0)
      throw new CressetError(
        "bad-input",
        `The sequence "${sequence.name}" of ${source} is empty: it has no frame to export.`,
      );
  const unlinked = chosen.flatMap(({ conformed, source, isEntry }) =>
    conformed.unlinked.map((each) => ({ ...each, source, isEntry, isLinked: conformed.links.has(each.segment.id) })),
  );
  if (unlinked.length > 0 && !allowMissing) throw unlinkedMedia(unlinked);
  return chosen;
}

type Unlinked = OpenedSequence["conformed"]["unlinked"][number] &
  Pick<OpenedOne, "source" | "isEntry"> & {
    /** Its media is there, but for images that the cut will not do without. */
    readonly isLinked: boolean;
  };

function unlinkedMedia(unlinked: readonly Unlinked[]): CressetError {
  const [first] = unlinked;
  const from = [...new Set(unlinked.map(({ source }) => source))];
  const lines = unlinked.map(
    ({ segment, trackId, tried, source }) =>
      `${from.length > 1 ? `${path.basename(source)}, ` : ""}${trackId} "${segment.name}" (${segment.place}): ${tried}`,
  );
  const count = unlinked.length === 1 ? "A segment" : `${unlinked.length} segments`;
  const one = unlinked.length === 1;
  const isThere = unlinked.every(({ isLinked }) => isLinked);
  const lacks = isThere
    ? `${one ? "lacks" : "lack"} images of ${one ? "its" : "their"} media`
    : `${one ? "has" : "have"} no media`;
  const message = `${count} of ${from.join(", ")} ${lacks}`;
  const why = from.length === 1 && first?.isEntry === true ? `: ${first.tried}` : "";
  const help = isThere
    ? "Bring the images back"
    : unlinked.every(({ isEntry }) => isEntry)
      ? "Find it with `cresset clip relink` and --media FOLDER"
      : "Name the folders of the media with --media";
  return new CressetError(
    "unlinked-media",
    `${message}${why}. ${help}, or export black in ${unlinked.length === 1 ? "its" : "their"} place with --allow-missing.`,
    { detail: lines.join("\n") },
  );
}

/** What has no media becomes black, and says so. */
function withBlack(conformed: OpenedSequence["conformed"]): OpenedSequence["conformed"] {
  const warnings = conformed.unlinked.map(({ segment, tried }) => ({
    code: "unlinked-media",
    message: conformed.links.has(segment.id)
      ? `"${segment.name}" lacks images, which become black: ${tried}`
      : `"${segment.name}" has no media and becomes black: ${tried}`,
    place: segment.place,
  }));
  return { ...conformed, warnings: [...conformed.warnings, ...warnings] };
}

/** Ids that no subtitles track of the sequence itself has. */
const withNewIds = (tracks: readonly SubtitleTrack[], { subtitleTracks }: OpenedSequence["sequence"]) =>
  tracks.map((track, index) => {
    const taken = new Set(subtitleTracks.map(({ id }) => id));
    let number = subtitleTracks.length + index + 1;
    while (taken.has(`S${number}`)) number += tracks.length;
    return { ...track, id: `S${number}` };
  });

async function readSubtitleTrack(file: string, index: number): Promise<SubtitleTrack> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CressetError("bad-input", `The subtitles ${file} cannot be read.`, { cause });
  });
  return { id: `S${index + 1}`, name: path.basename(file, path.extname(file)), cues: readSubtitles(bytes, file) };
}
