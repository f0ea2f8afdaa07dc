import { rate as makeRate, type Rate } from "../time/rate.ts";
import { floor, multiply, type Rational, rational, round } from "../time/rational.ts";
import type { MediaInfo } from "./media-info.ts";

/** Where a sound file begins, in seconds since midnight: samples, as a Broadcast WAV has it (EBU Tech 3285). */
export function soundStart({ video, audio, metadata }: MediaInfo): Rational | undefined {
  const samples = video.length > 0 ? undefined : /^\d+$/.exec(metadata["time_reference"] ?? "")?.[0];
  const sampleRate = audio[0]?.sampleRate ?? 0;
  return samples === undefined || sampleRate <= 0 ? undefined : rational(BigInt(samples), sampleRate);
}

/** The timecode of the first frame, as `MediaInfo.startTimecode`; of sound alone, which has no rate, counted at this one. */
export function startTimecodeAt(media: MediaInfo, rate: Rate): MediaInfo["startTimecode"] {
  const seconds = soundStart(media);
  if (seconds === undefined) return media.startTimecode;
  return { frame: floor(multiply(seconds, perSecond(rate))), dropFrame: false };
}

/** The most likely first: where a start lies on a frame of several of these, nothing tells them apart. */
const soundRates = [makeRate(25), makeRate(24), makeRate(30), makeRate(24_000, 1001), makeRate(30_000, 1001)];

/** Rate at which sound alone is counted where nobody says one: the first at which it begins with a whole frame; else 25. */
export function soundRateOf(media: MediaInfo): Rate {
  const seconds = soundStart(media);
  const [usual = makeRate(25)] = soundRates;
  const sampleRate = rational(media.audio[0]?.sampleRate ?? 0);
  if (seconds === undefined) return usual;
  const isWhole = (rate: Rate) => {
    const frame = round(multiply(seconds, perSecond(rate)));
    const samples = multiply(rational(frame * rate.den, rate.num), sampleRate);
    return round(samples) === round(multiply(seconds, sampleRate));
  };
  return soundRates.find(isWhole) ?? usual;
}

const perSecond = (rate: Rate): Rational => rational(rate.num, rate.den);
