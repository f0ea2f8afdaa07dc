import type { Segment } from "../sequence.ts";

/** Tape names as event lines can hold them. */
export interface EdlTapeNames {
  /** What stands on the event line. */
  readonly shortNameOf: (segment: Segment) => string;
  /** The whole name, where the event line does not hold it. */
  readonly longNameOf: (segment: Segment) => string | undefined;
}

/** Words on an event line that mean something else than a tape. */
const reserved = /^(?:AX\d*|BL|BLK|BLACK)$/i;

/**
 * Gives every tape a name of at most `length` letters without spaces, each its own, whatever the case of the letters.
 * `AX` is an event without a tape, `BL` black.
 */
export function shortenTapeNames(segments: readonly Segment[], length: number): EdlTapeNames {
  const tapes = [...new Set(segments.map(({ source }) => source.tapeName).filter((tape) => tape !== ""))];
  const fits = (tape: string) => tape.length <= length && /^[A-Za-z0-9_.+#@&=~-]+$/.test(tape) && !reserved.test(tape);
  const shorts = new Map<string, string>();
  const taken = new Set<string>();
  // Names that fit keep themselves, so they come first.
  for (const tape of tapes.toSorted((a, b) => Number(fits(b)) - Number(fits(a)))) {
    const wanted = fits(tape)
      ? tape
      : tape
          .trim()
          .replaceAll(/[^A-Za-z0-9_.-]/g, "_")
          .slice(0, length);
    const short = firstFree(reserved.test(wanted) ? `${wanted}_`.slice(-length) : wanted, length, taken);
    taken.add(short.toUpperCase());
    shorts.set(tape, short);
  }
  const shortNameOf = ({ source }: Segment) =>
    source.generator === "black" ? "BL" : (shorts.get(source.tapeName) ?? "AX");
  return {
    shortNameOf,
    longNameOf: (segment) => {
      const { tapeName, generator } = segment.source;
      return generator === undefined && tapeName !== "" && shortNameOf(segment) !== tapeName ? tapeName : undefined;
    },
  };
}

function firstFree(wanted: string, length: number, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name.toUpperCase()); count++)
    name = `${wanted.slice(0, length - String(count).length)}${count}`;
  return name;
}
