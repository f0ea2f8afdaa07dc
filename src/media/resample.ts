import { add, floor, multiply, type Rational, rational, subtract, toNumber } from "../time/rational.ts";

/** Zero crossings of the sinc on either side; 32 keep everything up to 0.94 of the band, with the rest below -90 dB. */
const crossings = 32;
/** Points of the kernel from one zero crossing to the next; between them it is interpolated. */
const resolution = 1024;
const kernel = makeKernel();

/** A cycle of positions between samples that is longer than this is computed as it comes. */
const mostPhases = 2048;

/** Weights for one position between samples. */
type Weights = Float64Array;

/**
 * Changes the rate or the speed of sound by windowed sinc, at exact positions: output sample `j` is the source at
 * `position + j * step`, in source samples, whatever blocks it is asked for in. `step` is negative for backwards; above 1
 * the band is limited so that nothing folds back.
 */
export class Resampler {
  readonly #step: Rational;
  readonly #cutoff: number;
  /** Source samples on either side that an output sample is made of. */
  readonly reach: number;
  readonly #phases = new Map<number, Weights>();

  constructor(step: Rational) {
    this.#step = step;
    this.#cutoff = Math.min(1, 1 / Math.max(1e-9, Math.abs(toNumber(step))));
    this.reach = Math.ceil(crossings / this.#cutoff);
  }

  /** The source samples that `count` outputs from `position` on are made of: the first, and how many. */
  span(position: Rational, count: number): { readonly start: number; readonly count: number } {
    const end = add(position, multiply(this.#step, rational(count - 1)));
    const [low, high] = [floor(position), floor(end)].toSorted((a, b) => a - b);
    const start = (low ?? 0) - this.reach + 1;
    return { start, count: (high ?? 0) + this.reach + 1 - start };
  }

  /** Makes `count` samples of one channel from `source`, whose first sample is number `start` of the stream. */
  run(source: Float32Array, start: number, position: Rational, count: number): Float32Array {
    const output = new Float32Array(count);
    const cycle = commonDenominator(position, this.#step);
    const first = floor(position);
    const offset = toNumber(subtract(position, rational(first)));
    const step = toNumber(this.#step);
    const taps = 2 * this.reach;
    for (let j = 0; j < count; j++) {
      const at = offset + j * step;
      // In a short cycle the nearest of its positions is the exact one, so that rounding cannot move it.
      const place = cycle === undefined ? at : Math.round(at * cycle) / cycle;
      const whole = Math.floor(place);
      const weights = this.#weights(place - whole, cycle);
      const from = first + whole - this.reach + 1 - start;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += (source[from + tap] ?? 0) * (weights[tap] ?? 0);
      output[j] = sum;
    }
    return output;
  }

  #weights(fraction: number, cycle: number | undefined): Weights {
    if (cycle === undefined) return this.#compute(fraction);
    const phase = Math.round(fraction * cycle);
    let weights = this.#phases.get(phase);
    if (weights === undefined) {
      weights = this.#compute(fraction);
      this.#phases.set(phase, weights);
    }
    return weights;
  }

  #compute(fraction: number): Weights {
    const weights = new Float64Array(2 * this.reach);
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap++) {
      const distance = Math.abs(fraction - (tap - this.reach + 1)) * this.#cutoff * resolution;
      const index = Math.floor(distance);
      const [a, b] = [kernel[index] ?? 0, kernel[index + 1] ?? 0];
      const weight = a + (b - a) * (distance - index);
      weights[tap] = weight;
      sum += weight;
    }
    // A steady level stays exactly what it is.
    for (let tap = 0; tap < weights.length; tap++) weights[tap] = (weights[tap] ?? 0) / sum;
    return weights;
  }
}

function commonDenominator(a: Rational, b: Rational): number | undefined {
  const product = rational(a.den, b.den);
  const common = a.den * product.den;
  return common <= BigInt(mostPhases) ? Number(common) : undefined;
}

/** Half of a sinc under a Kaiser window (beta 9), from its middle outwards. */
function makeKernel(): Float64Array {
  const beta = 9;
  const points = new Float64Array(crossings * resolution + 2);
  for (let index = 0; index < crossings * resolution; index++) {
    const x = index / resolution;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    points[index] = sinc * (bessel(beta * Math.sqrt(1 - (x / crossings) ** 2)) / bessel(beta));
  }
  return points;
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
