/** Writes OTIO by hand, so that a fault in the product's own writer cannot hide one in its reader. */
import { writeFile } from "node:fs/promises";

type Json = Readonly<Record<string, unknown>>;

export interface OtioTrack {
  readonly kind?: "Video" | "Audio";
  readonly name?: string;
  readonly items: readonly Json[];
}

export interface OtioMedia {
  readonly path: string;
  readonly name?: string;
  /** First frame of the media in its own time, and its length. */
  readonly available?: readonly [number, number];
  readonly rate?: number;
  readonly metadata?: Json;
}

const time = (value: number, rate: number) => ({ OTIO_SCHEMA: "RationalTime.1", value, rate });
const range = (start: number, duration: number, rate: number) => ({
  OTIO_SCHEMA: "TimeRange.1",
  start_time: time(start, rate),
  duration: time(duration, rate),
});

/** Items of a cut at one rate; `media.rate` for clips counted at another. */
export function otioItems(rate: number) {
  return {
    clip: (media: OtioMedia, first: number, frames: number, more: Json = {}): Json => ({
      OTIO_SCHEMA: "Clip.2",
      name: media.name ?? "clip",
      source_range: range(first, frames, media.rate ?? rate),
      media_references: {
        DEFAULT_MEDIA: {
          OTIO_SCHEMA: "ExternalReference.1",
          target_url: media.path,
          ...(media.available === undefined
            ? {}
            : { available_range: range(media.available[0], media.available[1], media.rate ?? rate) }),
          ...(media.metadata === undefined ? {} : { metadata: media.metadata }),
        },
      },
      active_media_reference_key: "DEFAULT_MEDIA",
      ...more,
    }),
    gap: (frames: number): Json => ({ OTIO_SCHEMA: "Gap.1", source_range: range(0, frames, rate) }),
    dissolve: (before: number, after: number): Json => ({
      OTIO_SCHEMA: "Transition.1",
      transition_type: "SMPTE_Dissolve",
      in_offset: time(before, rate),
      out_offset: time(after, rate),
    }),
    speed: (factor: number): Json => ({
      effects: [{ OTIO_SCHEMA: "LinearTimeWarp.1", effect_name: "LinearTimeWarp", time_scalar: factor }],
    }),
    freeze: (): Json => ({
      effects: [{ OTIO_SCHEMA: "FreezeFrame.1", effect_name: "FreezeFrame", time_scalar: 0 }],
    }),
  };
}

/** A timeline; `start` is the record frame of its first frame. */
export async function writeOtioCut(
  path: string,
  cut: {
    readonly name: string;
    readonly rate: number;
    readonly start: number;
    readonly tracks: readonly OtioTrack[];
    readonly metadata?: Json;
  },
): Promise<string> {
  const tracks = cut.tracks.map(({ kind = "Video", name = kind, items }) => ({
    OTIO_SCHEMA: "Track.1",
    kind,
    name,
    children: items,
  }));
  const timeline = {
    OTIO_SCHEMA: "Timeline.1",
    name: cut.name,
    metadata: cut.metadata ?? {},
    global_start_time: time(cut.start, cut.rate),
    tracks: { OTIO_SCHEMA: "Stack.1", children: tracks },
  };
  await writeFile(path, JSON.stringify(timeline));
  return path;
}
