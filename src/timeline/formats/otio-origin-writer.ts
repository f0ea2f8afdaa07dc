import { add, compare, divide, multiply, type Rational, rational, subtract } from "../../time/rational.ts";
import { type Rate, sameRate } from "../../time/rate.ts";
import type { Segment, Sequence, SequenceWarning } from "../sequence.ts";
import { linkedPath } from "../linked-path.ts";
import { pathOfUrl, urlOfPath } from "./file-url.ts";
import { member, type OtioDocument, otioObject } from "./otio-document.ts";
import { copyPart, withMembers, withOwnMetadata } from "./otio-edit.ts";
import { isEnabled, objectField, rangeField, startReading, textField } from "./otio-fields.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";
import { formatOtioJson, jsonArray, jsonObject } from "./otio-json-writer.ts";
import { activeMediaKey } from "./otio-media.ts";
import { exactText, ownMetadata, ownNamespace } from "./otio-metadata.ts";
import type { OriginSegment, OtioOrigin, SegmentWords } from "./otio-origin.ts";
import { writeOwnSubtitles } from "./otio-subtitles.ts";
import { withoutLostRows } from "./otio-origin-rows.ts";
import { type ExportedMedia, playExported } from "./otio-writer.ts";
import { writeMedia } from "./otio-writer-media.ts";
import { timeAt } from "./otio-writer-time.ts";

