import type { FormatContext } from "node-av/lib";
import { type Rate, sameRate } from "../../time/rate.ts";
import { divide, floor, multiply, rational } from "../../time/rational.ts";
import { parseTimecode, TimecodeError } from "../../time/timecode.ts";
import { exactRate } from "./picture-facts.ts";

/** Names under which containers and cameras keep the tape or reel, in order of trust. */
const tapeKeys = [
  "reel_name",
  "com.apple.proapps.reel",
  "reelname",
  "reel",
  "tape_name",
  "tape",
  "com.arri.camera.reelname",
];

const lowerCased = (tags: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));

/** Tape name among tags; empty where there is none. */
export function tapeNameOf(...tags: readonly Readonly<Record<string, string>>[]): string {
  const maps = tags.map(lowerCased);
  for (const key of tapeKeys)
    for (const map of maps) {
      const value = map.get(key)?.trim();
      if (value !== undefined && value !== "") return value;
    }
  return "";
}

export interface StartTimecode {
  readonly frame: number;
  readonly dropFrame: boolean;
}

/** Frames at one rate as frames at another, at or before the same moment. */
function convert(frame: number, from: Rate, to: Rate): number {
  if (sameRate(from, to)) return frame;
  return floor(multiply(rational(frame), divide(rational(to.num, to.den), rational(from.num, from.den))));
}

/**
 * The timecode of the first frame at `rate`: a MOV's timecode track counts at a rate of its own; MXF, Matroska and others
 * keep a text. Adds a sentence to `warnings` for a timecode that does not exist.
 */
export function startTimecodeOf(format: FormatContext, rate: Rate, warnings: string[]): StartTimecode | undefined {
  const places = [
    ...format.streams
      .filter(({ codecpar }) => codecpar.codecTagString === "tmcd")
      .map((stream) => ({ tags: stream.metadata?.getAll() ?? {}, rate: exactRate(stream.avgFrameRate) ?? rate })),
    ...format.streams.map((stream) => ({ tags: stream.metadata?.getAll() ?? {}, rate })),
    { tags: format.metadata?.getAll() ?? {}, rate },
  ];
  for (const place of places) {
    const text = lowerCased(place.tags).get("timecode");
    if (text === undefined) continue;
    try {
      const { frame, dropFrame } = parseTimecode(text, place.rate);
      return { frame: convert(frame, place.rate, rate), dropFrame };
    } catch (error) {
      if (!(error instanceof TimecodeError)) throw error;
      warnings.push(`The start timecode was left out: ${error.message}.`);
      return undefined;
    }
  }
  return undefined;
}

/** Start of a Broadcast WAV from its samples since midnight, in whole frames at `rate`. */
export function soundTimecodeOf(
  tags: Readonly<Record<string, string>>,
  sampleRate: number,
  rate: Rate,
): StartTimecode | undefined {
  const samples = tags["time_reference"];
  if (samples === undefined || !/^\d+$/.test(samples) || sampleRate <= 0) return undefined;
  const seconds = rational(BigInt(samples), sampleRate);
  return { frame: floor(multiply(seconds, rational(rate.num, rate.den))), dropFrame: false };
}
