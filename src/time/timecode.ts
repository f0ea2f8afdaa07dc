import { allowsDropFrame, formatRate, nominalRate, type Rate } from "./rate.ts";

/** A timecode that cannot be read, with the reason in words. */
export class TimecodeError extends Error {
  override readonly name = "TimecodeError";
}

export interface Timecode {
  /** Frames since 00:00:00:00. */
  readonly frame: number;
  /** Whether it was written as drop frame (a `;`, `,` or `.` before the frames). */
  readonly dropFrame: boolean;
}

/** Frame numbers skipped each minute but the tenth: 2 at 29.97, 4 at 59.94 (SMPTE ST 12-1). */
const droppedPerMinute = (rate: Rate): number => (nominalRate(rate) / 30) * 2;

/** Frames from 00:00:00:00 to the next midnight, where timecode starts again. */
export const framesPerDay = (rate: Rate, dropFrame: boolean): number =>
  nominalRate(rate) * 86_400 - (dropFrame && allowsDropFrame(rate) ? droppedPerMinute(rate) * 9 * 144 : 0);

/**
 * Reads `hh:mm:ss:ff` at a rate. A `;` before the frames means drop frame; `dropFrame` overrides what is written, for
 * formats that say it elsewhere (EDL's FCM).
 * @throws TimecodeError when the text is no timecode or its frame does not exist at this rate.
 */
export function parseTimecode(text: string, rate: Rate, dropFrame?: boolean): Timecode {
  const match = /^(-?)(\d{1,2}):(\d{2})[:;](\d{2})([:;.,])(\d{2,3})$/.exec(text.trim());
  if (match === null) throw new TimecodeError(`Expected a timecode such as 01:00:00:00, got "${text}"`);
  const [, sign, hh, mm, ss, separator, ff] = match;
  const [hours, minutes, seconds, frames] = [Number(hh), Number(mm), Number(ss), Number(ff)];
  const drop = dropFrame ?? separator !== ":";
  const base = nominalRate(rate);
  if (drop && !allowsDropFrame(rate))
    throw new TimecodeError(
      `"${text}" is drop frame, which exists at 29.97 and 59.94 only, not at ${formatRate(rate)}`,
    );
  if (minutes > 59 || seconds > 59)
    throw new TimecodeError(`Expected minutes and seconds below 60 in the timecode "${text}"`);
  if (frames >= base)
    throw new TimecodeError(
      `Expected a frame below ${base} in the timecode "${text}", because the rate is ${formatRate(rate)}`,
    );
  let frame = ((hours * 60 + minutes) * 60 + seconds) * base + frames;
  if (drop) {
    const dropped = droppedPerMinute(rate);
    if (seconds === 0 && frames < dropped && minutes % 10 !== 0)
      throw new TimecodeError(`The timecode "${text}" does not exist in drop frame: it skips that frame number`);
    const totalMinutes = hours * 60 + minutes;
    frame -= dropped * (totalMinutes - Math.floor(totalMinutes / 10));
  }
  return { frame: sign === "-" ? -frame : frame, dropFrame: drop };
}

/** Writes frames since 00:00:00:00 as timecode; drop frame is written `hh:mm:ss;ff`. Past 24 hours it starts again. */
export function formatTimecode(frame: number, rate: Rate, dropFrame = false): string {
  const base = nominalRate(rate);
  const drop = dropFrame && allowsDropFrame(rate);
  const dropped = drop ? droppedPerMinute(rate) : 0;
  const framesPerTenMinutes = base * 600 - dropped * 9;
  const framesPerDay = framesPerTenMinutes * 144;
  let count = ((frame % framesPerDay) + framesPerDay) % framesPerDay;
  if (drop) {
    const tens = Math.floor(count / framesPerTenMinutes);
    const rest = count % framesPerTenMinutes;
    const minutesPast = Math.max(0, Math.floor((rest - dropped) / (base * 60 - dropped)));
    count += dropped * (tens * 9 + minutesPast);
  }
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(count / base);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${drop ? ";" : ":"}${two(count % base)}`;
}
