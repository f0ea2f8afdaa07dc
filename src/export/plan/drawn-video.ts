import type { VideoEncoding } from "../../media/render-job.ts";
import { unknownBurnInTokens, withBurnInText } from "../burn-in-text.ts";
import type { TokenValues } from "../naming/tokens.ts";
import type { PlanContext } from "./plan-context.ts";

/** The tokens of a picture's size; none where there is no picture. */
export const pictureTokens = (video: VideoEncoding | undefined): TokenValues =>
  video === undefined ? {} : { width: video.width, height: video.height, resolution: `${video.width}x${video.height}` };

/** The picture of an asset with the text that is drawn into it; nothing where there is no picture. */
export function drawnVideo(
  context: PlanContext,
  video: VideoEncoding | undefined,
  tokens: TokenValues,
): { readonly video?: VideoEncoding } {
  if (video === undefined) return {};
  for (const name of unknownBurnInTokens(video))
    context.warn(
      "unknown-token",
      `A burn-in draws <${name}> as it stands: it is no token of Cresset, and hooks resolve those of names only.`,
      `preset "${context.loadedPreset.preset.name}"`,
    );
  return { video: withBurnInText(video, tokens) };
}
