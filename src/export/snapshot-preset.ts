import { CressetError } from "../errors.ts";
import type { LoadedPreset } from "./planned-asset.ts";
import type { Preset } from "./preset.ts";

type PresetBurnIn = NonNullable<Preset["video"]>["burnIns"][number];

const letters = { size: 0.03, colour: "white", opacity: 0.9 };

/** What the metadata overlay of a snapshot tells: whose frame it is, and which. */
const overlay: readonly PresetBurnIn[] = [
  { kind: "text", text: "<name>", position: "bottom-left", ...letters },
  { kind: "timecode", text: "", position: "bottom-right", ...letters },
];

/** A preset that draws the metadata overlay over what it draws anyway. */
export function withOverlay({ path, preset }: LoadedPreset): LoadedPreset {
  const { video } = preset;
  if (video === undefined) return { path, preset };
  return { path, preset: { ...preset, video: { ...video, burnIns: [...video.burnIns, ...overlay] } } };
}

/**
 * A preset as a snapshot uses it: its files are numbered by the frames that they show, so that two snapshots of a clip are
 * two files.
 * @throws CressetError `bad-preset` for one that writes no picture, or other than the range that was asked for.
 */
export function snapshotPreset({ path, preset }: LoadedPreset): LoadedPreset {
  if (preset.video === undefined)
    throw new CressetError(
      "bad-preset",
      `The preset "${preset.name}" writes no picture, so no snapshot can be taken with it. PNG, JPEG and DPX do, and every movie preset.`,
    );
  if (preset.scope !== "sequence")
    throw new CressetError(
      "bad-preset",
      `The preset "${preset.name}" exports each ${preset.scope} for itself, but a snapshot is what the whole sequence shows. Take one of scope "sequence", such as PNG.`,
    );
  return { path, preset: { ...preset, frames: { ...preset.frames, start: "timecode" } } };
}
