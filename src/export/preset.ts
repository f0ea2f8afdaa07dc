import type { z } from "zod";
import { presetFileSchema } from "./presets/preset-file-schema.ts";
import { presetRuleBreaches } from "./presets/preset-rules.ts";

type PresetFile = z.output<typeof presetFileSchema>;
type Container = NonNullable<PresetFile["container"]>;
type Audio = NonNullable<PresetFile["audio"]>;

/**
 * A preset with every default filled in. Once it was read from a file, `video.lut` is absolute. `video` is missing only
 * where `type` is `audio`; `audio` is false only where it is not.
 */
export interface Preset extends Omit<PresetFile, "$schema"> {
  readonly container: Container;
  /** Without its dot. */
  readonly extension: string;
  readonly audio: Audio;
}

/** Checks what a preset file holds, rules between its keys included, and fills in its defaults. */
export const presetSchema = presetFileSchema
  .superRefine((written, context) => {
    for (const { path, message } of presetRuleBreaches(written, defaultContainer(written)))
      context.addIssue({ code: "custom", path: [...path], message });
  })
  .transform(complete);

function complete(file: PresetFile): Preset {
  const { $schema: _schema, ...written } = file;
  const container = defaultContainer(written);
  return {
    ...written,
    container,
    extension: written.extension ?? defaultExtension(written, container),
    audio: written.audio ?? defaultAudio(written, container),
  };
}

function defaultContainer({ type, container, video, audio }: Omit<PresetFile, "$schema">): Container {
  if (container !== undefined) return container;
  if (type === "video") return "image";
  if (type === "audio") return audio && (audio.codec === "aac" || audio.codec === "flac") ? "mp4" : "wav";
  return video?.codec === "h264" || video?.codec === "h265" ? "mp4" : "mov";
}

function defaultExtension({ type, video }: Omit<PresetFile, "$schema">, container: Container): string {
  if (container !== "image") return type === "audio" && container === "mp4" ? "m4a" : container;
  const short: Readonly<Record<string, string>> = { tiff: "tif", jpeg: "jpg" };
  return video === undefined ? "" : (short[video.codec] ?? video.codec);
}

function defaultAudio({ type }: Omit<PresetFile, "$schema">, container: Container): Audio {
  if (type === "video") return false;
  const common = { sampleRate: 48_000, tracks: "mix", channels: 0 } as const;
  return container === "mp4" ? { ...common, codec: "aac", bitRate: 320_000 } : { ...common, codec: "pcm_s24le" };
}
