import { basename, extname } from "node:path";
import type { Rate } from "../../time/rate.ts";
import { compare, multiply, type Rational, rational, round, zero } from "../../time/rational.ts";
import type { Sequence, SequenceWarning, Track } from "../sequence.ts";
import {
  member,
  type OtioDocument,
  type OtioObject,
  otioObject,
  parseOtioDocument,
  warningsOfParts,
} from "./otio-document.ts";
import {
  isEnabled,
  isRelatedRate,
  listField,
  numberField,
  objectField,
  type OtioReading,
  startReading,
  textField,
  timeField,
} from "./otio-fields.ts";
import { dropFrameOf } from "./otio-drop-frame.ts";
import { emptyLane, type Lane } from "./otio-lane.ts";
import { layOutItem, trackKind, trimLanes } from "./otio-layout.ts";
import { readMarkers } from "./otio-markers.ts";
import { ownMetadata, ownText } from "./otio-metadata.ts";
import type { OtioOrigin } from "./otio-origin.ts";
import { sequenceRate } from "./otio-rate.ts";
import { readOwnSubtitles } from "./otio-subtitles.ts";
import { readTopItems } from "./otio-top-items.ts";
import { buildTracks, type TrackLane } from "./otio-tracks.ts";

/**
 * Reads an OTIO file: the document with all that is in it, and a sequence for each timeline. Where a file's top object is
 * a stack, a track or a clip, that is the sequence; a collection gives the sequences of its timelines, or of what else it
 * holds if it has none, and a warning names what else it holds. A top object of an unknown schema gives none, and a warning in the document.
 *
 * Nested stacks and tracks are flattened into what their parent shows: the top-most picture that is no gap wins, their
 * sound goes to audio tracks of its own. Warnings of the document stand in the sequence that they are about; in every one,
 * where they are about none of them.
 * @throws CressetError `bad-input` that names file, line and key: no JSON, no OTIO, a time that is none, a clip of unknown
 * length.
 */
export function readOtio(
  text: string,
  fileName: string,
): { readonly document: OtioDocument; readonly sequences: readonly Sequence[] } {
  const document = parseOtioDocument(text, fileName);
  const { items, warnings } = readTopItems(document);
  const known = warningsOfParts(
    document,
    items.map(({ json }) => json),
  );
  const sequences = items.map((item, index) => readSequence(document, item, [...warnings, ...(known[index] ?? [])]));
  return { document, sequences };
}

function readSequence(document: OtioDocument, top: OtioObject, known: readonly SequenceWarning[]): Sequence {
  const reading = startReading(document, known);
  const stack = top.schema === "Timeline" ? otioObject(document, member(top.json, "tracks")) : top;
  const composed = stack?.schema === "Stack" ? stack : undefined;
  const rows = composed === undefined ? (stack === undefined ? [] : [stack]) : children(reading, composed);
  const rate = sequenceRate(reading, top, composed, rows);
  const { duration, video, audio } = layOutRows(reading, composed, rows);
  const own = ownMetadata(top.json);
  const size = own === undefined ? undefined : objectField(own, "size");
  const [width, height] = ["width", "height"].map((key) => size && numberField(reading, size, key));
  const tracks = buildTracks(reading, rate, video, audio);
  const subtitleTracks = readOwnSubtitles(reading, top.json);
  const start = startFrame(reading, top, rate);
  const length = longest(frames(duration, rate), [...tracks.video, ...tracks.audio]);
  const dropFrame = dropFrameOf(reading, top.json, { rate, startFrame: start, duration: length });
  const origin: OtioOrigin = {
    format: "otio",
    document,
    top: top.json,
    segments: tracks.origins,
    subtitleTracks,
    videoTrackIds: tracks.video.map(({ id }) => id),
  };
  return {
    name: nameOfTop(top, document),
    rate,
    startFrame: start ?? 0,
    dropFrame,
    duration: length,
    videoTracks: tracks.video,
    audioTracks: tracks.audio,
    subtitleTracks,
    markers: [
      ...(stack === undefined || stack.schema === "Clip" ? [] : readMarkers(reading, stack.json, rate)),
      ...rows.flatMap((row) => (row.schema === "Track" && row !== stack ? readMarkers(reading, row.json, rate) : [])),
    ],
    warnings: withoutRepeats(reading.warnings),
    ...(width !== undefined && height !== undefined ? { size: { width, height } } : {}),
    origin,
  };
}

const children = (reading: OtioReading, stack: OtioObject) => listField(reading, stack.json, "children");

/** Each row of the top stack becomes a track; sound nested in it becomes audio tracks behind the cut's own. */
function layOutRows(reading: OtioReading, stack: OtioObject | undefined, rows: readonly OtioObject[]) {
  const video: TrackLane[] = [];
  const audio: TrackLane[] = [];
  const nested: TrackLane[] = [];
  let duration = zero;
  for (const [index, row] of rows.entries()) {
    const kind = trackKind(row);
    const labels = { video: `V${video.length + 1}`, audio: `A${audio.length + 1}` };
    const label = kind === undefined ? `${index + 1}` : labels[kind];
    const layout = layOutItem(reading, row, kind ?? "video", `track ${label}`);
    if (kind === undefined) continue;
    if (compare(duration, layout.duration) < 0) duration = layout.duration;
    const enabled = isEnabled(row.json);
    const track = (lane: Lane): TrackLane => ({ id: ownText(row.json, "id") ?? "", name: nameOf(row), lane, enabled });
    const [first = emptyLane, ...others] = kind === "audio" ? layout.audio : [layout.video, ...layout.audio];
    (kind === "audio" ? audio : video).push(track(first));
    for (const lane of others) nested.push({ id: "", name: `${nameOf(row) || label} (nested)`, lane, enabled });
  }
  const all = [...video, ...audio, ...nested];
  if (stack === undefined) return { duration, video, audio: all.slice(video.length) };
  const shown = trimLanes(reading, stack, { duration, lanes: all.map(({ lane }) => lane) }, "tracks");
  const trimmed = all.map((track, index) => ({ ...track, lane: shown.lanes[index] ?? emptyLane }));
  return { duration: shown.duration, video: trimmed.slice(0, video.length), audio: trimmed.slice(video.length) };
}

/** Blanks are no name: no file could be called by them. */
function nameOfTop({ json }: OtioObject, { fileName }: OtioDocument): string {
  const name = textField(json, "name");
  return name.trim() === "" ? basename(fileName, extname(fileName)) : name;
}

/** A clip that stands for a whole track does not give the track its name. */
const nameOf = (row: OtioObject): string => (row.schema === "Clip" ? "" : textField(row.json, "name"));

/** Timecode of a related rate (24 and 23.976) has the same frame numbers; any other is converted by time. */
function startFrame(reading: OtioReading, top: OtioObject, rate: Rate): number | undefined {
  const start = timeField(reading, top.json, "global_start_time");
  if (start === undefined) return undefined;
  return isRelatedRate(start.rate, rate) ? round(start.value) : frames(start.seconds, rate);
}

const frames = (seconds: Rational, rate: Rate): number => round(multiply(seconds, rational(rate.num, rate.den)));

const longest = (duration: number, tracks: readonly Track[]): number =>
  Math.max(duration, ...tracks.map((track) => track.segments.at(-1)?.record.end ?? 0));

/** One object may be looked at twice; its warning is said once. */
function withoutRepeats(warnings: readonly SequenceWarning[]): readonly SequenceWarning[] {
  const seen = new Set<string>();
  return warnings.filter(({ code, message, place }) => {
    const key = JSON.stringify([code, message, place]);
    return !seen.has(key) && seen.add(key);
  });
}
