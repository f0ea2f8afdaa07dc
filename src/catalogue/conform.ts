import { stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";
import type { Rational } from "../time/rational.ts";
import type { Segment, Sequence, SequenceWarning } from "../timeline/sequence.ts";
import { chooseMedia, type JudgedMedia, judgeMedia } from "./conform/choose-media.ts";
import type { MediaItem } from "./conform/media-folder.ts";
import { type MediaIndex, readMediaIndex, refuseMissingFolders } from "./conform/media-index.ts";
import { matchesByName } from "./conform/media-match.ts";
import { isImagePattern, nameKey, pathParts, singleImagePattern, spellings } from "./conform/media-name.ts";
import { shownLostImages, someNumbers } from "./conform/shown-lost-images.ts";
import { sourceWarnings } from "./conform/source-warnings.ts";
import { mapConcurrently } from "./map-concurrently.ts";
import { liesUnder, probeUnder } from "./probe-under.ts";

/** Which file a segment plays, and from where. */
export interface SegmentLink {
  readonly media: MediaInfo;
  /**
   * Position in the media of the first frame that the segment shows at its `record.start`: frames at `mediaRate`,
   * counted from 0. It may lie outside of the media; then a warning says so.
   */
  readonly sourceFrame: Rational;
  /** Rate of the media's picture; of an image sequence and of sound alone the segment's own source rate. */
  readonly mediaRate: Rate;
}

interface UnlinkedSegment {
  readonly segment: Segment;
  readonly trackId: string;
  /** A sentence: where it was looked for and by which names. */
  readonly tried: string;
}

/** A sequence and its media. */
export interface Conformed {
  /** By segment id. Black and disabled segments need no media and have none. */
  readonly links: ReadonlyMap<string, SegmentLink>;
  /**
   * Segments whose media was not found, and those that have a link but lack images of it, where the cut says that this is
   * an error.
   */
  readonly unlinked: readonly UnlinkedSegment[];
  readonly warnings: readonly SequenceWarning[];
}

export interface ConformOptions {
  /** Searched with all that lies in them; the first wins where nothing else decides. */
  readonly mediaFolders: readonly string[];
  /** Relative paths of the cut start here. */
  readonly cutFolder: string;
  /** Called once for each file that a name points at. Image sequences are asked for by their pattern. */
  readonly probe: (path: string) => Promise<MediaInfo>;
  readonly signal?: AbortSignal | undefined;
  /** Media elsewhere is not played, whatever the cut says, and counts as not found; from everywhere when left out. */
  readonly mediaRoots?: readonly string[] | undefined;
}

/**
 * Finds the media of each segment: by the path that the cut writes (relative ones start at the cut), then in the media
 * folders by file name, clip name, and tape name with source timecode. Of several files with the same name the one whose
 * timecode covers the segment wins, then the one whose path resembles the written one most, then the one that belongs to
 * the segment's tape; of files that are equal in this too the first is taken, in the order of the media folders, and a
 * warning names them. Segments that find nothing are listed, all of them.
 * @throws CressetError when a media folder is not there. @throws the signal's reason when that is aborted.
 */
export async function conform(sequence: Sequence, options: ConformOptions): Promise<Conformed> {
  await refuseMissingFolders(options.mediaFolders);
  const search = new MediaSearch(sequence, options);
  const tracks = [
    ...sequence.videoTracks.map((track) => ({ track, needs: "picture" as const })),
    ...sequence.audioTracks.map((track) => ({ track, needs: "sound" as const })),
  ];
  const wanted = tracks.flatMap(({ track, needs }) =>
    track.segments
      .filter(({ enabled, source }) => enabled && source.generator === undefined)
      .map((segment) => ({ segment, track, needs })),
  );
  const found = await mapConcurrently(wanted, async ({ segment, track, needs }) => {
    options.signal?.throwIfAborted();
    return { segment, track, ...(await search.find(segment, needs)) };
  });
  const links = new Map<string, SegmentLink>();
  const unlinked: UnlinkedSegment[] = [];
  const warnings: SequenceWarning[] = [...search.warnings];
  const ambiguities = new Set<string>();
  for (const { segment, track, media, tried, ambiguous } of found) {
    if (media === undefined) {
      unlinked.push({ segment, trackId: track.id, tried });
      continue;
    }
    links.set(segment.id, { media: media.info, sourceFrame: media.position.start, mediaRate: media.clock.rate });
    const files = [media.info.path, ...ambiguous].join(" or ");
    // Said once, not for each segment of the clip.
    if (ambiguous.length > 0 && !ambiguities.has(files)) {
      ambiguities.add(files);
      const message = `"${segment.name}" could play ${files}: the first is taken. Give a narrower media folder, or name the one that is meant first.`;
      warnings.push({ code: "ambiguous-media", message, place: segment.place });
    }
    const lost = segment.source.missingImages === "error" ? shownLostImages(sequence, track, segment, media) : [];
    if (lost.length > 0) unlinked.push({ segment, trackId: track.id, tried: lostText(media.info.path, lost) });
    warnings.push(...sourceWarnings(sequence, track, segment, media));
  }
  return { links, unlinked, warnings };
}

const lostText = (file: string, lost: readonly number[]): string =>
  `the images ${someNumbers(lost)} of ${file} are not on disk, and the cut says that this is an error (missing_frame_policy)`;

interface Finding {
  readonly media?: JudgedMedia;
  readonly tried: string;
  /** Other files that are as likely. */
  readonly ambiguous: readonly string[];
}

/** What `conform` has read so far: the names in the folders once, each file once. */
class MediaSearch {
  readonly #options: ConformOptions;
  readonly #recordRate: Rate;
  readonly #existing = new Map<string, Promise<boolean>>();
  readonly #probed = new Map<string, Promise<MediaInfo | CressetError>>();
  #index: Promise<MediaIndex> | undefined;
  readonly warnings: SequenceWarning[] = [];

  constructor(sequence: Sequence, options: ConformOptions) {
    this.#options = options;
    this.#recordRate = sequence.rate;
  }

  async find(segment: Segment, needs: "picture" | "sound"): Promise<Finding> {
    const tried: string[] = [];
    const written = await this.#atWrittenPath(segment, needs, tried);
    if (written !== undefined) return { media: written, tried: "", ambiguous: [] };
    const { mediaFolders } = this.#options;
    if (mediaFolders.length === 0) {
      tried.push("no media folder was given");
      return { tried: sentence(tried), ambiguous: [] };
    }
    this.#index ??= this.#readIndex();
    const index = await this.#index;
    let fallback: Finding | undefined;
    for (const { how, items, needsTimecode } of matchesByName(segment, index)) {
      const judged = await this.#judgeAll(items, segment, needs, tried);
      const chosen = chooseMedia(judged, segment, needsTimecode);
      if (chosen === undefined) {
        tried.push(`none of ${index.items.length} items in ${mediaFolders.join(", ")} is ${how}`);
        continue;
      }
      const finding = { media: chosen.media, tried: "", ambiguous: chosen.ambiguous };
      if (chosen.media.position.fit !== "outside" && chosen.media.hasNeeded) return finding;
      fallback ??= finding;
    }
    const byTape = fallback ?? (await this.#byTapeInside(segment, needs, index, tried));
    return byTape ?? { tried: sentence(tried), ambiguous: [] };
  }

  async #atWrittenPath(
    segment: Segment,
    needs: "picture" | "sound",
    tried: string[],
  ): Promise<JudgedMedia | undefined> {
    const { path: written, frames } = segment.source;
    if (written === undefined) return undefined;
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(written)) {
      tried.push(`${written} is no path of a file`);
      return undefined;
    }
    for (const spelling of spellings(written)) {
      const file = path.resolve(this.#options.cutFolder, spelling);
      const { mediaRoots } = this.#options;
      if (mediaRoots !== undefined && !(await liesUnder(file, mediaRoots))) {
        tried.push(`${file} lies outside of the storage roots`);
        continue;
      }
      const isPattern = frames !== undefined || isImagePattern(path.basename(file));
      if (await this.#exists(isPattern ? path.dirname(file) : file)) {
        const found = await this.#atPath(file, isPattern, segment, needs, tried);
        if (found !== undefined) return found;
      } else tried.push(`there is no ${file}`);
    }
    return undefined;
  }

  async #atPath(
    file: string,
    isPattern: boolean,
    segment: Segment,
    needs: "picture" | "sound",
    tried: string[],
  ): Promise<JudgedMedia | undefined> {
    const items = [writtenItem(file, isPattern ? "sequence" : "file")];
    // One image of a sequence may mean itself, held, or the sequence; the segment's time tells.
    const single = path.join(path.dirname(file), singleImagePattern(path.basename(file)));
    if (!isPattern && single !== file) items.push({ ...writtenItem(file, "image"), path: single });
    return chooseMedia(await this.#judgeAll(items, segment, needs, tried), segment, false)?.media;
  }

  #exists(file: string): Promise<boolean> {
    const known = this.#existing.get(file);
    if (known !== undefined) return known;
    const asked = stat(file).then(
      () => true,
      () => false,
    );
    this.#existing.set(file, asked);
    return asked;
  }

  /** The last resort, and the dearest: the tape name that the files themselves carry. Each file is read once. */
  async #byTapeInside(
    segment: Segment,
    needs: "picture" | "sound",
    index: MediaIndex,
    tried: string[],
  ): Promise<Finding | undefined> {
    const tape = nameKey(segment.source.tapeName);
    if (tape === "") return undefined;
    const inside = await mapConcurrently(index.items, async (item) => {
      this.#options.signal?.throwIfAborted();
      const info = await this.#probe(item.path);
      return info instanceof CressetError || nameKey(info.tapeName) !== tape ? [] : [item];
    });
    const judged = await this.#judgeAll(inside.flat(), segment, needs, tried);
    const chosen = chooseMedia(judged, segment, true);
    if (chosen !== undefined) return { media: chosen.media, tried: "", ambiguous: chosen.ambiguous };
    tried.push(`no file carries the tape name "${segment.source.tapeName}" with this timecode`);
    return undefined;
  }

  async #judgeAll(
    items: readonly MediaItem[],
    segment: Segment,
    needs: "picture" | "sound",
    tried: string[],
  ): Promise<readonly JudgedMedia[]> {
    const judged: JudgedMedia[] = [];
    for (const item of items) {
      const info = await this.#probe(item.path);
      if (info instanceof CressetError) tried.push(`${item.path} cannot be read: ${info.message}`);
      else if (needs === "picture" && info.video.length === 0) tried.push(`${item.path} has no picture`);
      else judged.push(judgeMedia(item, info, segment, needs, this.#recordRate));
    }
    return judged;
  }

  async #readIndex(): Promise<MediaIndex> {
    const index = await readMediaIndex(this.#options.mediaFolders, this.#options.signal);
    for (const message of index.warnings) this.warnings.push({ code: "unreadable-folder", message, place: "" });
    return index;
  }

  #probe(file: string): Promise<MediaInfo | CressetError> {
    const known = this.#probed.get(file);
    if (known !== undefined) return known;
    const probing = probeUnder(
      this.#options.probe,
      this.#options.mediaRoots,
    )(file).catch((error: unknown) => {
      if (error instanceof CressetError && error.code !== "cancelled") return error;
      throw error;
    });
    this.#probed.set(file, probing);
    return probing;
  }
}

const writtenItem = (file: string, kind: MediaItem["kind"]): MediaItem => ({
  path: file,
  kind,
  parts: pathParts(file),
  folders: [],
  stem: "",
});

const sentence = (parts: readonly string[]): string => {
  const text = [...new Set(parts)].join("; ");
  return text === "" ? "the cut names no file, clip or tape" : text;
};
