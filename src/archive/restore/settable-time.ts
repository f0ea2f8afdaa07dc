/** A moment as `fs.utimes` sets it. */
export interface SettableTime {
  /** Seconds since 1970 as text: of a number below zero Node makes the moment of the call. */
  readonly seconds: string;
  /** Whether the file gets the moment to the nanosecond. */
  readonly isExact: boolean;
}

/**
 * The moment nearest to one in nanoseconds that Node can set. It takes seconds as a floating-point number, which today is
 * no finer than a quarter of a microsecond; the microsecond is always the right one.
 */
export function settableTime(mtimeNs: string): SettableTime {
  const wanted = BigInt(mtimeNs);
  const nearest = Number(wanted / nanosecondsPerSecond) + Number(wanted % nanosecondsPerSecond) / 1e9;
  const step = nearest === 0 ? 0 : 2 ** (Math.floor(Math.log2(Math.abs(nearest))) - 52);
  let best = { seconds: nearest, off: Number.POSITIVE_INFINITY };
  for (const seconds of [nearest, nearest + step, nearest - step, nearest + 2 * step]) {
    const set = setBySystem(seconds);
    const distance = Math.abs(Number(set - wanted));
    // Programs that look at microseconds see no difference.
    const off = microsecond(set) === microsecond(wanted) ? distance : distance + 1e9;
    if (off < best.off) best = { seconds, off };
  }
  return { seconds: String(best.seconds), isExact: best.off === 0 };
}

const nanosecondsPerSecond = 1_000_000_000n;

/** What Node's library makes of seconds: both halves are cut off, and not rounded. */
const setBySystem = (seconds: number): bigint =>
  BigInt(Math.trunc(seconds)) * nanosecondsPerSecond + BigInt(Math.trunc((seconds - Math.trunc(seconds)) * 1e9));

const microsecond = (nanoseconds: bigint): bigint => (nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n)) / 1000n;
