import { CressetError } from "../../errors.ts";
import type { FrameRange } from "../../time/frame-range.ts";
import { nominalRate } from "../../time/rate.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { Segment, Sequence, SequenceWarning, Track } from "../sequence.ts";
import { byKindAndNumber, formatChannels, sourceChannelOf } from "./edl-channels.ts";
import { FrameCodeLines, frameCodeLine, isDropFrame, isSourceDrop } from "./edl-frame-code.ts";
import { edlMarkerLines } from "./edl-marker-lines.ts";
import { type EdlPlacement, placeForEdl, sourceCutOf, sourceRangeOf } from "./edl-placement.ts";
import { framesPerSecondOfSpeed } from "./edl-speed.ts";
import { type EdlTapeNames, shortenTapeNames } from "./edl-tape-names.ts";

export interface WriteEdlOptions {
  /** Else the sequence's name. */
  readonly title?: string;
  /** The video track to write, of which an EDL holds one; else the lowest. */
  readonly trackId?: string;
  /** Whether audio tracks are written, the first four. Default: true. */
  readonly audio?: boolean;
  /** Longest tape name on an event line; 8 for machines that hold to CMX3600. Default: 32, which current systems read. */
  readonly tapeNameLength?: number;
}

/** One event, with the notes under it. */
interface WrittenEvent {
  readonly channels: readonly string[];
  readonly record: FrameRange;
  readonly lines: readonly WrittenLine[];
  readonly notes: readonly string[];
}

interface WrittenLine {
  /** Whether its source timecode is drop frame. */
  readonly dropFrame: boolean;
  /** The line, for all but its number and channels. */
  readonly text: (number: string, channels: string) => string;
}

/**
 * Writes one video track and up to four audio tracks of a sequence as a CMX3600 EDL. Transitions are two lines with one
 * number, from their start (see `EdlPlacement`); speeds are M2 lines; long tape names, clip names, files, shots and
 * comments are notes that `readEdl` understands; an FCM line stands before sources that count another way (drop frame or
 * not) than the line before. What an EDL has no place for is in `warnings`.
 * @throws CressetError `not-found` when the sequence has no such track.
 */
export function writeEdl(
  sequence: Sequence,
  options: WriteEdlOptions = {},
): { text: string; warnings: readonly SequenceWarning[] } {
  const { tracks, warnings } = chooseTracks(sequence, options);
  const names = shortenTapeNames(
    [...tracks.values()].flatMap(({ segments }) => segments),
    options.tapeNameLength ?? 32,
  );
  const events: WrittenEvent[] = [];
  for (const [channel, track] of tracks) {
    const placed = placeForEdl(track);
    warnings.push(
      ...placed.warnings,
      ...placed.placements.flatMap((placement) => inexact(placement, channel, sequence)),
    );
    events.push(...placed.placements.map((placement) => writeEvent(placement, channel, sequence, names)));
  }
  const merged = mergeChannels(events);
  const frameCodes = new FrameCodeLines(isDropFrame(sequence));
  const markers = edlMarkerLines(
    sequence,
    [...tracks.values()],
    merged.map(({ record }) => record),
  );
  warnings.push(...markers.warnings);
  if (merged.length === 0)
    warnings.push({ code: "empty-cut", message: `"${sequence.name}" has nothing that an EDL can hold.`, place: "" });
  const blocks = merged.flatMap(({ channels, lines, notes }, index) => {
    const { field, more } = formatChannels(channels);
    const number = String(index + 1).padStart(3, "0");
    const audio = more.length === 0 ? [] : [`AUD  ${more.join("    ")}`];
    const texts = lines.flatMap((line) => [...frameCodes.before(line.dropFrame), line.text(number, field)]);
    return [...texts, ...audio, ...notes, ...(markers.lines.get(index) ?? [])];
  });
  const header = [`TITLE: ${oneLine(options.title ?? sequence.name)}`, frameCodeLine(isDropFrame(sequence))];
  return { text: [...header, "", ...blocks, ""].join("\n"), warnings };
}

