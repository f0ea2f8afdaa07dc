import { add, compare, multiply, type Rational, subtract, toNumber, zero } from "../../time/rational.ts";
import { CressetError } from "../../errors.ts";
import type { JsonObject } from "./otio-json.ts";
import type { OtioObject } from "./otio-document.ts";
import { speedOf } from "./otio-effects.ts";
import {
  isEnabled,
  isRelatedRate,
  listField,
  type OtioRange,
  type OtioReading,
  rangeField,
  textField,
} from "./otio-fields.ts";
import {
  emptyLane,
  freezeLane,
  joinLanes,
  type Lane,
  type LaneTransition,
  overlayLanes,
  retimeLane,
  shiftLane,
  trimLane,
} from "./otio-lane.ts";
import { readMarkers } from "./otio-markers.ts";
import { readMedia, sourceRateOf, wholeFrames } from "./otio-media.ts";
import { commentOf, ownRate, ownRational, ownText, shotNameOf } from "./otio-metadata.ts";
import { readTransition } from "./otio-transition.ts";
import { formatRate, sameRate } from "../../time/rate.ts";

/** What an item shows and how long it lasts in its parent. */
export interface Layout {
  /** Seconds. */
  readonly duration: Rational;
  readonly video: Lane;
  readonly audio: readonly Lane[];
}

/** Items inside items; only a reference of an object to itself gets that deep. */
const deepest = 100;

/** Lays out a track, a nested stack or a clip, in exact seconds from its own start. */
export function layOutItem(
  reading: OtioReading,
  item: OtioObject,
  kind: "video" | "audio",
  place: string,
  depth = 0,
): Layout {
  if (depth > deepest)
    throw new CressetError(
      "bad-input",
      `${reading.document.fileName}, line ${item.json.line}: expected at most ${deepest} items inside each other`,
    );
  switch (item.schema) {
    case "Clip":
      return layOutClip(reading, item, kind, place);
    case "Track":
      return trimmed(reading, item, layOutTrack(reading, item, place, depth), place);
    case "Stack":
      return trimmed(reading, item, layOutStack(reading, item, kind, place, depth), place);
    default: {
      const duration = rangeField(reading, item.json, "source_range")?.duration.seconds ?? zero;
      if (item.schema !== "Gap")
        reading.warn("unknown-item", `"${item.schema}" is unknown: it is shown as a gap`, place);
      return { duration, video: emptyLane, audio: [] };
    }
  }
}

/** Video or audio, or nothing for a track of another kind. Older files say `Video` by saying nothing. */
export function trackKind(track: OtioObject): "video" | "audio" | undefined {
  const kind = track.schema === "Track" ? textField(track.json, "kind").toLowerCase() : "";
  return kind === "audio" ? "audio" : kind === "" || kind === "video" ? "video" : undefined;
}

function layOutClip(reading: OtioReading, clip: OtioObject, kind: "video" | "audio", place: string): Layout {
  const { json } = clip;
  const media = readMedia(reading, clip, place);
  const range = rangeField(reading, json, "source_range") ?? media.available;
  if (range === undefined)
    throw new CressetError(
      "bad-input",
      `${reading.document.fileName}, line ${json.line}: expected the clip "${textField(json, "name")}" (${place}) to have a "source_range", because its media has no "available_range": nothing says how long it is. Write one of them`,
    );
  warnOfRates(reading, media.available, range, place);
  if (kind === "video") warnOfFractions(reading, json, range, place);
  const speed = speedOf(reading, json, place);
  const exactRate = ownRate(json, "sourceRate");
  const noted = exactRate !== undefined && sameRate(exactRate, range.start.rate);
  const sourceRate = noted ? exactRate : sourceRateOf(media, range);
  const exactSourceIn = ownRational(json, "sourceIn");
  const sourceAt = firstShown(range, speed);
  const piece = {
    start: zero,
    end: range.duration.seconds,
    sourceAt,
    speed,
    enabled: isEnabled(json),
    clip: {
      id: ownText(json, "id") ?? "",
      name: textField(json, "name"),
      shotName: shotNameOf(json),
      comment: commentOf(json),
      source:
        media.available === undefined
          ? media.source
          : { ...media.source, available: wholeFrames(media.available, sourceRate) },
      sourceRate,
      ...(exactSourceIn === undefined ? {} : { exactSourceIn }),
      markers: readMarkers(reading, json, sourceRate),
      place,
      origin: { json, range, sourceAt, speed },
    },
  };
  const lane = range.duration.seconds.num === 0n ? emptyLane : { pieces: [piece], transitions: [] };
  return {
    duration: range.duration.seconds,
    video: kind === "video" ? lane : emptyLane,
    audio: kind === "audio" ? [lane] : [],
  };
}

