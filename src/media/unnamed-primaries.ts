import { basename } from "node:path";
import type { MediaInfo } from "./media-info.ts";

/** A sentence about an EXR that says its primaries in numbers which no other file has a name for; else nothing. */
export function unnamedPrimaries({
  path,
  metadata,
  video,
}: Pick<MediaInfo, "path" | "metadata" | "video">): string | undefined {
  const { chromaticities } = metadata;
  if (chromaticities === undefined || video[0]?.colour.primaries !== "unknown") return undefined;
  return `${basename(path)} has primaries that files have no name for (${chromaticities}): what is made of it says Rec.709 and has its values as they are. Convert it to a named colour space first if that matters.`;
}
