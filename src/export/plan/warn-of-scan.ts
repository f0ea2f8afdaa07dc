import path from "node:path";
import type { MediaInfo } from "../../media/media-info.ts";
import type { VideoEncoding } from "../../media/render-job.ts";
import { fieldCodecs, imageCodecs } from "../presets/preset-encoding.ts";
import type { PlanContext } from "./plan-context.ts";
import { pictureOf } from "./plan-encoding.ts";

const names = { progressive: "progressive", topFirst: "top field first", bottomFirst: "bottom field first" } as const;

/** Warns of interlaced media in an asset that says otherwise or scales it: fields are passed on, never made into pictures. */
export function warnOfScan(context: PlanContext, media: MediaInfo, video: VideoEncoding): void {
  const picture = pictureOf(media);
  const { preset } = context.loadedPreset;
  if (picture === undefined || picture.scan === "progressive" || preset.passthrough) return;
  const isScaled = picture.height !== video.height && video.resize !== "none" && video.resize !== "crop";
  if (picture.scan === video.scan && !isScaled) return;
  const file = path.basename(media.path);
  const scan = names[picture.scan];
  const holdsFields = [...fieldCodecs, ...imageCodecs].includes(video.codec);
  const way = holdsFields
    ? `Say "scan: ${picture.scan}" in the preset`
    : `Choose a codec that holds fields, such as ProRes,`;
  context.warn(
    "interlaced",
    picture.scan === video.scan
      ? `${file} is interlaced (${scan}), and the preset "${preset.name}" changes its height from ${picture.height} to ${video.height}, which mixes its fields. Keep its height, or deinterlace it first.`
      : `${file} is interlaced (${scan}), and the preset "${preset.name}" writes ${names[video.scan]}: its fields are not separated, and moving edges show combs. ${way} to keep them as fields, or deinterlace it first.`,
    media.path,
  );
}
