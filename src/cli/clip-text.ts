import type { SegmentNotes } from "../catalogue/catalogue.ts";
import type { ClipDescription } from "../app/describe-clip.ts";
import { mediaText, sequenceText } from "./media-text.ts";

const notesText = ({ name, shotName, comment, tags, colour }: SegmentNotes): string =>
  Object.entries({ name, shot: shotName, comment, tags: tags?.join(", "), colour: colour?.join(" ") })
    .flatMap(([label, text]) => (text === undefined ? [] : `${label} "${text}"`))
    .join(", ");

/** What `cresset clip show` prints for people. */
export function clipText(clip: ClipDescription): string {
  const { attributes, marks, versions } = clip;
  const lines = [
    `${clip.path === "" ? `${clip.name} (in no reel)` : clip.path}${clip.linked ? "" : "  UNLINKED"}`,
    `  ${clip.kind} cresset:${clip.id}`,
    `  ${clip.width > 0 ? `${clip.width}x${clip.height}, ` : ""}${clip.rate} fps, from ${clip.start}, ${clip.durationFrames} frames (${clip.duration})`,
  ];
  const tell = (label: string, text: string | undefined) => {
    if (text !== undefined && text !== "") lines.push(`  ${label}: ${text}`);
  };
  tell("shot", attributes.shotName);
  tell("comment", attributes.comment);
  tell("tags", attributes.tags?.join(", "));
  tell("in mark", marks.in);
  tell("out mark", marks.out);
  for (const { frame, name, comment } of attributes.markers ?? [])
    lines.push(`  marker at frame ${frame}: ${[name, comment].filter(Boolean).join(", ")}`);
  for (const [segment, notes] of Object.entries(attributes.segments ?? {}))
    tell(`written on ${segment}`, notesText(notes));
  tell("OpenClip", clip.openClip);
  if (versions.length > 1 || versions.some(({ name }) => name !== ""))
    for (const { name, current, path, linked } of versions)
      lines.push(`  ${current ? "*" : " "} ${name} ${path}${linked ? "" : "  (not there)"}`);
  tell("thumbnail", clip.thumbnail.file ?? `none. ${"why" in clip.thumbnail ? clip.thumbnail.why : ""}`);
  for (const { path, name } of clip.usedBy) tell("used by", path === "" ? name : path);
  for (const { id, startedAt } of clip.exportedBy) tell("exported by", `run ${id}, ${startedAt}`);
  for (const { id, startedAt } of clip.writtenBy) tell("written by", `run ${id}, ${startedAt}`);
  const inside = clip.sequence === undefined ? clip.media && mediaText(clip.media) : sequenceText(clip.sequence);
  return inside === undefined ? lines.join("\n") : `${lines.join("\n")}\n\n${inside}`;
}
