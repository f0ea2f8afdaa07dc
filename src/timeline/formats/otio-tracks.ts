import type { Rate } from "../../time/rate.ts";
import { multiply, type Rational, rational, round, subtract } from "../../time/rational.ts";
import { backwardsLead } from "../backwards-lead.ts";
import type { Segment, Track, Transition } from "../sequence.ts";
import type { OtioReading } from "./otio-fields.ts";
import type { Lane, LaneTransition, Piece } from "./otio-lane.ts";
import { exactly } from "./otio-metadata.ts";
import type { OriginSegment } from "./otio-origin.ts";
import { uniqueIds } from "./unique-ids.ts";

/** A laid-out row that becomes a track of the sequence. */
export interface TrackLane {
  /** Empty where the file gives none. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly lane: Lane;
}

/** Makes tracks of lanes: each cut is rounded by itself to the nearest frame of the sequence, so no rounding adds up. */
export function buildTracks(
  reading: OtioReading,
  rate: Rate,
  video: readonly TrackLane[],
  audio: readonly TrackLane[],
): {
  readonly video: readonly Track[];
  readonly audio: readonly Track[];
  /** By segment id. */
  readonly origins: ReadonlyMap<string, OriginSegment>;
} {
  const all = [...video, ...audio];
  const trackIds = uniqueIds(
    all.map(({ id }) => id),
    (position) => (position <= video.length ? `V${position}` : `A${position - video.length}`),
  );
  const wanted = all.flatMap(({ lane }, track) =>
    lane.pieces.map((piece, index) => ({ id: piece.clip.id, made: `${trackIds[track] ?? ""}.${index + 1}` })),
  );
  const segmentIds = uniqueIds(
    wanted.map(({ id }) => id),
    (position) => wanted[position - 1]?.made ?? "",
  );
  const origins = new Map<string, OriginSegment>();
  let taken = 0;
  const tracks = all.map((track, index): Track => {
    const ids = segmentIds.slice(taken, taken + track.lane.pieces.length);
    taken += track.lane.pieces.length;
    return { id: trackIds[index] ?? "", name: track.name, ...buildTrack(reading, rate, track, ids, origins) };
  });
  return { video: tracks.slice(0, video.length), audio: tracks.slice(video.length), origins };
}

function buildTrack(
  reading: OtioReading,
  rate: Rate,
  track: TrackLane,
  ids: readonly string[],
  origins: Map<string, OriginSegment>,
): Pick<Track, "segments" | "transitions"> {
  const segments: Segment[] = [];
  const endingAt = new Map<string, string>();
  const startingAt = new Map<string, string>();
  for (const [index, piece] of track.lane.pieces.entries()) {
    const id = ids[index] ?? "";
    const segment = buildSegment(piece, rate, id, track.enabled);
    if (segment.record.start === segment.record.end) {
      const message = `"${segment.name}" is shorter than half a frame of the sequence: it is left out`;
      reading.warn("too-short", message, segment.place);
      continue;
    }
    segments.push(segment);
    origins.set(id, originOf(piece, segment, rate));
    endingAt.set(keyOf(piece.end), id);
    startingAt.set(keyOf(piece.start), id);
  }
  const transitions = track.lane.transitions.flatMap((transition): readonly Transition[] => {
    const [from, to] = [endingAt.get(keyOf(transition.cut)), startingAt.get(keyOf(transition.cut))];
    const record = { start: frameAt(transition.start, rate), end: frameAt(transition.end, rate) };
    if (record.start === record.end || (from === undefined && to === undefined)) return [];
    return [
      {
        ...lookOf(transition),
        record,
        ...(from === undefined ? {} : { fromSegmentId: from }),
        ...(to === undefined ? {} : { toSegmentId: to }),
        place: transition.place,
      },
    ];
  });
  return { segments, transitions };
}

function buildSegment(piece: Piece, rate: Rate, id: string, trackEnabled: boolean): Segment {
  const { name, shotName, comment, source, sourceRate, exactSourceIn, markers, place } = piece.clip;
  return {
    id,
    name,
    shotName,
    comment,
    record: { start: frameAt(piece.start, rate), end: frameAt(piece.end, rate) },
    source,
    sourceIn: exactly(firstFrame(piece, rate), exactSourceIn),
    sourceRate,
    speed: piece.speed,
    enabled: piece.enabled && trackEnabled,
    markers,
    place,
  };
}

function originOf(piece: Piece, segment: Segment, rate: Rate): OriginSegment {
  const { sourceIn, sourceRate, speed, name, shotName, comment } = segment;
  const { exactSourceIn, origin } = piece.clip;
  const alone = { ...piece, sourceAt: origin.sourceAt, speed: origin.speed };
  const { json: clip, range } = origin;
  const clipSourceIn = exactly(firstFrame(alone, rate), exactSourceIn);
  return {
    clip,
    range,
    clipSourceIn,
    clipSpeed: origin.speed,
    sourceIn,
    sourceRate,
    speed,
    words: { name, shotName, comment },
  };
}

/**
 * From the playhead, a point between frames, to the frame that is shown first. Backwards that is the frame before the
 * point: see `backwardsLead`.
 */
function firstFrame(piece: Piece, rate: Rate): Rational {
  const { sourceRate } = piece.clip;
  const at = multiply(piece.sourceAt, rational(sourceRate.num, sourceRate.den));
  if (piece.speed.num >= 0n) return at;
  const perFrame = rational(BigInt(sourceRate.num) * BigInt(rate.den), BigInt(sourceRate.den) * BigInt(rate.num));
  return subtract(at, backwardsLead(multiply(piece.speed, perFrame)));
}

const frameAt = (seconds: Rational, rate: Rate): number => round(multiply(seconds, rational(rate.num, rate.den)));

const keyOf = (value: Rational): string => `${value.num}/${value.den}`;

const lookOf = ({ kind, wipeCode }: LaneTransition): Pick<Transition, "kind" | "wipeCode"> =>
  wipeCode === undefined ? { kind } : { kind, wipeCode };
