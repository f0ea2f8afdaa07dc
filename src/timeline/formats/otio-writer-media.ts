import type { Rate } from "../../time/rate.ts";
import { rational } from "../../time/rational.ts";
import type { SourceReference } from "../sequence.ts";
import { urlOfPath } from "./file-url.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";
import { jsonFloat, jsonInteger, jsonObject } from "./otio-json-writer.ts";
import { ownNamespace, ownVersion } from "./otio-metadata.ts";
import { timeRange } from "./otio-writer-time.ts";

/**
 * The media reference of a clip. Names with a place for the frame number (`%04d`, `####`, `[1001-1100]`) become an
 * `ImageSequenceReference` where the extent of the files is known.
 */
export function writeMedia(source: SourceReference, rate: Rate): JsonObject {
  const { path, frames, available } = source;
  const common = {
    available_image_bounds: null,
    available_range:
      available === undefined
        ? null
        : timeRange(rational(available.start), rational(available.end - available.start), rate),
    metadata: jsonObject({}),
    name: source.clipName,
  };
  if (source.generator !== undefined)
    return jsonObject({
      OTIO_SCHEMA: "GeneratorReference.1",
      ...common,
      generator_kind: source.generator,
      parameters: jsonObject({}),
    });
  if (path === undefined) return jsonObject({ OTIO_SCHEMA: "MissingReference.1", ...common });
  return (
    imageSequence(source, path, rate, common) ??
    jsonObject({
      OTIO_SCHEMA: "ExternalReference.1",
      ...common,
      metadata: frames === undefined ? common.metadata : ownFrames(frames),
      target_url: urlOfPath(path),
    })
  );
}

function imageSequence(
  { frames, available, missingImages }: SourceReference,
  path: string,
  rate: Rate,
  common: Readonly<Record<string, JsonValue>>,
): JsonObject | undefined {
  const [, folder = "", prefix = "", , suffix = ""] =
    /^(.*[/\\])?([^/\\]*?)(%\d*d|#+|\[\d+-\d+\])([^/\\]*)$/s.exec(path) ?? [];
  const count = frames === undefined ? 0 : frames.last - frames.first + 1;
  // OTIO counts the files by the available range, so the two must agree.
  if (frames === undefined || available === undefined || available.end - available.start !== count) return undefined;
  if (prefix === "" && suffix === "") return undefined;
  return jsonObject({
    OTIO_SCHEMA: "ImageSequenceReference.1",
    ...common,
    ...(missingImages === undefined ? { metadata: own({ missingImages: "nearest" }) } : {}),
    frame_step: jsonInteger(1),
    frame_zero_padding: jsonInteger(frames.padding),
    missing_frame_policy: missingImages ?? "error",
    name_prefix: prefix,
    name_suffix: suffix,
    rate: jsonFloat(rate.num / rate.den),
    start_frame: jsonInteger(frames.first),
    target_url_base: urlOfPath(folder),
  });
}

/** A file sequence whose extent OTIO's own image sequence cannot say. */
function ownFrames({ first, last, padding }: NonNullable<SourceReference["frames"]>): JsonObject {
  const frames = jsonObject({
    first: jsonInteger(first),
    last: jsonInteger(last),
    padding: jsonInteger(padding),
  });
  return own({ frames });
}

const own = (fields: Readonly<Record<string, JsonValue>>): JsonObject =>
  jsonObject({ [ownNamespace]: jsonObject({ version: jsonInteger(ownVersion), ...fields }) });
