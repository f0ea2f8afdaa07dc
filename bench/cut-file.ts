import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

/** A piece of a source in a cut; frames at 24 a second, `sourceOut` past the last. */
export interface CutPiece {
  readonly source: string;
  readonly sourceIn: number;
  readonly sourceOut: number;
}

/** Frames that the clip of the bench has. */
export const clipFrames = 720;

/**
 * That many pieces of 2 s over the sources in turn, at places that jump about as an edit does, never closer than 12
 * frames to a source's ends, so that handles fit.
 */
export function cutOfPieces(sources: readonly string[], count: number): readonly CutPiece[] {
  const frames = 48;
  return Array.from({ length: count }, (_, index) => {
    const source = sources[index % sources.length];
    if (source === undefined) throw new RangeError("Expected at least one source");
    const sourceIn = 12 + ((Math.floor(index / sources.length) * 251 + index * 17) % (clipFrames - frames - 24));
    return { source, sourceIn, sourceOut: sourceIn + frames };
  });
}

const time = (value: number) => ({ OTIO_SCHEMA: "RationalTime.1", rate: 24, value });
const range = (start: number, end: number) => ({
  OTIO_SCHEMA: "TimeRange.1",
  start_time: time(start),
  duration: time(end - start),
});

/** Writes pieces as an OTIO timeline, one after the other on one video track, each a shot of its own. */
export async function writeCut(path: string, pieces: readonly CutPiece[]): Promise<void> {
  const clips = pieces.map(({ source, sourceIn, sourceOut }, index) => {
    const shot = `sh${String((index + 1) * 10).padStart(5, "0")}`;
    return {
      OTIO_SCHEMA: "Clip.2",
      name: shot,
      metadata: { shot },
      source_range: range(sourceIn, sourceOut),
      active_media_reference_key: "DEFAULT_MEDIA",
      media_references: {
        DEFAULT_MEDIA: {
          OTIO_SCHEMA: "ExternalReference.1",
          name: basename(source),
          target_url: pathToFileURL(source).href,
          available_range: range(0, clipFrames),
        },
      },
    };
  });
  const timeline = {
    OTIO_SCHEMA: "Timeline.1",
    name: "bench",
    global_start_time: time(86_400),
    tracks: {
      OTIO_SCHEMA: "Stack.1",
      name: "tracks",
      children: [{ OTIO_SCHEMA: "Track.1", name: "V1", kind: "Video", children: clips }],
    },
  };
  await writeFile(path, JSON.stringify(timeline, null, 4));
}
