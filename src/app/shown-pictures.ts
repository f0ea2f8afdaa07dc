import { CressetError } from "../errors.ts";
import { planSequence } from "../export/plan.ts";
import { loadPreset } from "../export/preset-store.ts";
import type { ShownPictures } from "../media/shown-pictures.ts";
import type { GatheredSequence } from "./gather-sources.ts";

/** The pictures of a whole sequence, planned as its export to PNG would be. */
export async function shownPictures({ key, sequence, conformed }: GatheredSequence): Promise<ShownPictures> {
  const { assets } = planSequence({
    index: 0,
    key,
    sequence,
    conformed,
    presets: [await loadPreset("png", [])],
    namePattern: undefined,
    handles: undefined,
    useTopVideoTrack: false,
    range: undefined,
    subtitles: undefined,
    tokens: {},
  });
  const asset = assets.find(({ kind }) => kind === "media");
  if (asset?.kind !== "media" || asset.render.video === undefined || sequence.videoTracks.length === 0)
    throw new CressetError("bad-input", `"${sequence.name}" holds no picture to look at.`);
  return { sources: asset.sources, picture: asset.render.picture, video: asset.render.video };
}
