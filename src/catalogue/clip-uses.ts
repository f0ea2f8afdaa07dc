import { existsSync } from "node:fs";
import path from "node:path";
import { CressetError } from "../errors.ts";
import type { MediaInfo } from "../media/media-info.ts";
import { readCut } from "../timeline/read-cut.ts";
import type { Segment, Sequence } from "../timeline/sequence.ts";
import type { Catalogue, ClipFacts, Entry, EntryTree } from "./catalogue.ts";
import { chooseMedia, judgeMedia } from "./conform/choose-media.ts";
import { itemOf, type MediaItem } from "./conform/media-folder.ts";
import { mediaIndexOf } from "./conform/media-index.ts";
import { matchesByName } from "./conform/media-match.ts";
import { stemOf } from "./conform/media-name.ts";
import { mediaName } from "./media-sequence.ts";

/**
 * The sequences of a project with a segment that plays media of a clip, by the rules of conform; no media is opened. A
 * segment whose written path leads to another file plays that.
 */
export async function sequencesPlaying(
  facts: ClipFacts,
  projectId: string,
  catalogue: Catalogue,
): Promise<readonly Entry[]> {
  if (facts.source.kind !== "media") return [];
  const media = facts.source.versions.map((version) => version.media);
  const found: Entry[] = [];
  for (const entry of sequencesIn(await catalogue.tree(projectId))) {
    const { source, rate } = await catalogue.clipFacts(entry.id);
    if (source.kind !== "cut") continue;
    try {
      const sequences = readCut(source.path, await catalogue.cutText(entry.id), { rate });
      const sequence = sequences.find(({ name }) => name === source.sequenceName) ?? sequences[0];
      if (sequence !== undefined && plays(sequence, media, path.dirname(source.path))) found.push(entry);
    } catch (error) {
      // A cut that cannot be read plays nothing.
      if (!(error instanceof CressetError)) throw error;
    }
  }
  return found;
}

const sequencesIn = ({ entry, children }: EntryTree): readonly Entry[] =>
  entry.kind === "sequence" ? [entry] : children.flatMap(sequencesIn);

function plays(sequence: Sequence, media: readonly MediaInfo[], cutFolder: string): boolean {
  const items = new Map(media.map((each): [MediaItem, MediaInfo] => [asItem(each), each]));
  const index = mediaIndexOf([...items.keys()]);
  const isPlayed = (segment: Segment, needs: "picture" | "sound"): boolean => {
    const written = segment.source.path === undefined ? undefined : path.resolve(cutFolder, segment.source.path);
    if (written !== undefined && media.some((each) => each.path === written)) return true;
    if (written !== undefined && existsSync(written) && !media.some((each) => holds(each, written))) return false;
    for (const { items: named, needsTimecode } of matchesByName(segment, index)) {
      const judged = named.flatMap((item) => {
        const info = items.get(item);
        return info === undefined ? [] : [judgeMedia(item, info, segment, needs, sequence.rate)];
      });
      const chosen = chooseMedia(judged, segment, needsTimecode);
      if (chosen !== undefined && chosen.media.position.fit !== "outside" && chosen.media.hasNeeded) return true;
    }
    return false;
  };
  const tracks = [
    ...sequence.videoTracks.map(({ segments }) => ({ segments, needs: "picture" as const })),
    ...sequence.audioTracks.map(({ segments }) => ({ segments, needs: "sound" as const })),
  ];
  return tracks.some(({ segments, needs }) =>
    segments.some((segment) => segment.enabled && segment.source.generator === undefined && isPlayed(segment, needs)),
  );
}

/** Whether a path is one of the images of a sequence. */
const holds = ({ imageSequence }: MediaInfo, file: string): boolean =>
  imageSequence !== undefined &&
  path.dirname(file) === imageSequence.folder &&
  path.basename(file).startsWith(imageSequence.prefix) &&
  file.endsWith(imageSequence.suffix);

function asItem(media: MediaInfo): MediaItem {
  const { path: file, imageSequence } = media;
  const folders = path.dirname(file).split(path.sep).slice(-2);
  if (imageSequence === undefined) return itemOf(file, folders, stemOf(path.basename(file)));
  return { ...itemOf(file, folders, mediaName(media)), kind: "sequence", sequence: imageSequence };
}
