import { allowsDropFrame, formatRate, type Rate, rate } from "../../time/rate.ts";
import type { SequenceWarning } from "../sequence.ts";
import type { EdlEvent, EdlEvents } from "./edl-events.ts";
import { placeName } from "./edl-place.ts";

/** How the timecodes of an EDL are to be read. */
export interface EdlCounting {
  readonly rate: Rate;
  /** Whether record timecode is drop frame. */
  readonly dropFrame: boolean;
  readonly warnings: readonly SequenceWarning[];
}

/**
 * Decides the rate and the frame code mode of the record timecode. The rate is not in an EDL: without `given` it is
 * taken from what the file shows, with a warning that says which and why. Drop frame means 29.97 (59.94 when a frame
 * number of 30 or more occurs); else the lowest of 24, 25, 30, 50 and 60 that the highest frame number allows.
 */
export function decideCounting({ events, recordDropFrame }: EdlEvents, given: Rate | undefined): EdlCounting {
  const [first] = events;
  const place = first === undefined ? "" : placeName(first.place);
  const isMarked = events.some(({ line }) => isMarkedDrop(line.recordIn) || isMarkedDrop(line.recordOut));
  const saysDrop = isMarked || recordDropFrame === true;
  if (given !== undefined) {
    const isIgnored = saysDrop && !isMarked && !allowsDropFrame(given);
    const message = `The cut says drop frame, which exists at 29.97 and 59.94 only; at ${formatRate(given)} its timecode is read as non-drop.`;
    return {
      rate: given,
      dropFrame: saysDrop && !isIgnored,
      warnings: isIgnored ? [{ code: "drop-frame-ignored", message, place }] : [],
    };
  }
  const taken = inferRate(events, saysDrop || events.some((event) => event.dropFrame === true));
  const message = `An EDL does not say its frame rate: ${formatRate(taken.rate)} was taken because ${taken.reason}. Give --rate if that is wrong.`;
  return { rate: taken.rate, dropFrame: saysDrop, warnings: [{ code: "rate-inferred", message, place }] };
}

/** A `;` (or `,` `.`) before the frames marks drop frame in the timecode itself. */
export const isMarkedDrop = (timecode: string): boolean => /[;,.]\d+$/.test(timecode);

function inferRate(events: readonly EdlEvent[], isDrop: boolean): { rate: Rate; reason: string } {
  const highest = events
    .flatMap(({ line }) => [line.sourceIn, line.sourceOut, line.recordIn, line.recordOut])
    .reduce((most, timecode) => Math.max(most, Number(/\d+$/.exec(timecode)?.[0] ?? 0)), 0);
  const reason = `its highest frame number is ${highest}`;
  if (isDrop) {
    return highest < 30
      ? { rate: rate(30_000, 1001), reason: "it says drop frame" }
      : { rate: rate(60_000, 1001), reason: `it says drop frame and ${reason}` };
  }
  const nominal = [24, 25, 30, 50].find((value) => highest < value) ?? 60;
  return { rate: rate(nominal), reason };
}