/** The range starts at the first frame shown; backwards it is played from its end, so that it shows the same frames. */
function firstShown(range: OtioRange, speed: Rational): Rational {
  if (speed.num >= 0n) return range.start.seconds;
  return subtract(range.start.seconds, multiply(range.duration.seconds, speed));
}

function warnOfRates(reading: OtioReading, available: OtioRange | undefined, range: OtioRange, place: string): void {
  if (available === undefined || !isRelatedRate(available.start.rate, range.start.rate)) return;
  const [ofMedia, ofCut] = [formatRate(available.start.rate), formatRate(range.start.rate)];
  reading.warn(
    "rate-mismatch",
    `The media counts at ${ofMedia} and the cut at ${ofCut}: the source range is converted by time, not by frame number`,
    place,
  );
}

/** Speeds may begin between two frames, and Cresset's own cuts say where exactly; all else that does is a mistake. */
function warnOfFractions(reading: OtioReading, clip: JsonObject, { start, duration }: OtioRange, place: string): void {
  const exact = ownText(clip, "sourceIn") !== undefined;
  const parts = [
    ...(start.value.den === 1n || exact ? [] : [`begins at frame ${toNumber(start.value)}`]),
    ...(duration.value.den === 1n ? [] : [`is ${toNumber(duration.value)} frames long`]),
  ];
  if (parts.length === 0) return;
  const message = `"${textField(clip, "name")}" ${parts.join(" and ")}: pictures have no parts, so its cuts lie on the nearest frames of the sequence and it shows the source frame that its beginning lies in`;
  reading.warn("fractional-range", message, place);
}

function layOutTrack(reading: OtioReading, track: OtioObject, place: string, depth: number): Layout {
  const kind = trackKind(track);
  if (kind === undefined) {
    const message = `A track of the kind "${textField(track.json, "kind")}" cannot be rendered: it is left out`;
    reading.warn("unsupported-track", message, place);
  }
  const items: Layout[] = [];
  const starts: Rational[] = [];
  const waiting: { readonly object: OtioObject; readonly after: number; readonly place: string }[] = [];
  let duration = zero;
  for (const [index, child] of listField(reading, track.json, "children").entries()) {
    const childPlace = `${place}, item ${index + 1}`;
    if (child.schema === "Transition") {
      waiting.push({ object: child, after: items.length, place: childPlace });
      continue;
    }
    const layout = layOutItem(reading, child, kind ?? "video", childPlace, depth + 1);
    if (kind === "audio" && layout.video.pieces.length > 0)
      reading.warn("video-in-audio-track", "Pictures nested in an audio track are left out", childPlace);
    starts.push(duration);
    items.push(isEnabled(child.json) || child.schema === "Clip" ? layout : { ...layout, video: emptyLane, audio: [] });
    duration = add(duration, layout.duration);
  }
  if (kind === undefined) return { duration, video: emptyLane, audio: [] };
  const transitions: LaneTransition[] = [];
  for (const { object, after, place: at } of waiting) {
    const cut = starts[after] ?? duration;
    // A transition may not reach into the one before it either.
    const free = subtract(cut, transitions.at(-1)?.end ?? zero);
    const before = least(items[after - 1]?.duration ?? zero, free);
    const room = { cut, before, after: items[after]?.duration ?? zero, place: at };
    transitions.push(...readTransition(reading, object.json, room));
  }
  const row = (laneOf: (item: Layout) => Lane | undefined): Lane =>
    joinLanes(items.map((item, index) => shiftLane(laneOf(item) ?? emptyLane, starts[index] ?? zero)));
  const depthOfAudio = Math.max(0, ...items.map((item) => item.audio.length));
  const audio = Array.from({ length: depthOfAudio }, (_, n) => row((item) => item.audio[n]));
  if (kind === "video")
    return {
      duration,
      video: withTransitions(
        row((item) => item.video),
        transitions,
      ),
      audio,
    };
  const [first = emptyLane, ...others] = audio;
  return { duration, video: emptyLane, audio: [withTransitions(first, transitions), ...others] };
}

