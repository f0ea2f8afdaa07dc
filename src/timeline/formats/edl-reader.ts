import { basename, extname } from "node:path";
import { CressetError } from "../../errors.ts";
import { formatTimecode, framesPerDay } from "../../time/timecode.ts";
import type { Rate } from "../../time/rate.ts";
import type { Marker, Sequence, SequenceWarning } from "../sequence.ts";
import { decodeText } from "./decode-text.ts";
import { byKindAndNumber } from "./edl-channels.ts";
import { type EdlEvents, gatherEdlEvents } from "./edl-events.ts";
import { placeName } from "./edl-place.ts";
import { decideCounting, type EdlCounting } from "./edl-rate.ts";
import { parseEdlTimecode, type TimedEvent, timeEvent } from "./edl-timed-event.ts";
import { buildEdlTrack } from "./edl-track.ts";

export interface ReadEdlOptions {
  /** The cut's rate, which is not in an EDL. Without it the reader infers one and says so in a warning. */
  readonly rate?: Rate;
  /** Name of the sequence; else the EDL's title, else the file's name. */
  readonly name?: string;
}

/**
 * Reads a CMX3600 EDL as Avid, Premiere, Final Cut Pro, Resolve, Nucoda and tape systems write it. `startFrame` is the
 * first record in. How transitions are placed is told by `buildEdlTrack`; how the rate is found, by `decideCounting`.
 * What cannot be rendered (keys, colour decisions, split delays) and what does not fit (source and record lengths) is in
 * `warnings`.
 * @param content the file's bytes, or its text when its encoding is known
 * @param fileName for messages
 * @throws CressetError `bad-input` naming the file, the line, its text and what was expected.
 */
export function readEdl(content: string | Uint8Array, fileName: string, options: ReadEdlOptions = {}): Sequence {
  const edl = gatherEdlEvents(decodeText(content), fileName);
  const counting = decideCounting(edl, options.rate);
  const results = edl.events.map((event) => timeEvent(event, counting));
  const day = framesPerDay(counting.rate, counting.dropFrame);
  const placed = acrossMidnight(results.map(({ timed }) => timed).filter(isPlaced), day);
  if (placed.length === 0)
    throw new CressetError(
      "bad-input",
      `${fileName}: Expected at least one event such as "001  TAPE  V  C  01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", found none.`,
    );

  const startFrame = Math.min(...placed.map(({ record }) => record.start));
  const duration = Math.max(...placed.map(({ record }) => record.end)) - startFrame;
  const frame = { rate: counting.rate, startFrame, longTapes: edl.longTapes };
  const ids = [...new Set(placed.flatMap(({ event }) => event.channels))].toSorted(byKindAndNumber);
  const tracks = ids.map((id) =>
    buildEdlTrack(
      id,
      placed.filter(({ event }) => event.channels.includes(id)),
      frame,
    ),
  );
  const { markers, warnings } = readMarkers(edl, counting, startFrame, duration);
  return {
    name: options.name ?? (edl.title || basename(fileName, extname(fileName))),
    rate: counting.rate,
    startFrame,
    dropFrame: counting.dropFrame,
    duration,
    videoTracks: tracks.filter(({ id }) => id.startsWith("V")),
    audioTracks: tracks.filter(({ id }) => id.startsWith("A")),
    subtitleTracks: [],
    markers,
    warnings: byLine([
      ...counting.warnings,
      ...edl.warnings,
      ...results.flatMap(({ warnings }) => warnings),
      ...results.flatMap(({ timed }) => unplacedWarnings(timed)),
      ...warnings,
    ]),
  };
}

/** A cut that runs past midnight leaves half a day empty between its end and its beginning: its end is the day after. */
function acrossMidnight(placed: readonly TimedEvent[], day: number): readonly TimedEvent[] {
  const records = placed.map(({ record }) => record).toSorted((a, b) => a.start - b.start);
  let end = records[0]?.end ?? 0;
  for (const record of records) {
    if (record.start - end >= day / 2) {
      const begins = record.start;
      return placed.map((timed) => {
        const { start, end: out } = timed.record;
        return start >= begins ? timed : { ...timed, record: { start: start + day, end: out + day } };
      });
    }
    end = Math.max(end, record.end);
  }
  return placed;
}

const isEmpty = ({ event, record }: TimedEvent): boolean => record.end === record.start && !event.isOutgoingSide;

function isPlaced(timed: TimedEvent): boolean {
  return timed.event.line.edit.kind !== "key" && timed.event.channels.length > 0 && !isEmpty(timed);
}

/** Events that no track shows. Empty ones were reported when they were gathered. */
function unplacedWarnings(timed: TimedEvent): readonly SequenceWarning[] {
  const { line, channels, place } = timed.event;
  if (line.edit.kind === "key" || line.edit.kind === "key-background") {
    const message =
      line.edit.kind === "key"
        ? `Event ${line.number} is a key: its foreground "${line.tapeName}" is left out.`
        : `Event ${line.number} is the background of a key: it is shown without its foreground.`;
    return [{ code: "key-not-rendered", message, place: placeName(place) }];
  }
  if (channels.length > 0) return [];
  return [
    { code: "no-channels", message: `Event ${line.number} is on no track: it is left out.`, place: placeName(place) },
  ];
}

/** Locators stand at record timecode. One that lies outside the cut is listed and left out. */
function readMarkers(edl: EdlEvents, { rate, dropFrame }: EdlCounting, startFrame: number, duration: number) {
  const markers: Marker[] = [];
  const warnings: SequenceWarning[] = [];
  for (const { marker, place } of edl.markers) {
    const away = parseEdlTimecode(marker.timecode, rate, dropFrame, place) - startFrame;
    const frame = away < 0 ? away + framesPerDay(rate, dropFrame) : away;
    if (frame >= duration) {
      const [first, last] = [startFrame, startFrame + duration - 1].map((at) => formatTimecode(at, rate, dropFrame));
      const message = `The locator at ${marker.timecode} lies outside the cut (${first} to ${last}): it is left out.`;
      warnings.push({ code: "marker-outside", message, place: placeName(place) });
    } else {
      markers.push({ name: "", frame, duration: 1, colour: marker.colour, comment: marker.comment });
    }
  }
  return { markers, warnings };
}

/** In the file's order. */
function byLine(warnings: readonly SequenceWarning[]): readonly SequenceWarning[] {
  const line = ({ place }: SequenceWarning) => Number(/\d+/.exec(place)?.[0] ?? 0);
  return warnings.toSorted((a, b) => line(a) - line(b));
}
