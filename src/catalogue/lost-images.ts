import type { MediaInfo } from "../media/media-info.ts";
import type { Segment } from "../timeline/sequence.ts";

/**
 * Which frames of an image sequence, counted from its first file, a segment's cut says that there are, and are not on disk.
 * Nothing where the cut does not say what is shown for them: then the nearest stand in.
 */
export function lostImages(
  { source }: Segment,
  { imageSequence }: Pick<MediaInfo, "imageSequence">,
): ((frame: number) => boolean) | undefined {
  if (source.missingImages === undefined || imageSequence === undefined) return undefined;
  const { first, last, missing } = imageSequence;
  const said = source.frames ?? { first, last };
  if (missing.length === 0 && first <= said.first && said.last <= last) return undefined;
  const absent = new Set(missing);
  return (frame) => {
    const number = first + frame;
    if (number < said.first || number > said.last) return false;
    return number < first || number > last || absent.has(number);
  };
}
