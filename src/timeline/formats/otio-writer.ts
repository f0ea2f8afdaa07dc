import type { Rate } from "../../time/rate.ts";
import { add, multiply, type Rational, rational, round, subtract, toNumber } from "../../time/rational.ts";
import { backwardsLead } from "../backwards-lead.ts";
import type { Marker, Segment, Sequence, Track, Transition } from "../sequence.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";
import { formatOtioJson, jsonArray, jsonFloat, jsonInteger, jsonObject } from "./otio-json-writer.ts";
import { exactText, ownNamespace, ownVersion } from "./otio-metadata.ts";
import { writeOwnSubtitles } from "./otio-subtitles.ts";
import { writeMedia } from "./otio-writer-media.ts";
import { timeAt, timeRange } from "./otio-writer-time.ts";

/** A file or a file sequence that holds what a segment shows. */
export interface ExportedMedia {
  /** Of a file sequence with `%0Nd` where the frame number stands. */
  readonly path: string;
  readonly frames?: { readonly first: number; readonly last: number; readonly padding: number };
  /** Time of its first frame (its timecode), frames at `rate`. */
  readonly availableStart: number;
  /** Frames at `rate`. */
  readonly availableDuration: number;
  readonly rate: Rate;
  /**
   * The frame of it, in its own time, that the segment begins with; then it plays at speed 1, because the export has
   * retimed it. Without it the segment keeps its own first frame and speed.
   */
  readonly sourceIn?: number;
}

export interface WriteOtioOptions {
  /** What to point at instead of the source, by segment id: the files that an export wrote. */
  readonly media?: ReadonlyMap<string, ExportedMedia>;
}

/**
 * Writes a sequence as an OTIO timeline (`Timeline.1`, `Clip.2`), the way OTIO formats it. What OTIO has no field for, and
 * exact numbers behind its floats, stand in the metadata under `cresset`; reading the text back gives an equal sequence,
 * but for the places that messages name.
 */
export function writeOtio(sequence: Sequence, options: WriteOtioOptions = {}): string {
  const { name, rate, startFrame, dropFrame, markers, size } = sequence;
  const timeline = jsonObject({
    OTIO_SCHEMA: "Timeline.1",
    global_start_time: timeAt(rational(startFrame), rate),
    metadata: own({
      dropFrame,
      size: size && jsonObject({ width: jsonInteger(size.width), height: jsonInteger(size.height) }),
      ...writeOwnSubtitles(sequence.subtitleTracks),
    }),
    name,
    tracks: item("Stack.1", "tracks", {
      children: jsonArray(writeTracks(sequence, options)),
      markers: writeMarkers(markers, rate),
    }),
  });
  return formatOtioJson(timeline);
}

/** What every item of OTIO has; `fields` override it. */
const item = (schema: string, name: string, fields: Readonly<Record<string, JsonValue>>): JsonObject =>
  jsonObject({
    OTIO_SCHEMA: schema,
    effects: jsonArray([]),
    enabled: true,
    markers: jsonArray([]),
    metadata: jsonObject({}),
    name,
    source_range: null,
    ...fields,
  });

const own = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  jsonObject({ [ownNamespace]: jsonObject({ version: jsonInteger(ownVersion), ...fields }) });

function writeTracks(sequence: Sequence, options: WriteOtioOptions): readonly JsonObject[] {
  const { duration, rate, videoTracks, audioTracks } = sequence;
  const ends = [...videoTracks, ...audioTracks].map((track) => track.segments.at(-1)?.record.end ?? 0);
  // A sequence that ends in a gap keeps its length through the gap of its first track.
  const padded = Math.max(0, ...ends) < duration ? 0 : -1;
  const kinds = [...videoTracks.map(() => "Video"), ...audioTracks.map(() => "Audio")];
  return [...videoTracks, ...audioTracks].map((track, index) =>
    item("Track.1", track.name, {
      children: jsonArray(writeTrack(track, rate, index === padded ? duration : 0, options)),
      kind: kinds[index] ?? "Video",
      metadata: own({ id: track.id }),
    }),
  );
}

function writeTrack(track: Track, rate: Rate, until: number, options: WriteOtioOptions): readonly JsonObject[] {
  const children: JsonObject[] = [];
  const waiting = [...track.transitions];
  let at = 0;
  const gap = (end: number) => {
    if (end > at) children.push(item("Gap.1", "", { source_range: timeRange(rational(0), rational(end - at), rate) }));
    at = Math.max(at, end);
  };
  const transitionsAt = (frame: number) => {
    for (const transition of waiting.filter((candidate) => cutOf(candidate, track) === frame)) {
      waiting.splice(waiting.indexOf(transition), 1);
      children.push(writeTransition(transition, frame, rate));
    }
  };
  for (const segment of track.segments) {
    gap(segment.record.start);
    transitionsAt(segment.record.start);
    children.push(writeSegment(segment, rate, options));
    at = segment.record.end;
    transitionsAt(at);
  }
  gap(until);
  return children;
}

/** Where a transition's two sides meet. */
function cutOf({ fromSegmentId, toSegmentId, record }: Transition, track: Track): number {
  const to = track.segments.find(({ id }) => id === toSegmentId);
  const from = track.segments.find(({ id }) => id === fromSegmentId);
  return to?.record.start ?? from?.record.end ?? record.start;
}

