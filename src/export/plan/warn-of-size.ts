import path from "node:path";
import type { MediaInfo } from "../../media/media-info.ts";
import type { VideoEncoding } from "../../media/render-job.ts";
import type { PlanContext } from "./plan-context.ts";
import { pictureOf } from "./plan-encoding.ts";

/** Warns of media of an odd size that would keep it, if the codec of the asset had such sizes. */
export function warnOfSize(context: PlanContext, media: MediaInfo | undefined, video: VideoEncoding): void {
  const own = media === undefined ? undefined : pictureOf(media);
  const asked = context.loadedPreset.preset.video;
  if (media === undefined || own === undefined || asked === undefined || asked.width + asked.height > 0) return;
  if (own.width === video.width && own.height === video.height) return;
  context.warn(
    "odd-size",
    `${path.basename(media.path)} is ${own.width} × ${own.height}, and ${video.codec} takes even sizes only: ${video.width} × ${video.height} is written. Say width and height in the preset to choose another.`,
    media.path,
  );
}
