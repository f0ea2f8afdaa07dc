import { type FrameRange } from "../../time/frame-range.ts";
import type { Rate } from "../../time/rate.ts";
import { ceil, floor, multiply, rational, round } from "../../time/rational.ts";
import type { SourceReference } from "../sequence.ts";
import { pathOfUrl } from "./file-url.ts";
import { member, type OtioDocument, type OtioObject, otioObject } from "./otio-document.ts";
import {
  isPictureRate,
  numberField,
  objectField,
  type OtioRange,
  type OtioReading,
  rangeField,
  rateOf,
  textField,
} from "./otio-fields.ts";
import { ownMetadata, ownText, tapeNameOf } from "./otio-metadata.ts";
import type { JsonObject } from "./otio-json.ts";

/** What a clip of an OTIO file plays. */
export interface OtioMedia {
  readonly source: SourceReference;
  /** The rate that the media counts its frames at, where the reference says it. */
  readonly rate?: Rate;
  readonly available?: OtioRange;
}

/**
 * Reads the media reference of a clip: `Clip.1` has one, `Clip.2` several with an active key. What cannot be shown is
 * warned of and becomes a source without a path, or black.
 */
export function readMedia(reading: OtioReading, clip: OtioObject, place: string): OtioMedia {
  const media = activeReference(reading, clip, place);
  const json = media?.json;
  const available = json === undefined ? undefined : rangeField(reading, json, "available_range");
  const names = {
    clipName: ownText(clip.json, "clipName") ?? ((json && textField(json, "name")) || textField(clip.json, "name")),
    tapeName: tapeNameOf(clip.json, json),
    ...ownChannels(reading, clip.json),
  };
  const times = available === undefined ? {} : { available };
  const availableRate = available === undefined ? {} : { rate: available.start.rate };
  if (media === undefined) return { source: names };
  switch (media.schema) {
    case "MissingReference":
      return { source: names, ...times, ...availableRate };
    case "GeneratorReference":
      return { source: { ...names, generator: generator(reading, media.json, place) }, ...times, ...availableRate };
    case "ImageSequenceReference":
      return imageSequence(reading, media.json, names, available, place);
    default: {
      const url = textField(media.json, "target_url");
      if (media.schema !== "ExternalReference")
        reading.warn("unknown-media-reference", `The media reference "${media.schema}" is unknown`, place);
      const frames = ownFrames(reading, media.json);
      const path = url === "" ? {} : { path: pathOfUrl(url) };
      return { source: { ...names, ...path, ...frames }, ...times, ...availableRate };
    }
  }
}

/** The whole frames of a range at a rate: a started frame at either end is not there. */
export function wholeFrames(range: OtioRange, at: Rate): FrameRange {
  const perSecond = rational(at.num, at.den);
  const start = multiply(range.start.seconds, perSecond);
  const length = multiply(range.duration.seconds, perSecond);
  const first = ceil(start);
  const end = floor(rational(start.num * length.den + length.num * start.den, start.den * length.den));
  return { start: first, end: Math.max(first, end) };
}

function activeReference(reading: OtioReading, clip: OtioObject, place: string): OtioObject | undefined {
  const { key, wanted } = activeMediaKey(reading.document, clip.json);
  const all = objectField(clip.json, "media_references");
  if (all === undefined) return otioObject(reading.document, member(clip.json, "media_reference"));
  if (key !== wanted)
    reading.warn("no-active-media", `The active media reference "${wanted}" is not there: "${key}" is used`, place);
  return otioObject(reading.document, member(all, key));
}

/** Which of a clip's `media_references` is played: the `wanted` one, or the first that is there. */
export function activeMediaKey(
  document: OtioDocument,
  clip: JsonObject,
): { readonly key: string; readonly wanted: string } {
  const wanted = textField(clip, "active_media_reference_key") || "DEFAULT_MEDIA";
  const all = objectField(clip, "media_references");
  if (all === undefined || otioObject(document, member(all, wanted)) !== undefined) return { key: wanted, wanted };
  const other = all.members.find(([, value]) => otioObject(document, value) !== undefined);
  return { key: other?.[0] ?? wanted, wanted };
}

