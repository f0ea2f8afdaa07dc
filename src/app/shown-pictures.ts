import { CressetError } from "../errors.ts";
import { planSequence } from "../export/plan.ts";
import { type Preset, presetSchema } from "../export/preset.ts";
import type { LoadedPreset } from "../export/planned-asset.ts";
import type { ShownPictures, ShownSound } from "../media/shown-pictures.ts";
import type { GatheredSequence } from "./gather-sources.ts";

/** As an image export of the sequence shows it. */
const pictures = planned({ type: "video", video: { codec: "png" } });
/** As the export of its mixed sound sounds. */
const sounds = planned({
  type: "audio",
  audio: { codec: "pcm_s24le", sampleRate: 48_000, tracks: "mix", channels: 2 },
});

/** The pictures and the sound of a whole sequence, planned as its exports would be. */
export function shownPictures(gathered: GatheredSequence): ShownPictures {
  const { sequence } = gathered;
  const asset = mediaOf(gathered, pictures);
  if (asset?.render.video === undefined || sequence.videoTracks.length === 0)
    throw new CressetError("bad-input", `"${sequence.name}" holds no picture to look at.`);
  const heard = sequence.audioTracks.length === 0 ? undefined : mediaOf(gathered, sounds);
  const sources = [...asset.sources, ...(heard?.sources ?? [])];
  return {
    sources: [...new Map(sources.map((source) => [source.id, source])).values()],
    picture: asset.render.picture,
    rate: asset.render.rate,
    video: asset.render.video,
    ...soundOf(heard?.render),
  };
}

function soundOf(render: NonNullable<ReturnType<typeof mediaOf>>["render"] | undefined): {
  readonly sound?: ShownSound;
} {
  if (render?.audio === undefined || render.sound.every(({ pieces }) => pieces.length === 0)) return {};
  const { sampleRate, channels } = render.audio;
  return { sound: { tracks: render.sound, sampleRate, channels } };
}

function mediaOf({ key, sequence, conformed }: GatheredSequence, preset: LoadedPreset) {
  const { assets } = planSequence({
    index: 0,
    key,
    sequence,
    conformed,
    presets: [preset],
    namePattern: undefined,
    handles: undefined,
    useTopVideoTrack: false,
    range: undefined,
    subtitles: undefined,
    tokens: {},
  });
  const asset = assets.find(({ kind }) => kind === "media");
  return asset?.kind === "media" ? asset : undefined;
}

function planned(settings: object): LoadedPreset {
  const preset: Preset = presetSchema.parse({ version: 1, name: "Viewer", namePattern: "<name>", ...settings });
  return { path: "", preset };
}
