import { readFile } from "node:fs/promises";
import { readCutText } from "../../timeline/read-cut.ts";
import type { ClipDraft } from "../catalogue.ts";
import { openCut, type OpenedSequence, unreadableCut } from "../open-source.ts";
import type { Drafted } from "./drafted.ts";
import type { ImportOptions } from "./import-options.ts";

/** Each sequence of a cut, with the cut's text; media that is not found is noted, and may be found later. */
export async function draftCut(file: string, options: ImportOptions): Promise<Drafted> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadableCut(file, cause);
  });
  const cutText = readCutText(bytes);
  const opened = await openCut(cutText, file, options);
  return {
    drafts: opened.map((each) => draft(file, each, options, cutText)),
    problems: [],
    notes: opened.flatMap(notesOf),
  };
}

function draft(
  file: string,
  { sequence, conformed }: OpenedSequence,
  { mediaFolders }: ImportOptions,
  cutText: string,
): ClipDraft {
  const picture = [...conformed.links.values()].flatMap(({ media }) => media.video)[0];
  const { width = 0, height = 0 } = sequence.size ?? picture ?? {};
  return {
    kind: "sequence",
    name: sequence.name,
    cutText,
    facts: {
      source: { kind: "cut", path: file, sequenceName: sequence.name, mediaFolders },
      duration: sequence.duration,
      rate: sequence.rate,
      dropFrame: sequence.dropFrame,
      startFrame: sequence.startFrame,
      width,
      height,
    },
  };
}

function notesOf({ sequence, conformed: { unlinked } }: OpenedSequence): readonly string[] {
  const [first] = unlinked;
  if (first === undefined) return [];
  const count = unlinked.length === 1 ? "a segment has" : `${unlinked.length} segments have`;
  return [
    `"${sequence.name}": ${count} no media. The first: ${first.trackId} "${first.segment.name}" (${first.segment.place}): ${first.tried}`,
  ];
}