function generator(reading: OtioReading, media: JsonObject, place: string): "black" {
  const kind = textField(media, "generator_kind");
  if (!/black|slug/i.test(kind) && !/black|slug/i.test(textField(media, "name")))
    reading.warn("unsupported-generator", `The generator "${kind}" cannot be rendered: it is shown as black`, place);
  return "black";
}

function imageSequence(
  reading: OtioReading,
  media: JsonObject,
  names: Pick<SourceReference, "clipName" | "tapeName">,
  available: OtioRange | undefined,
  place: string,
): OtioMedia {
  const base = pathOfUrl(textField(media, "target_url_base"));
  const padding = Math.max(0, Math.round(numberField(reading, media, "frame_zero_padding") ?? 0));
  const step = numberField(reading, media, "frame_step") ?? 1;
  const number = padding > 0 ? `%0${padding}d` : "%d";
  const folder = base === "" || /[/\\]$/.test(base) ? base : `${base}/`;
  const path = `${folder}${textField(media, "name_prefix")}${number}${textField(media, "name_suffix")}`;
  const perSecond = numberField(reading, media, "rate");
  const rate = (perSecond === undefined ? undefined : rateOf(perSecond)) ?? available?.start.rate;
  if (step !== 1)
    reading.warn("unsupported-frame-step", `Files of every ${step} frames are read as files of every frame`, place);
  const first = Math.round(numberField(reading, media, "start_frame") ?? 1);
  const count =
    available === undefined || rate === undefined
      ? 0
      : round(multiply(available.duration.seconds, rational(rate.num, rate.den)));
  return {
    source: {
      ...names,
      path,
      ...(count > 0 ? { frames: { first, last: first + count - 1, padding } } : {}),
      ...missingImages(reading, media, place),
    },
    ...(rate === undefined ? {} : { rate }),
    ...(available === undefined ? {} : { available }),
  };
}

/** OTIO knows these three; that the nearest image stands in, as where a cut says nothing, it cannot say. */
function missingImages(reading: OtioReading, media: JsonObject, place: string): Pick<SourceReference, "missingImages"> {
  const policy = textField(media, "missing_frame_policy");
  if (policy === "" || ownText(media, "missingImages") === "nearest") return {};
  if (policy === "black" || policy === "hold" || policy === "error") return { missingImages: policy };
  const message = `"${policy}" is no missing_frame_policy (error, hold or black): for images that are not on disk the nearest stand in`;
  reading.warn("unknown-missing-frame-policy", message, place);
  return {};
}

/** Which stream and channels of its media a clip plays, which OTIO has no field for. */
function ownChannels(reading: OtioReading, clip: JsonObject): Pick<SourceReference, "audioStream" | "audioChannels"> {
  const own = ownMetadata(clip);
  if (own === undefined) return {};
  const audioStream = numberField(reading, own, "audioStream");
  const list = member(own, "audioChannels");
  const channels = list !== null && typeof list === "object" && list.kind === "array" ? list.items : [];
  const audioChannels = channels.flatMap((item) =>
    item !== null && typeof item === "object" && item.kind === "number" ? [Number(item.text)] : [],
  );
  return {
    ...(audioStream === undefined ? {} : { audioStream }),
    ...(audioChannels.length === 0 ? {} : { audioChannels }),
  };
}

/** A file sequence that Cresset wrote with a pattern which OTIO's own image sequence cannot say. */
function ownFrames(reading: OtioReading, media: JsonObject): Pick<SourceReference, "frames"> {
  const own = ownMetadata(media);
  const frames = own === undefined ? undefined : objectField(own, "frames");
  if (frames === undefined) return {};
  const [first, last, padding] = ["first", "last", "padding"].map((key) => numberField(reading, frames, key));
  if (first === undefined || last === undefined || padding === undefined) return {};
  return { frames: { first, last, padding } };
}

/** The rate that a segment counts its source at: of the media if that is a picture's, else of the range the cut shows. */
export function sourceRateOf(media: OtioMedia, range: OtioRange): Rate {
  const rates = [media.rate, range.start.rate, range.duration.rate].filter((value) => value !== undefined);
  return rates.find(isPictureRate) ?? range.start.rate;
}