function chooseTracks({ videoTracks, audioTracks, subtitleTracks }: Sequence, { trackId, audio }: WriteEdlOptions) {
  const picture = trackId === undefined ? videoTracks[0] : videoTracks.find(({ id }) => id === trackId);
  if (trackId !== undefined && picture === undefined)
    throw new CressetError(
      "not-found",
      `Expected one of the video tracks ${videoTracks.map(({ id }) => id).join(", ")} for the EDL, got "${trackId}".`,
    );
  const tracks = new Map<string, Track>(picture === undefined ? [] : [["V1", picture]]);
  const sounds = audio === false ? [] : audioTracks.slice(0, 4);
  for (const [index, track] of sounds.entries()) tracks.set(`A${index + 1}`, track);
  const left = [...videoTracks.filter((track) => track !== picture), ...audioTracks.slice(sounds.length)];
  const warnings: SequenceWarning[] = [
    ...left.filter(({ segments }) => segments.length > 0).map(({ id }) => id),
    ...subtitleTracks.map(({ id }) => id),
  ].map((id) => ({
    code: "track-left-out",
    message: `An EDL has no place for the track ${id}: it is left out.`,
    place: `track ${id}`,
  }));
  return { tracks, warnings };
}

function writeEvent(placement: EdlPlacement, channel: string, sequence: Sequence, names: EdlTapeNames): WrittenEvent {
  const { segment, record, transition, leavesUnplaced } = placement;
  const { rate, startFrame } = sequence;
  const timecodes = ({ start, end }: FrameRange, dropFrame: boolean) =>
    [start, end].map((frame) => formatTimecode(frame, rate, dropFrame)).join(" ");
  const line = (played: Segment | undefined, edit: string, at: FrameRange): WrittenLine => {
    const tape = played === undefined ? "BL" : names.shortNameOf(played);
    const dropFrame = isSourceDrop(played, sequence);
    const source = timecodes(sourceOf(played, at, sequence), dropFrame);
    const record = timecodes({ start: at.start + startFrame, end: at.end + startFrame }, sequence.dropFrame);
    return {
      dropFrame,
      text: (number, field) => `${number}  ${tape.padEnd(8)} ${field.padEnd(5)} ${edit.padEnd(8)} ${source} ${record}`,
    };
  };
  const speedLine = (played: Segment, at: FrameRange) =>
    `M2   ${names.shortNameOf(played).padEnd(8)} ${framesPerSecondOfSpeed(played.speed, rate).text.padStart(8)}                ${formatTimecode(sourceOf(played, at, sequence).start, rate, isSourceDrop(played, sequence))}`;

  if (transition === undefined) {
    const speeds = segment === undefined || isNormal(segment) ? [] : [speedLine(segment, record)];
    return {
      channels: [channel],
      record,
      lines: [line(segment, "C", record)],
      notes: [
        ...speeds,
        ...(segment === undefined ? [] : [...sideNotes(segment, "FROM", names), ...ownNotes(segment)]),
      ],
    };
  }
  const { kind, wipeCode = 1, record: mixed } = transition.transition;
  const type = kind === "wipe" ? `W${String(wipeCode).padStart(3, "0")} ` : "D    ";
  const { from } = transition;
  const cut = { start: record.start, end: record.start };
  // A reader tells the speeds of two sides of one tape apart by their order, so then both are written.
  const isOneTape =
    from !== undefined && segment !== undefined && names.shortNameOf(from) === names.shortNameOf(segment);
  const needsFrom = from !== undefined && (!isNormal(from) || (isOneTape && !isNormal(segment)));
  return {
    channels: [channel],
    record,
    lines: [line(from, "C", cut), line(segment, `${type}${String(mixed.end - mixed.start).padStart(3, "0")}`, record)],
    notes: [
      ...(needsFrom ? [speedLine(from, cut)] : []),
      ...(segment === undefined || isNormal(segment) ? [] : [speedLine(segment, record)]),
      ...(from === undefined ? [] : sideNotes(from, "FROM", names, leavesUnplaced)),
      ...(segment === undefined ? [] : [...sideNotes(segment, "TO", names), ...ownNotes(segment)]),
    ],
  };
}

