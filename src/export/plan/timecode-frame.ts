import { allowsDropFrame, nominalRate, type Rate, sameRate } from "../../time/rate.ts";
import { formatTimecode, parseTimecode } from "../../time/timecode.ts";

/** How timecode is counted. */
export interface TimecodeCount {
  readonly rate: Rate;
  /** Has no effect at rates that know no drop frame. */
  readonly dropFrame: boolean;
}

/**
 * A timecode counted another way, as frames since 00:00:00:00: hours, minutes and seconds stay, the frame is the nearest
 * below. 01:00:00:00 is 01:00:00:00 at every rate, though not the same moment of real time at 23.976 and 25.
 */
export function timecodeFrameAt(frame: number, from: TimecodeCount, to: TimecodeCount): number {
  const drops = (count: TimecodeCount) => count.dropFrame && allowsDropFrame(count.rate);
  if (sameRate(from.rate, to.rate) && drops(from) === drops(to)) return frame;
  const label = formatTimecode(frame, from.rate, from.dropFrame);
  const [base, frames] = [label.slice(0, -3), Number(label.slice(-2))];
  const nearest = Math.floor((frames * nominalRate(to.rate)) / nominalRate(from.rate));
  // Drop frame leaves out the first frames of most minutes.
  const skipped = drops(to) && /[1-9]:00$/.test(base) ? nominalRate(to.rate) / 15 : 0;
  const text = `${base}:${String(Math.max(nearest, skipped)).padStart(2, "0")}`;
  return parseTimecode(text, to.rate, drops(to)).frame;
}
