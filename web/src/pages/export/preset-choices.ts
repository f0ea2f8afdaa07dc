import type { presetSchema } from "../../../../src/export/preset.ts";
import type * as z from "zod";

type Preset = z.output<typeof presetSchema>;
type Video = NonNullable<Preset["video"]>;
type Listed<T extends string> = readonly (readonly [T, string])[];

/** What a preset may say, in the words of people. */
export const choices = {
  types: [
    ["movie", "A movie"],
    ["video", "A file sequence"],
    ["audio", "Sound"],
  ] satisfies Listed<string>,
  scopes: [
    ["sequence", "sequence"],
    ["shot", "shot"],
    ["segment", "segment"],
  ] satisfies Listed<Preset["scope"]>,
  codecs: [
    ["prores_hq", "ProRes 422 HQ"],
    ["prores_422", "ProRes 422"],
    ["prores_4444", "ProRes 4444"],
    ["dnxhr_hq", "DNxHR HQ"],
    ["h264", "H.264"],
    ["h265", "H.265"],
    ["exr", "OpenEXR"],
    ["dpx", "DPX"],
    ["tiff", "TIFF"],
    ["png", "PNG"],
    ["jpeg", "JPEG"],
  ] satisfies Listed<Video["codec"]>,
  resizes: [
    ["fit", "whole, with bars"],
    ["fill", "filling, edges cut"],
    ["crop", "centre cut out"],
    ["stretch", "stretched"],
    ["none", "as it is, centred"],
  ] satisfies Listed<Video["resize"]>,
} as const;