function writeTransition({ kind, wipeCode, record }: Transition, cut: number, rate: Rate): JsonObject {
  const event = wipeCode === undefined ? "W" : `W${String(wipeCode).padStart(3, "0")}`;
  return jsonObject({
    OTIO_SCHEMA: "Transition.1",
    in_offset: timeAt(rational(cut - record.start), rate),
    metadata: kind === "wipe" ? own({ transition: event }) : jsonObject({}),
    name: "",
    out_offset: timeAt(rational(record.end - cut), rate),
    transition_type: kind === "wipe" ? "Custom_Transition" : "SMPTE_Dissolve",
  });
}

function writeSegment(original: Segment, rate: Rate, options: WriteOtioOptions): JsonObject {
  const media = options.media?.get(original.id);
  const segment = media === undefined ? original : playExported(original, media);
  const { sourceIn, sourceRate, speed, source } = segment;
  const duration = rational(segment.record.end - segment.record.start);
  const start = speed.num < 0n ? backwardsStart(segment, duration, rate) : sourceIn;
  return item("Clip.2", segment.name, {
    active_media_reference_key: "DEFAULT_MEDIA",
    effects: jsonArray(writeSpeed(speed)),
    enabled: segment.enabled,
    markers: writeMarkers(segment.markers, sourceRate),
    media_references: jsonObject({ DEFAULT_MEDIA: writeMedia(source, sourceRate) }),
    metadata: own({
      audioChannels: source.audioChannels && jsonArray(source.audioChannels.map((channel) => jsonInteger(channel))),
      audioStream: source.audioStream === undefined ? undefined : jsonInteger(source.audioStream),
      clipName: source.clipName,
      comment: segment.comment,
      id: segment.id,
      shotName: segment.shotName,
      sourceIn: exactText(sourceIn),
      sourceRate: exactText(sourceRate),
      speed: isOne(speed) ? undefined : exactText(speed),
      tapeName: source.tapeName,
    }),
    source_range: timeRange(start, duration, sourceRate, rate),
  });
}

/** The segment as it plays in the file that was exported from it. */
export function playExported(segment: Segment, media: ExportedMedia): Segment {
  const { path, frames, rate } = media;
  const available = { start: media.availableStart, end: media.availableStart + media.availableDuration };
  const { clipName, tapeName, audioStream, audioChannels } = segment.source;
  const source = {
    clipName,
    tapeName,
    path,
    available,
    ...(frames === undefined ? {} : { frames, missingImages: "error" as const }),
    ...(audioStream === undefined ? {} : { audioStream }),
    ...(audioChannels === undefined ? {} : { audioChannels }),
  };
  if (media.sourceIn !== undefined) {
    const [sourceIn, speed] = [rational(media.sourceIn), rational(1)];
    return { ...segment, sourceRate: rate, sourceIn, speed, source, markers: markersMoved(segment, sourceIn, rate) };
  }
  const sourceIn = multiply(segment.sourceIn, ratio(rate, segment.sourceRate));
  return { ...segment, sourceRate: rate, sourceIn, source, markers: markersMoved(segment, sourceIn, rate) };
}

/** Markers keep their distance from the first frame shown. */
function markersMoved(segment: Segment, sourceIn: Rational, rate: Rate): readonly Marker[] {
  const perFrame = ratio(rate, segment.sourceRate);
  return segment.markers.map((marker) => ({
    ...marker,
    frame: round(add(sourceIn, multiply(subtract(rational(marker.frame), segment.sourceIn), perFrame))),
    duration: round(multiply(rational(marker.duration), perFrame)),
  }));
}

const ratio = (a: Rate, b: Rate): Rational => rational(BigInt(a.num) * BigInt(b.den), BigInt(a.den) * BigInt(b.num));

/** OTIO's range starts at its earliest frame, whichever way it is played: the reader's rule turned round. */
function backwardsStart({ sourceIn, sourceRate, speed }: Segment, duration: Rational, rate: Rate): Rational {
  const seconds = multiply(duration, rational(rate.den, rate.num));
  const length = multiply(multiply(seconds, speed), rational(sourceRate.num, sourceRate.den));
  return add(add(sourceIn, backwardsLead(multiply(speed, ratio(sourceRate, rate)))), length);
}

function writeSpeed(speed: Rational): readonly JsonObject[] {
  if (isOne(speed)) return [];
  const freeze = speed.num === 0n;
  return [
    jsonObject({
      OTIO_SCHEMA: freeze ? "FreezeFrame.1" : "LinearTimeWarp.1",
      effect_name: freeze ? "FreezeFrame" : "LinearTimeWarp",
      enabled: true,
      metadata: jsonObject({}),
      name: "",
      time_scalar: jsonFloat(toNumber(speed)),
    }),
  ];
}

const isOne = (speed: Rational): boolean => speed.num === 1n && speed.den === 1n;

/** `Marker.2` and not 3, which released versions of OTIO do not know. */
function writeMarkers(markers: readonly Marker[], rate: Rate): JsonValue {
  return jsonArray(
    markers.map(({ name, frame, duration, colour, comment }) =>
      jsonObject({
        OTIO_SCHEMA: "Marker.2",
        color: colour,
        comment,
        marked_range: timeRange(rational(frame), rational(duration), rate),
        metadata: jsonObject({}),
        name,
      }),
    ),
  );
}
