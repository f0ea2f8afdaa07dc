import type { Conformed } from "../../catalogue/conform.ts";
import type { PicturePiece, RenderSource, SoundTrack } from "../../media/render-job.ts";
import type { Sequence } from "../../timeline/sequence.ts";

/** Every file that the links of a sequence name, once, by its id. */
export function planSources(sequence: Sequence, { links }: Conformed): ReadonlyMap<string, RenderSource> {
  const sources = new Map<string, RenderSource>();
  for (const { media, mediaRate } of links.values())
    sources.set(media.path, {
      id: media.path,
      path: media.path,
      ...(media.imageSequence === undefined ? {} : { imageSequence: media.imageSequence }),
      rate: media.video.length > 0 ? mediaRate : sequence.rate,
    });
  return sources;
}

/** The sources that picture and sound of an asset play. */
export function usedSources(
  sources: ReadonlyMap<string, RenderSource>,
  picture: readonly PicturePiece[],
  sound: readonly SoundTrack[],
): readonly RenderSource[] {
  const used = new Set<string>();
  for (const piece of picture)
    for (const part of piece.kind === "mix" ? [piece.from, piece.to] : [piece])
      if (part.kind === "source") used.add(part.sourceId);
  for (const { pieces } of sound) for (const { sourceId } of pieces) used.add(sourceId);
  return [...used].flatMap((id) => sources.get(id) ?? []);
}