const withTransitions = (lane: Lane, transitions: Lane["transitions"]): Lane => ({
  pieces: lane.pieces,
  transitions: [...lane.transitions, ...transitions].toSorted((a, b) => compare(a.start, b.start)),
});

function layOutStack(
  reading: OtioReading,
  stack: OtioObject,
  kind: "video" | "audio",
  place: string,
  depth: number,
): Layout {
  const layouts = listField(reading, stack.json, "children").map((child, index) => {
    const childPlace = `${place}, nested track ${index + 1}`;
    const layout = layOutItem(reading, child, kind, childPlace, depth + 1);
    return isEnabled(child.json) ? layout : { ...layout, video: emptyLane, audio: [] };
  });
  const dropped = () => warnOfTransition(reading, place);
  return {
    duration: layouts.map((layout) => layout.duration).reduce((a, b) => (compare(a, b) < 0 ? b : a), zero),
    video: overlayLanes(
      layouts.map((layout) => layout.video),
      dropped,
    ),
    audio: layouts.flatMap((layout) => layout.audio),
  };
}

/** Applies the `source_range` and the time effects of a track or stack to the lanes it holds. */
export function trimLanes(
  reading: OtioReading,
  item: OtioObject,
  whole: { readonly duration: Rational; readonly lanes: readonly Lane[] },
  place: string,
): { readonly duration: Rational; readonly lanes: readonly Lane[] } {
  const range = shownRange(reading, item, whole.duration, place);
  const speed = speedOf(reading, item.json, place);
  const plain = speed.num === 1n && speed.den === 1n;
  if (range === undefined && plain) return whole;
  const duration = range?.duration.seconds ?? whole.duration;
  const start = range?.start.seconds ?? zero;
  const length = multiply(duration, speed.num < 0n ? subtract(zero, speed) : speed);
  const dropped = () => warnOfTransition(reading, place);
  const shown = (lane: Lane): Lane => {
    if (speed.num !== 0n) {
      const part = trimLane(lane, start, add(start, length), dropped);
      return plain ? part : retimeLane(part, length, speed, dropped);
    }
    // A held picture is looked for in what lies from the start on, not in a window of no length.
    return freezeLane(trimLane(lane, start, add(start, whole.duration), dropped), duration, dropped);
  };
  return { duration, lanes: whole.lanes.map(shown) };
}

/**
 * Some tools write the range of a whole track in record timecode, where nothing lies: a range that is just as long as the
 * track but outside of it means all of it.
 */
function shownRange(reading: OtioReading, item: OtioObject, whole: Rational, place: string): OtioRange | undefined {
  const range = rangeField(reading, item.json, "source_range");
  if (range === undefined || whole.num === 0n) return range;
  const end = add(range.start.seconds, range.duration.seconds);
  if (compare(end, zero) > 0 && compare(range.start.seconds, whole) < 0) return range;
  const means = compare(range.duration.seconds, whole) === 0 ? "all of it is shown" : "a gap is shown";
  reading.warn("range-outside", `The "source_range" lies outside of what is there: ${means}`, place);
  return means === "all of it is shown" ? undefined : range;
}

function trimmed(reading: OtioReading, item: OtioObject, { duration, video, audio }: Layout, place: string): Layout {
  const part = trimLanes(reading, item, { duration, lanes: [video, ...audio] }, place);
  const [shown = emptyLane, ...heard] = part.lanes;
  return { duration: part.duration, video: shown, audio: heard };
}

const least = (a: Rational, b: Rational): Rational => (compare(a, b) < 0 ? a : b);

const warnOfTransition = (reading: OtioReading, place: string): void =>
  reading.warn(
    "unsupported-transition",
    "A transition inside nested material is cut or half hidden: it becomes a cut",
    place,
  );
