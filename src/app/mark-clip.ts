import type { Catalogue, Entry } from "../catalogue/catalogue.ts";
import { CressetError } from "../errors.ts";
import { recordFrame } from "../export/record-frame.ts";

/** Marks as somebody writes them: a record timecode, or a frame counted from the first, which is 0. */
export interface WrittenMarks {
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  /** Takes away those that are not written. */
  readonly clear?: boolean | undefined;
}

/** Sets the marks of a clip or sequence. @throws CressetError `usage` for one that lies outside, or out before in. */
export async function markClip(entry: Entry, written: WrittenMarks, catalogue: Catalogue): Promise<Entry> {
  const { clip, attributes, name } = entry;
  if (clip === undefined)
    throw new CressetError("usage", `The ${entry.kind} "${name}" has no marks. Expected a clip or a sequence.`);
  const frame = (text: string | undefined, option: string): number | undefined => {
    if (text === undefined) return undefined;
    const at = recordFrame(text, option, { ...clip, name });
    if (at >= 0 && at < clip.duration) return at;
    throw new CressetError(
      "usage",
      `${option} ${text} lies outside of "${name}", which has ${clip.duration} frames, 0 to ${clip.duration - 1}.`,
    );
  };
  const kept = written.clear === true ? {} : attributes;
  const [inMark, outMark] = [frame(written.in, "--in") ?? kept.inMark, frame(written.out, "--out") ?? kept.outMark];
  if (inMark !== undefined && outMark !== undefined && outMark <= inMark)
    throw new CressetError(
      "usage",
      `The out mark of "${name}" (frame ${outMark}) does not lie after its in mark (frame ${inMark}).`,
    );
  return catalogue.annotate(entry.id, { inMark, outMark });
}
