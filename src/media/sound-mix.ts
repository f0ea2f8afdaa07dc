import { add, divide, multiply, type Rational, rational, round, subtract } from "../time/rational.ts";
import { type ChannelGains, channelGains } from "./channel-map.ts";
import type { SoundPiece, SoundTrack } from "./render-job.ts";
import { Resampler } from "./resample.ts";
import type { SampleSource } from "./sample-window.ts";

/** Where a piece lies in the written stream, and how it gets there. All positions in samples. */
interface PlacedPiece {
  readonly piece: SoundPiece;
  readonly start: number;
  readonly end: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
}

/** How a placed piece reads its source; made when it is first heard, because only the open source knows its rate. */
interface Reading {
  readonly resampler: Resampler | undefined;
  readonly backwards: boolean;
  /** Source position of the piece's first sample, and source samples for each written one. */
  readonly first: Rational;
  readonly step: Rational;
  readonly channels: readonly (number | "silent")[];
  readonly gains: ChannelGains;
}

/** Opens, or finds open, the sound that a piece plays. */
export type OpenSound = (piece: SoundPiece) => SampleSource;

/**
 * Mixes tracks into one stream, block by block: each piece starts at `round(start × sampleRate)`, so that pieces which
 * meet in time meet to the sample. Nothing is cut at full scale here; that is the encoder's, at the very end.
 */
export class SoundMix {
  readonly #pieces: readonly PlacedPiece[];
  readonly #readings = new Map<PlacedPiece, Reading>();
  readonly #sampleRate: number;
  readonly #channels: number;
  readonly #open: OpenSound;

  constructor(tracks: readonly SoundTrack[], sampleRate: number, channels: number, open: OpenSound) {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.#open = open;
    const samples = (seconds: Rational): number => round(multiply(seconds, rational(sampleRate)));
    this.#pieces = tracks
      .flatMap(({ pieces }) => pieces)
      .map((piece) => ({
        piece,
        start: samples(piece.start),
        end: samples(add(piece.start, piece.duration)),
        fadeIn: samples(piece.fadeIn),
        fadeOut: samples(piece.fadeOut),
      }));
  }

  /** `count` samples of each channel from sample `start` of the stream on. Blocks come in order. */
  mix(start: number, count: number): readonly Float32Array[] {
    const output = Array.from({ length: this.#channels }, () => new Float32Array(count));
    for (const placed of this.#pieces) {
      const [from, to] = [Math.max(start, placed.start), Math.min(start + count, placed.end)];
      if (to > from) this.#add(placed, output, from, to, start);
      else if (placed.end <= start) this.#readings.delete(placed);
    }
    return output;
  }

  #add(placed: PlacedPiece, output: readonly Float32Array[], from: number, to: number, start: number): void {
    const source = this.#open(placed.piece);
    let reading = this.#readings.get(placed);
    if (reading === undefined) {
      reading = this.#plan(placed.piece, source);
      this.#readings.set(placed, reading);
    }
    const planes = this.#samples(reading, source, from - placed.start, to - from);
    const envelope = envelopeOf(placed, from, to);
    reading.gains.forEach((row, channel) => {
      const target = output[channel];
      if (target !== undefined)
        row.forEach((gain, index) => {
          const plane = planes[index];
          if (gain !== 0 && plane !== undefined) accumulate(target, from - start, plane, envelope, gain);
        });
    });
  }

  #plan(piece: SoundPiece, source: SampleSource): Reading {
    const sourceRate = rational(source.sampleRate);
    const step = divide(multiply(piece.speed, sourceRate), rational(this.#sampleRate));
    const position = multiply(piece.sourceStart, sourceRate);
    const backwards = step.num < 0n;
    const plain = step.den === 1n && (step.num === 1n || step.num === -1n);
    // A sample lasts from its number to the next: played backwards from a moment, the one that ends there comes first.
    const first = backwards ? subtract(position, rational(1)) : position;
    const channels = piece.channels ?? Array.from({ length: source.channels }, (_, channel) => channel);
    return {
      resampler: plain || step.num === 0n ? undefined : new Resampler(step),
      backwards,
      first: plain ? rational(round(first)) : first,
      step,
      channels,
      gains: channelGains(channels.length, this.#channels),
    };
  }

  /** The piece's chosen channels, at the stream's rate, from sample `offset` of the piece on. */
  #samples(reading: Reading, source: SampleSource, offset: number, count: number): readonly Float32Array[] {
    const { resampler, step } = reading;
    // A still picture has no sound.
    if (step.num === 0n) return [];
    const position = add(reading.first, multiply(step, rational(offset)));
    const pick = (planes: readonly Float32Array[], process = (plane: Float32Array) => plane) =>
      reading.channels.map((channel) => {
        const plane = channel === "silent" ? undefined : planes[channel];
        return plane === undefined ? new Float32Array(count) : process(plane);
      });
    if (resampler !== undefined) {
      const span = resampler.span(position, count);
      return pick(source.read(span.start, span.count), (plane) => resampler.run(plane, span.start, position, count));
    }
    const at = round(position);
    if (!reading.backwards) return pick(source.read(at, count));
    return pick(source.read(at - count + 1, count), (plane) => plane.toReversed());
  }
}

/** The piece's gain for each sample; nothing where it is the same for all. */
function envelopeOf({ piece, start, end, fadeIn, fadeOut }: PlacedPiece, from: number, to: number) {
  const fades = (fadeIn > 0 && from - start < fadeIn) || (fadeOut > 0 && end - to < fadeOut);
  if (!fades) return piece.gain;
  const envelope = new Float32Array(to - from);
  for (let index = 0; index < envelope.length; index++) {
    const [since, left] = [from + index - start, end - from - index];
    // In the middle of a sample, so that a cross-fade adds up to exactly one.
    const rise = since < fadeIn ? (since + 0.5) / fadeIn : 1;
    const fall = left <= fadeOut ? (left - 0.5) / fadeOut : 1;
    envelope[index] = piece.gain * rise * fall;
  }
  return envelope;
}

function accumulate(
  target: Float32Array,
  at: number,
  plane: Float32Array,
  envelope: Float32Array | number,
  gain: number,
): void {
  const length = Math.min(plane.length, target.length - at);
  // Apart, because asking for each sample takes longer than mixing it.
  if (typeof envelope === "number")
    for (let index = 0; index < length; index++)
      target[at + index] = (target[at + index] ?? 0) + (plane[index] ?? 0) * envelope * gain;
  else
    for (let index = 0; index < length; index++)
      target[at + index] = (target[at + index] ?? 0) + (plane[index] ?? 0) * (envelope[index] ?? 0) * gain;
}