/** Black counts from 0; the side that a transition leaves stands at the boundary that it goes on from. */
function sourceOf(segment: Segment | undefined, record: FrameRange, { rate }: Sequence): FrameRange {
  if (segment === undefined || segment.source.generator === "black")
    return { start: 0, end: record.end - record.start };
  return sourceRangeOf(segment, record, rate);
}

const isNormal = ({ speed, source }: Segment): boolean =>
  source.generator === "black" || (speed.num === 1n && speed.den === 1n);

function sideNotes(segment: Segment, side: "FROM" | "TO", names: EdlTapeNames, withFile = true): string[] {
  const { clipName, path } = segment.source;
  const long = names.longNameOf(segment);
  const isNamed = clipName !== "" && segment.source.generator === undefined;
  const fileKey = side === "TO" && !isNamed ? "TO FILE" : "SOURCE FILE";
  return [
    ...(isNamed ? [`* ${side} CLIP NAME: ${oneLine(clipName)}`] : []),
    ...(path !== undefined && withFile ? [`* ${fileKey}: ${oneLine(path)}`] : []),
    ...(long === undefined
      ? []
      : [`* FINAL CUT PRO REEL: ${oneLine(long)} REPLACED BY: ${names.shortNameOf(segment)}`]),
  ];
}

const ownNotes = ({ shotName, comment }: Segment): string[] => [
  ...(shotName === "" ? [] : [`* SHOT: ${oneLine(shotName)}`]),
  ...comment
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .map((line) => `* ${line.trim()}`),
];

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]\s*/g, " ").trim();

/** What the numbers of an EDL hold only nearly. */
function inexact({ segment, record }: EdlPlacement, channel: string, { rate }: Sequence): SequenceWarning[] {
  if (segment === undefined || segment.source.generator !== undefined) return [];
  const { name, place, sourceRate, speed } = segment;
  const cut = sourceCutOf(segment, record.start, rate);
  const warnings: SequenceWarning[] = [];
  if (nominalRate(sourceRate) !== nominalRate(rate))
    warnings.push({
      code: "mixed-rate",
      message: `"${name}" has another rate than the cut: an EDL counts its timecode at the cut's.`,
      place,
    });
  else if (cut.den !== 1n)
    warnings.push({
      code: "source-rounded",
      message: `"${name}" starts between two source frames: an EDL holds whole frames only.`,
      place,
    });
  if (cut.num < 0n)
    warnings.push({
      code: "source-before-zero",
      message: `"${name}" starts before 00:00:00:00 of its source: an EDL counts that back from midnight.`,
      place,
    });
  const { audioChannels } = segment.source;
  if (audioChannels !== undefined && audioChannels.join() !== String(sourceChannelOf(channel)))
    warnings.push({
      code: "sound-channels",
      message: `"${name}" plays other channels of its source on ${channel} than the one of that number, which is what an EDL means.`,
      place,
    });
  if (!framesPerSecondOfSpeed(speed, rate).isExact)
    warnings.push({ code: "speed-rounded", message: `The speed of "${name}" is written to six decimals.`, place });
  return warnings;
}

/** Picture and sound that were cut together are one event. */
function mergeChannels(events: readonly WrittenEvent[]): WrittenEvent[] {
  const merged = new Map<string, WrittenEvent>();
  for (const event of events) {
    const key = [...event.lines.map(({ text }) => text("", "")), ...event.notes].join("\n");
    const same = merged.get(key);
    merged.set(key, same === undefined ? event : { ...same, channels: [...same.channels, ...event.channels] });
  }
  return [...merged.values()].toSorted(
    (a, b) => a.record.start - b.record.start || byKindAndNumber(a.channels[0] ?? "", b.channels[0] ?? ""),
  );
}
