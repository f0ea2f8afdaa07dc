import type { Sequence } from "../sequence.ts";
import { member, otioObject } from "./otio-document.ts";
import { withMembers } from "./otio-edit.ts";
import type { JsonObject } from "./otio-json.ts";
import { jsonArray } from "./otio-json-writer.ts";
import { trackKind } from "./otio-layout.ts";
import type { OtioOrigin } from "./otio-origin.ts";

/**
 * The top stack that a sequence was read from, and what takes its place where the sequence has lost video tracks since: the
 * stack without their rows. Nothing where it has them all.
 */
export function withoutLostRows(
  { videoTracks }: Sequence,
  { document, top, videoTrackIds }: OtioOrigin,
): readonly [stack: JsonObject, replacement: JsonObject] | undefined {
  const kept = new Set(videoTracks.map(({ id }) => id));
  if (videoTrackIds.every((id) => kept.has(id))) return undefined;
  const stack = [otioObject(document, top), otioObject(document, member(top, "tracks"))].find(
    (object) => object?.schema === "Stack",
  );
  const children = stack && member(stack.json, "children");
  if (stack === undefined || children === null || typeof children !== "object" || children.kind !== "array")
    return undefined;
  let row = 0;
  const rows = children.items.filter((child) => {
    const object = otioObject(document, child);
    if (object === undefined || trackKind(object) !== "video") return true;
    const id = videoTrackIds[row];
    row += 1;
    return id === undefined || kept.has(id);
  });
  return [stack.json, withMembers(stack.json, { children: jsonArray(rows) })];
}
