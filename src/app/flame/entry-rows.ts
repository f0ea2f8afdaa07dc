import type { Entry } from "../../catalogue/catalogue.ts";

/** An entry as the flame module knows it: python/flame/_registry.py. Small, since lists hold thousands. */
export function entryRow({ id, kind, name, parentId, attributes: written, createdAt, clip }: Entry) {
  // Those of segments come with the segments.
  const { segments: _, ...attributes } = written;
  return {
    id,
    kind,
    name,
    parent: parentId ?? null,
    attributes,
    created: createdAt.toISOString(),
    ...(clip === undefined
      ? {}
      : {
          clip: {
            duration: clip.duration,
            rate: [clip.rate.num, clip.rate.den],
            drop: clip.dropFrame,
            start: clip.startFrame,
            width: clip.width,
            height: clip.height,
          },
        }),
  };
}
