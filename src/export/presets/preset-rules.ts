import type { z } from "zod";
import type { presetFileSchema } from "./preset-file-schema.ts";
import { anySizeCodecs, fieldCodecs, imageCodecs, movieCodecs } from "./preset-encoding.ts";

type PresetFile = z.output<typeof presetFileSchema>;

export interface RuleBreach {
  readonly path: readonly PropertyKey[];
  /** A sentence: what was expected and what was found. */
  readonly message: string;
}

/** Containers that hold a codec and are read back by others. */
const fittingContainers: Readonly<Record<string, readonly string[]>> = {
  prores_hq: ["mov", "mxf"],
  prores_422: ["mov", "mxf"],
  prores_4444: ["mov", "mxf"],
  dnxhr_hq: ["mov", "mxf"],
  h264: ["mov", "mp4"],
  h265: ["mov", "mp4"],
  pcm_s16le: ["mov", "mxf", "wav"],
  pcm_s24le: ["mov", "mxf", "wav"],
  pcm_s32le: ["mov", "wav"],
  aac: ["mov", "mp4"],
  flac: ["mp4"],
};

/** Codecs that can keep an alpha channel. */
const alphaCodecs: readonly string[] = ["prores_4444", "exr", "tiff", "png"];

/** Keys of `video` that only some codecs have. */
const codecKeys = {
  crf: ["h264", "h265"],
  bitRate: ["h264", "h265"],
  speedPreset: ["h264", "h265"],
  quality: ["jpeg"],
  exrCompression: ["exr"],
  bitDepth: ["h264", "h265", "png"],
} as const satisfies Record<string, readonly string[]>;

/** What is wrong between the keys of a preset whose single keys are right; nothing when all is well. */
export function* presetRuleBreaches(preset: PresetFile, container: string): Generator<RuleBreach> {
  yield* typeBreaches(preset, container);
  yield* videoBreaches(preset, container);
  const { audio } = preset;
  if (audio && preset.type !== "video") yield* containerBreach(["audio", "codec"], audio.codec, container);
  if (audio && audio.tracks === "keep" && container === "wav")
    yield { path: ["audio", "tracks"], message: `Expected mix, because a WAV file holds one stream` };
  yield* scopeBreaches(preset);
  yield* versionBreaches(preset);
}

function* typeBreaches({ type, video, audio, subtitles }: PresetFile, container: string): Generator<RuleBreach> {
  if (type === "audio") {
    if (video !== undefined)
      yield { path: ["video"], message: `Expected no "video" in a preset of type audio; use type movie to have both` };
    if (audio === false) yield { path: ["audio"], message: `Expected a sound encoding, because the type is audio` };
    if (subtitles?.mode === "burnIn")
      yield { path: ["subtitles", "mode"], message: `Expected files, because sound has no picture to draw into` };
  } else if (video === undefined) {
    yield { path: ["video"], message: `Expected "video" with a codec, because the type is ${type}` };
  }
  if (type === "video" && audio)
    yield { path: ["audio"], message: `A file sequence holds no sound; use "shotAudio" for a sound file of its own` };
  if ((container === "image") !== (type === "video"))
    yield { path: ["container"], message: `The container image and the type video belong together, got ${type}` };
  if (container === "wav" && type === "movie")
    yield { path: ["container"], message: `A WAV file holds no picture; expected mov, mp4 or mxf` };
}

function* videoBreaches({ type, video }: PresetFile, container: string): Generator<RuleBreach> {
  if (video === undefined || type === "audio") return;
  const codecs: readonly string[] = type === "movie" ? movieCodecs : imageCodecs;
  const at = ["video", "codec"];
  if (!codecs.includes(video.codec))
    yield { path: at, message: `Expected ${oneOf(codecs)} for the type ${type}, got ${video.codec}` };
  else if (type === "movie") yield* containerBreach(at, video.codec, container);
  for (const [key, owners] of Object.entries(codecKeys)) {
    const known: readonly string[] = owners;
    if (key in video && !known.includes(video.codec))
      yield { path: ["video", key], message: `"${key}" is for ${oneOf(known)}, but the codec is ${video.codec}` };
  }
  if (video.crf !== undefined && video.bitRate !== undefined)
    yield { path: ["video", "bitRate"], message: `Expected either "crf" or "bitRate", got both` };
  const deepest = video.codec === "png" ? 16 : 10;
  if (video.bitDepth !== undefined && video.bitDepth !== 8 && video.bitDepth !== deepest)
    yield {
      path: ["video", "bitDepth"],
      message: `Expected 8 or ${deepest} for ${video.codec}, got ${video.bitDepth}`,
    };
  if (video.scan !== "progressive" && type === "movie" && !fieldCodecs.includes(video.codec))
    yield {
      path: ["video", "scan"],
      message: `Expected progressive, because ${video.codec} is written in whole pictures; ${oneOf(fieldCodecs)} can hold fields`,
    };
  if (!anySizeCodecs.includes(video.codec))
    for (const side of ["width", "height"] as const)
      if (video[side] % 2 === 1)
        yield { path: ["video", side], message: `Expected an even number for ${video.codec}, got ${video[side]}` };
  if (video.alpha && !alphaCodecs.includes(video.codec))
    yield {
      path: ["video", "alpha"],
      message: `${video.codec} has no alpha channel; ${oneOf(alphaCodecs)} can keep it`,
    };
}

function* containerBreach(path: readonly string[], codec: string, container: string): Generator<RuleBreach> {
  const fitting = fittingContainers[codec] ?? [];
  if (!fitting.includes(container))
    yield { path, message: `${codec} goes into ${oneOf(fitting)}, but the container is ${container}` };
}

function* scopeBreaches(preset: PresetFile): Generator<RuleBreach> {
  if (preset.scope !== "sequence") return;
  const why = `needs the scope shot or segment, but the scope is sequence`;
  if (preset.handles.head !== 0 || preset.handles.tail !== 0) yield { path: ["handles"], message: `"handles" ${why}` };
  if (preset.openClip !== undefined) yield { path: ["openClip"], message: `"openClip" ${why}` };
  if (preset.shotAudio !== undefined) yield { path: ["shotAudio"], message: `"shotAudio" ${why}` };
}

function* versionBreaches({ versioning, namePattern, openClip }: PresetFile): Generator<RuleBreach> {
  const names = /<version( name)?[#[>]/;
  if (versioning !== undefined && !names.test(namePattern))
    yield {
      path: ["namePattern"],
      message: `Expected <version> or <version name> in it, because "versioning" is given`,
    };
  if (openClip !== undefined && names.test(openClip.namePattern))
    yield {
      path: ["openClip", "namePattern"],
      message: `Expected no version in it: one OpenClip holds all versions`,
    };
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
