import type { Destination } from "../destination/destination.ts";
import { readMembers } from "../pax/read-members.ts";
import { type SegmentLabel, segmentLabelSchema } from "./archive-json.ts";

const longestLabel = 65_536;

/** What a segment says of itself in its first member; nothing where it says none of it. */
export function readLabel(destination: Destination, file: string): SegmentLabel | undefined {
  try {
    const stored = destination.open(file);
    try {
      const { value: first } = readMembers(stored).next();
      if (first === undefined || first.size > longestLabel) return undefined;
      const bytes = Buffer.alloc(first.size);
      stored.read(bytes, first.offset);
      return segmentLabelSchema.safeParse(JSON.parse(bytes.toString("utf8"))).data;
    } finally {
      stored.close();
    }
  } catch {
    return undefined;
  }
}