/** What a written cut points at, by segment id. */
export interface OriginTargets {
  /** Files that an export wrote. */
  readonly media: ReadonlyMap<string, ExportedMedia>;
  /** Files that conform found, absolute: what is not exported is written so that it is found from anywhere. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Writes the OTIO that a sequence was read from again, its timeline alone: clips that were exported play the exported
 * file, the others the file that was found for them, and clips have the names, shots and comments that segments were
 * given since; video tracks that the sequence has no more are left out; all else stays as it was read. A clip that is seen in several
 * pieces, or is retimed by what it is nested in, has no one file that it could play: it keeps its own, with a warning.
 * @param sequence its segments as they play in the exported files
 */
export function writeOrigin(
  sequence: Sequence,
  origin: OtioOrigin,
  { media, links }: OriginTargets,
): { readonly text: string; readonly warnings: readonly SequenceWarning[] } {
  const { document, top, segments: origins, subtitleTracks } = origin;
  const warnings: SequenceWarning[] = [];
  const replaced = new Map<JsonObject, JsonObject>();
  for (const [clip, pieces] of piecesByClip(sequence, origins)) {
    const exported = pieces.flatMap((piece) => {
      const file = media.get(piece.segment.id);
      return file === undefined ? [] : [{ ...piece, file }];
    });
    const [one] = exported;
    if (one !== undefined) {
      const why = whyNot(one, pieces.length);
      if (why === undefined) {
        replaced.set(clip, playing(document, one, one.file));
        continue;
      }
      const message = `"${one.segment.name}" ${why}: in the written OTIO it plays its own media, not ${one.file.path}`;
      warnings.push({ code: "not-replaced", message, place: one.segment.place });
    }
    const link = pieces.map(({ segment }) => links.get(segment.id)).find((path) => path !== undefined);
    if (link !== undefined) replaced.set(clip, linked(document, clip, link));
  }
  for (const [clip, pieces] of piecesByClip(sequence, origins))
    for (const { segment, origin } of pieces) {
      const renamed = withWords(replaced.get(clip) ?? clip, segment, origin.words);
      if (renamed !== undefined) replaced.set(clip, renamed);
    }
  const shortened = withoutLostRows(sequence, origin);
  if (shortened !== undefined) replaced.set(...shortened);
  if (sequence.subtitleTracks !== subtitleTracks)
    replaced.set(top, withOwnMetadata(replaced.get(top) ?? top, writeOwnSubtitles(sequence.subtitleTracks)));
  return { text: formatOtioJson(copyPart(document, top, replaced)), warnings };
}

interface Piece {
  readonly segment: Segment;
  readonly origin: OriginSegment;
}

function piecesByClip(
  { videoTracks, audioTracks }: Sequence,
  origins: OtioOrigin["segments"],
): ReadonlyMap<JsonObject, readonly Piece[]> {
  const byClip = new Map<JsonObject, Piece[]>();
  for (const segment of [...videoTracks, ...audioTracks].flatMap(({ segments }) => segments)) {
    const origin = origins.get(segment.id);
    if (origin === undefined) continue;
    byClip.set(origin.clip, [...(byClip.get(origin.clip) ?? []), { segment, origin }]);
  }
  return byClip;
}

/** The clip with words that were changed since it was read; nothing where none was. */
function withWords(clip: JsonObject, { name, shotName, comment }: Segment, read: SegmentWords): JsonObject | undefined {
  const own = {
    ...(shotName === read.shotName ? {} : { shotName }),
    ...(comment === read.comment ? {} : { comment }),
  };
  const isNamed = name !== read.name;
  if (!isNamed && Object.keys(own).length === 0) return undefined;
  const named = isNamed ? withMembers(clip, { name }) : clip;
  return Object.keys(own).length === 0 ? named : withOwnMetadata(named, own);
}

function whyNot({ segment, origin }: Piece, pieces: number): string | undefined {
  if (pieces > 1) return `is seen in ${pieces} pieces`;
  const isBaked = compare(segment.speed, origin.speed) !== 0;
  if (isBaked && compare(origin.speed, origin.clipSpeed) !== 0) return "is retimed by what it is nested in";
  return undefined;
}

/** The clip with the exported file as its media, from where it begins in that, without the speed that the file has in it. */
function playing(document: OtioDocument, { segment, origin }: Piece, file: ExportedMedia): JsonObject {
  const { clip, range } = origin;
  const played = playExported(segment, file);
  const isBaked = compare(played.speed, origin.speed) !== 0;
  const start = clipStart(origin, played, isBaked);
  const withMedia = withActiveMedia(document, clip, (old) => {
    const reference = writeMedia(played.source, played.sourceRate);
    const metadata = old && withoutOwnFrames(old);
    const name = (old && textField(old, "name")) || textField(reference, "name");
    return withMembers(reference, {
      name,
      ...(metadata === undefined
        ? {}
        : { metadata: withMembers(metadata, Object.fromEntries(objectField(reference, "metadata")?.members ?? [])) }),
    });
  });
  const effects = isBaked ? withoutTimeEffects(document, clip) : undefined;
  const retimed = effects === undefined ? withMedia : withMembers(withMedia, { effects });
  const hasRange = objectField(clip, "source_range") !== undefined;
  const moved = subtract(start, range.start.seconds);
  if (hasRange && moved.num === 0n && !isBaked) return retimed;
  const startTime = timeAt(multiply(start, perSecond(played.sourceRate)), played.sourceRate);
  const sourceRange = withMembers(
    objectField(clip, "source_range") ?? jsonObject({ OTIO_SCHEMA: "TimeRange.1" }),
    hasRange
      ? { start_time: startTime }
      : { start_time: startTime, duration: timeAt(range.duration.value, range.duration.rate) },
  );
  const isWhole = compare(origin.sourceIn, origin.clipSourceIn) === 0;
  const exact = {
    sourceIn: isWhole ? exactText(played.sourceIn) : undefined,
    sourceRate: exactText(played.sourceRate),
    ...(isBaked ? { speed: undefined } : {}),
  };
  return withOwnMetadata(
    withMembers(retimed, {
      source_range: sourceRange,
      markers: moved.num === 0n ? member(clip, "markers") : movedMarkers(document, clip, moved, played.sourceRate),
    }),
    exact,
  );
}

/** Where the clip's range begins in the exported file, in seconds: the segment may begin later, where the clip is trimmed. */
function clipStart(origin: OriginSegment, played: Segment, isBaked: boolean): Rational {
  const now = divide(played.sourceIn, perSecond(played.sourceRate));
  const old = divide(origin.sourceIn, perSecond(origin.sourceRate));
  if (!isBaked) return add(origin.range.start.seconds, subtract(now, old));
  if (origin.speed.num === 0n) return now;
  const skipped = divide(subtract(origin.sourceIn, origin.clipSourceIn), perSecond(origin.sourceRate));
  return subtract(now, divide(skipped, origin.speed));
}

const perSecond = (rate: Rate): Rational => rational(rate.num, rate.den);

/** Time effects whose work the exported file shows. */
function withoutTimeEffects(document: OtioDocument, clip: JsonObject): JsonValue | undefined {
  const effects = member(clip, "effects");
  if (effects === null || typeof effects !== "object" || effects.kind !== "array") return effects;
  return jsonArray(
    effects.items.filter((item) => {
      const effect = otioObject(document, item);
      const isTime = effect?.schema === "LinearTimeWarp" || effect?.schema === "FreezeFrame";
      return effect === undefined || !isTime || !isEnabled(effect.json);
    }),
  );
}

/** Markers stand in the time of the clip: they stay on their picture. */
function movedMarkers(document: OtioDocument, clip: JsonObject, by: Rational, rate: Rate): JsonValue | undefined {
  const markers = member(clip, "markers");
  if (markers === null || typeof markers !== "object" || markers.kind !== "array") return markers;
  const reading = startReading(document);
  return jsonArray(
    markers.items.map((marker) => {
      if (marker === null || typeof marker !== "object" || marker.kind !== "object") return marker;
      const key = objectField(marker, "marked_range") === undefined ? "range" : "marked_range";
      const [range, json] = [rangeField(reading, marker, key), objectField(marker, key)];
      if (range === undefined || json === undefined) return marker;
      const at = sameRate(range.start.rate, rate) ? range.start.rate : rate;
      const start = timeAt(multiply(add(range.start.seconds, by), perSecond(at)), at);
      return withMembers(marker, { [key]: withMembers(json, { start_time: start }) });
    }),
  );
}

/** The clip with its active media reference changed; the others stay. */
function withActiveMedia(
  document: OtioDocument,
  clip: JsonObject,
  change: (old: JsonObject | undefined) => JsonObject | undefined,
): JsonObject {
  const all = objectField(clip, "media_references");
  const { key } = activeMediaKey(document, clip);
  const old = otioObject(document, all === undefined ? member(clip, "media_reference") : member(all, key));
  const changed = change(old?.json);
  if (changed === undefined) return clip;
  if (all !== undefined) return withMembers(clip, { media_references: withMembers(all, { [key]: changed }) });
  const isFirst = /^Clip\.1$/.test(textField(clip, "OTIO_SCHEMA")) || member(clip, "media_reference") !== undefined;
  return withMembers(
    clip,
    isFirst
      ? { media_reference: changed }
      : { media_references: jsonObject({ [key]: changed }), active_media_reference_key: key },
  );
}

/** Metadata of a reference, but for the numbers of files that it no longer names. */
function withoutOwnFrames(reference: JsonObject): JsonObject | undefined {
  const metadata = objectField(reference, "metadata");
  const own = ownMetadata(reference);
  if (metadata === undefined || own === undefined) return metadata;
  return withMembers(metadata, { [ownNamespace]: withMembers(own, { frames: undefined }) });
}

/** The clip with the path of its media as conform found it. Media of unknown kinds, and what is right already, stays. */
function linked(document: OtioDocument, clip: JsonObject, found: string): JsonObject {
  return withActiveMedia(document, clip, (media) => {
    const reference = media === undefined ? undefined : otioObject(document, media);
    if (media === undefined || reference?.schema === "MissingReference")
      return withMembers(media ?? jsonObject({ metadata: jsonObject({}), name: "" }), {
        OTIO_SCHEMA: "ExternalReference.1",
        target_url: urlOfPath(found),
      });
    if (reference?.schema === "ExternalReference") {
      const url = textField(media, "target_url");
      const written = url === "" ? undefined : pathOfUrl(url);
      const path = linkedPath(written, found);
      return path === written ? undefined : withMembers(media, { target_url: urlOfPath(path) });
    }
    return reference?.schema === "ImageSequenceReference" ? linkedImages(media, found) : undefined;
  });
}

function linkedImages(media: JsonObject, found: string): JsonObject | undefined {
  const base = pathOfUrl(textField(media, "target_url_base"));
  const folder = base.replace(/[/\\]+$/, "");
  const [, foundFolder, prefix, suffix] = /^(.*)\/([^/]*)\[\d+-\d+\](\.[^/.]*)$/s.exec(found) ?? [];
  if (foundFolder === undefined || (foundFolder === folder && prefix === textField(media, "name_prefix")))
    return undefined;
  return withMembers(media, {
    target_url_base: urlOfPath(`${foundFolder}/`),
    name_prefix: prefix,
    name_suffix: suffix,
  });
}
