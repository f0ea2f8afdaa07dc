import type { Catalogue, ClipFacts, Entry, EntryAttributes } from "../catalogue/catalogue.ts";
import { currentVersion, isMediaThere } from "../catalogue/clip-facts.ts";
import { sequencesPlaying } from "../catalogue/clip-uses.ts";
import type { OpenSourceOptions } from "../catalogue/open-source.ts";
import type { RunRecord, RunStore } from "../catalogue/run-store.ts";
import { CressetError } from "../errors.ts";
import { frameFileName } from "../media/image-sequence.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Prober } from "../media/probe.ts";
import { formatRate } from "../time/rate.ts";
import { formatTimecode } from "../time/timecode.ts";
import { type OpenedEntry, openEntry } from "./catalogue-sources.ts";
import { clipThumbnail, type Thumbnail } from "./clip-thumbnail.ts";
import { describeMedia, describeSequence, type MediaDescription, type SequenceDescription } from "./describe-source.ts";
import { entryPrefix } from "./resolve-sources.ts";

/** What `cresset clip show` tells of a clip or sequence of the catalogue, as plain JSON. */
export interface ClipDescription {
  readonly id: string;
  readonly kind: "clip" | "sequence";
  readonly name: string;
  /** Where it lies; empty for nowhere. */
  readonly path: string;
  readonly rate: string;
  readonly durationFrames: number;
  readonly duration: string;
  readonly start: string;
  readonly width: number;
  readonly height: number;
  /** Whether all media that it plays is there. */
  readonly linked: boolean;
  readonly attributes: EntryAttributes;
  /** Marks as record timecodes; empty where there is none. */
  readonly marks: { readonly in: string; readonly out: string };
  readonly versions: readonly VersionDescription[];
  /** The OpenClip that the versions were read from; empty without one. */
  readonly openClip: string;
  /** The media of the version that is shown, as it is now, or as it was when it is not there. */
  readonly media?: MediaDescription;
  /** Of a sequence: what the cut holds. */
  readonly sequence?: SequenceDescription;
  readonly thumbnail: Thumbnail;
  readonly usedBy: readonly { readonly id: string; readonly name: string; readonly path: string }[];
  /** Runs that exported it and wrote something, and runs that wrote its media; newest first, of the latest 500. */
  readonly exportedBy: readonly RunDescription[];
  readonly writtenBy: readonly RunDescription[];
}

export interface VersionDescription {
  readonly name: string;
  readonly number: number;
  readonly current: boolean;
  readonly path: string;
  readonly linked: boolean;
}

interface RunDescription {
  readonly id: string;
  readonly startedAt: string;
  readonly status: string;
}

export interface DescribeClipParts {
  readonly catalogue: Catalogue;
  readonly runs: RunStore;
  readonly prober: Prober;
  /** Where thumbnails are kept. */
  readonly home: string;
  readonly mediaFolders: readonly string[];
  /** Where the media of sequences may lie; everywhere when left out. */
  readonly mediaRoots?: readonly string[] | undefined;
}

/** Looks at a clip or sequence of the catalogue, its media and where it is used. @throws CressetError `usage` for a container. */
export async function describeClip(entry: Entry, parts: DescribeClipParts): Promise<ClipDescription> {
  const { catalogue, runs, prober, home, mediaFolders, mediaRoots } = parts;
  if (entry.kind !== "clip" && entry.kind !== "sequence")
    throw new CressetError(
      "usage",
      `${await catalogue.pathOf(entry.id)} is a ${entry.kind}. Expected a clip or a sequence.`,
    );
  const options: OpenSourceOptions = {
    probe: (file, wish = {}) => prober.probe(file, wish),
    mediaFolders,
    mediaRoots,
  };
  const opened = await openEntry(entry.id, catalogue, options);
  const { facts, sequence, conformed } = opened;
  const media = shownMedia(opened);
  const around = await runs.runsAround({
    source: `${entryPrefix}${entry.id}`,
    file: media === undefined ? undefined : firstFile(media),
  });
  const users = await sequencesPlaying(facts, entry.projectId, catalogue, options);
  const timecode = (frame: number) => formatTimecode(facts.startFrame + frame, facts.rate, facts.dropFrame);
  const { inMark, outMark } = entry.attributes;
  return {
    id: entry.id,
    kind: entry.kind,
    name: entry.name,
    path: await catalogue.pathOf(entry.id),
    rate: formatRate(facts.rate),
    durationFrames: facts.duration,
    duration: formatTimecode(facts.duration, facts.rate, facts.dropFrame),
    start: timecode(0),
    width: facts.width,
    height: facts.height,
    linked: conformed.unlinked.length === 0,
    attributes: entry.attributes,
    marks: { in: inMark === undefined ? "" : timecode(inMark), out: outMark === undefined ? "" : timecode(outMark) },
    versions: await describeVersions(facts),
    openClip: facts.source.kind === "media" ? (facts.source.openClip ?? "") : "",
    ...(media === undefined ? {} : { media: describeMedia(media) }),
    ...(facts.source.kind === "cut" ? { sequence: describeSequence({ sequence, conformed }) } : {}),
    thumbnail: await clipThumbnail(opened, home),
    usedBy: await Promise.all(users.map(async ({ id, name }) => ({ id, name, path: await catalogue.pathOf(id) }))),
    exportedBy: around.exported.map(describeRun),
    writtenBy: around.wrote.map(describeRun),
  };
}

/** As it was read just now; where it is not there, as it was. */
function shownMedia({ facts, conformed }: OpenedEntry): MediaInfo | undefined {
  const version = currentVersion(facts);
  const read = [...conformed.links.values()].find(({ media }) => media.path === version?.media.path);
  return version === undefined ? undefined : (read?.media ?? version.media);
}

async function describeVersions({ source }: ClipFacts): Promise<readonly VersionDescription[]> {
  if (source.kind !== "media") return [];
  return Promise.all(
    source.versions.map(async ({ name, number, media }, index) => ({
      name,
      number,
      current: index === source.current,
      path: media.path,
      linked: await isMediaThere(media),
    })),
  );
}

const firstFile = ({ path, imageSequence }: MediaInfo): string =>
  imageSequence === undefined ? path : frameFileName(imageSequence, imageSequence.first);

const describeRun = ({ id, startedAt, status }: RunRecord): RunDescription => ({
  id,
  startedAt: startedAt.toISOString(),
  status,
});
