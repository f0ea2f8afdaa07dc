import { readFile } from "node:fs/promises";
import path from "node:path";
import { type OpenedSequence, openSource, readRate } from "../catalogue/open-source.ts";
import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import type { Prober } from "../media/probe.ts";
import type { SubtitleTrack } from "../timeline/sequence.ts";
import { readSubtitles } from "../timeline/subtitles.ts";

/** A sequence of an export, with a key that no other sequence of it has. */
export interface GatheredSequence extends OpenedSequence {
  readonly key: string;
}

/**
 * Opens everything that a request exports, finds its media and adds its subtitles.
 * @throws CressetError `bad-input` for what cannot be read, `unlinked-media` with all media that was not found.
 */
export async function gatherSources(
  request: ExportRequest,
  prober: Prober,
  signal: AbortSignal,
): Promise<readonly GatheredSequence[]> {
  const rate = request.rate === undefined ? undefined : readRate(request.rate);
  const options = {
    mediaFolders: request.mediaFolders,
    probe: (file: string, probeOptions = {}) => prober.probe(file, probeOptions),
    rate,
    signal,
  };
  const opened: (OpenedSequence & { readonly source: string })[] = [];
  for (const source of request.sources)
    for (const sequence of await openSource(source, options)) opened.push({ ...sequence, source });
  const chosen = choose(opened, request);
  const subtitleTracks = await Promise.all(request.subtitleFiles.map(readSubtitleTrack));
  const seen = new Map<string, number>();
  return chosen.map(({ sequence, conformed }) => {
    const count = (seen.get(sequence.name) ?? 0) + 1;
    seen.set(sequence.name, count);
    return {
      key: count === 1 ? sequence.name : `${sequence.name} (${count})`,
      sequence: { ...sequence, subtitleTracks: [...sequence.subtitleTracks, ...withNewIds(subtitleTracks, sequence)] },
      conformed: request.allowMissing ? withBlack(conformed) : conformed,
    };
  });
}

function choose(
  opened: readonly (OpenedSequence & { readonly source: string })[],
  { sequenceNames, sources, allowMissing, isSnapshot }: ExportRequest,
) {
  const names = opened.map(({ sequence }) => sequence.name);
  const unknown = sequenceNames.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new CressetError(
      "not-found",
      `There is no sequence "${unknown}" in ${sources.join(", ")}. There are: ${names.join(", ")}.`,
    );
  const chosen = opened.filter(({ sequence }) => sequenceNames.length === 0 || sequenceNames.includes(sequence.name));
  if (chosen.length === 0)
    throw new CressetError("bad-input", `There is no sequence in ${sources.join(", ")}; nothing to export.`);
  if (isSnapshot && chosen.length > 1)
    throw new CressetError(
      "usage",
      `A snapshot is taken of one sequence, and ${sources.join(", ")} holds ${chosen.length}. Name one of them with --sequence: ${names.join(", ")}.`,
    );
  for (const { sequence, source } of chosen)
    if (sequence.duration === 0)
      throw new CressetError(
        "bad-input",
        `The sequence "${sequence.name}" of ${source} is empty: it has no frame to export.`,
      );
  const unlinked = chosen.flatMap(({ conformed, source }) => conformed.unlinked.map((each) => ({ ...each, source })));
  if (unlinked.length > 0 && !allowMissing) {
    const cuts = [...new Set(unlinked.map(({ source }) => source))];
    const lines = unlinked.map(
      ({ segment, trackId, tried, source }) =>
        `${cuts.length > 1 ? `${path.basename(source)}, ` : ""}${trackId} "${segment.name}" (${segment.place}): ${tried}`,
    );
    throw new CressetError(
      "unlinked-media",
      `${unlinked.length === 1 ? "A segment" : `${unlinked.length} segments`} of ${cuts.join(", ")} ${unlinked.length === 1 ? "has" : "have"} no media. Name the folders of the media with --media, or export black in their place with --allow-missing.`,
      { detail: lines.join("\n") },
    );
  }
  return chosen;
}

/** What has no media becomes black, and says so. */
function withBlack(conformed: OpenedSequence["conformed"]): OpenedSequence["conformed"] {
  const warnings = conformed.unlinked.map(({ segment, tried }) => ({
    code: "unlinked-media",
    message: `"${segment.name}" has no media and becomes black: ${tried}`,
    place: segment.place,
  }));
  return { ...conformed, warnings: [...conformed.warnings, ...warnings] };
}

/** Ids that no subtitles track of the sequence itself has. */
const withNewIds = (tracks: readonly SubtitleTrack[], { subtitleTracks }: OpenedSequence["sequence"]) =>
  tracks.map((track, index) => {
    const taken = new Set(subtitleTracks.map(({ id }) => id));
    let number = subtitleTracks.length + index + 1;
    while (taken.has(`S${number}`)) number += tracks.length;
    return { ...track, id: `S${number}` };
  });

async function readSubtitleTrack(file: string, index: number): Promise<SubtitleTrack> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CressetError("bad-input", `The subtitles ${file} cannot be read.`, { cause });
  });
  return { id: `S${index + 1}`, name: path.basename(file, path.extname(file)), cues: readSubtitles(bytes, file) };
}
