import type { Rational } from "../../time/rational.ts";
import type { SubtitleCue, SubtitleTrack } from "../sequence.ts";
import { member } from "./otio-document.ts";
import { failField, type OtioReading, textField } from "./otio-fields.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";
import { jsonArray, jsonObject } from "./otio-json-writer.ts";
import { exactText, ownMetadata, readExactText } from "./otio-metadata.ts";

/** OTIO knows no subtitles: Cresset keeps them in its own metadata of the timeline. */
const key = "subtitleTracks";

/** @throws CressetError when the metadata holds a cue that cannot be read. */
export function readOwnSubtitles(reading: OtioReading, timeline: JsonObject): readonly SubtitleTrack[] {
  const own = ownMetadata(timeline);
  if (own === undefined) return [];
  return objects(member(own, key)).map((track) => ({
    id: textField(track, "id"),
    name: textField(track, "name"),
    cues: objects(member(track, "cues")).map((cue): SubtitleCue => {
      return { start: seconds(reading, cue, "start"), end: seconds(reading, cue, "end"), text: textField(cue, "text") };
    }),
  }));
}

export function writeOwnSubtitles(tracks: readonly SubtitleTrack[]): Record<string, JsonValue> {
  if (tracks.length === 0) return {};
  const written = tracks.map(({ id, name, cues }) =>
    jsonObject({
      id,
      name,
      cues: jsonArray(
        cues.map(({ start, end, text }) => jsonObject({ start: exactText(start), end: exactText(end), text })),
      ),
    }),
  );
  return { [key]: jsonArray(written) };
}

function seconds(reading: OtioReading, cue: JsonObject, key: string): Rational {
  return readExactText(textField(cue, key)) ?? failField(reading, cue, key, 'seconds such as "3/2"');
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  if (value === undefined || value === null || typeof value !== "object" || value.kind !== "array") return [];
  return value.items.filter((item) => item !== null && typeof item === "object" && item.kind === "object");
}
