import { unnamedPrimaries } from "../../media/unnamed-primaries.ts";
import type { Colour, MediaInfo } from "../../media/media-info.ts";
import type { VideoEncoding } from "../../media/render-job.ts";
import type { FlatPiece } from "../../timeline/flatten.ts";
import type { Segment } from "../../timeline/sequence.ts";
import type { PlanContext } from "./plan-context.ts";
import { passedColour, pictureOf } from "./plan-encoding.ts";
import { warnOfScan } from "./warn-of-scan.ts";

/** Curves that are one and the same under several names. */
const sameCurve = new Set(["bt709", "smpte170m", "bt2020-10", "bt2020-12"]);

/**
 * Warns of what an asset cannot tell the truth about: fields (see `warnOfScan`), pictures whose light is another than its
 * tags say, because the preset names no colour that they would be converted to; and primaries that have no name here.
 * Matrix and range are no matter: these are always converted.
 */
export function warnOfColour(context: PlanContext, pieces: readonly FlatPiece[], video: VideoEncoding): void {
  const others = new Map<string, Segment[]>();
  for (const segment of shownSegments(context, pieces)) {
    const media = context.conformed.links.get(segment.id)?.media;
    if (media === undefined) continue;
    warnOfPrimaries(context, media);
    warnOfScan(context, media, video);
    const colour = passedColour(pictureOf(media), video.codec);
    if (video.convertsLight === true || isSameLight(colour, video.colour)) continue;
    const name = lightName(colour);
    others.set(name, [...(others.get(name) ?? []), segment]);
  }
  for (const [name, segments] of others) {
    const [first] = segments;
    const names = segments.slice(0, 5).map((segment) => `"${segment.name}"`);
    const more = segments.length > names.length ? ` and ${segments.length - names.length} more` : "";
    context.warn(
      "mixed-colour",
      `${names.join(", ")}${more} ${segments.length === 1 ? "is" : "are"} ${name}, and the asset says ${lightName(video.colour)}, as its first picture is: the values pass as they are and look wrong. Give the preset a colour, which all are then converted to, or export them apart.`,
      first?.place ?? context.sequence.name,
    );
  }
}

/** What is also said of the media when it is looked at alone. */
export function warnOfPrimaries(context: PlanContext, media: MediaInfo): void {
  const message = unnamedPrimaries(media);
  if (message !== undefined) context.warn("media", message, media.path);
}

function shownSegments(context: PlanContext, pieces: readonly FlatPiece[]): ReadonlySet<Segment> {
  const { start, end } = context.recordRange;
  const shown = new Set<Segment>();
  for (const { record, segment, transition } of pieces) {
    if (record.start >= end || record.end <= start) continue;
    for (const id of [transition?.fromSegmentId, transition?.toSegmentId]) {
      const side = id === undefined ? undefined : context.segments.get(id);
      if (side !== undefined) shown.add(side);
    }
    if (segment !== undefined) shown.add(segment);
  }
  return shown;
}

const isSameLight = (a: Colour, b: Colour): boolean =>
  a.primaries === b.primaries &&
  (a.transfer === b.transfer || (sameCurve.has(a.transfer) && sameCurve.has(b.transfer)));

const lightName = ({ primaries, transfer }: Colour): string => `${primaries}/${transfer}`;
