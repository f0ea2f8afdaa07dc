import { bareName } from "../../catalogue/bare-name.ts";
import type { Segment, Sequence, SequenceWarning, Track } from "../../timeline/sequence.ts";
import { shotsOf } from "../../timeline/shots.ts";

/** One shot or segment that gets assets of its own. */
export interface PlanUnit {
  readonly track: Track;
  readonly segment: Segment;
  /** Shot name; for a segment without one its own (see `bareName`), made unique in the sequence. */
  readonly name: string;
}

/** The shots of a sequence, a segment without a shot name being a shot of its own, in record order. */
export function shotUnits(sequence: Sequence): readonly PlanUnit[] {
  const units: PlanUnit[] = [];
  const primaries = new Map(shotsOf(sequence).map((shot) => [shot.primary.segment.id, shot]));
  for (const track of sequence.videoTracks)
    for (const segment of track.segments)
      if (segment.enabled && (segment.shotName === "" || primaries.has(segment.id)))
        units.push({ track, segment, name: segment.shotName });
  return named(units.toSorted((a, b) => a.segment.record.start - b.segment.record.start));
}

/** Every enabled segment of the tracks, track by track. */
export function segmentUnits(tracks: readonly Track[]): readonly PlanUnit[] {
  return named(
    tracks.flatMap((track) =>
      track.segments
        .filter(({ enabled }) => enabled)
        .map((segment) => ({ track, segment, name: bareName(segment.name) })),
    ),
  );
}

/** Gives units without a name one, and units that share theirs a number: two assets cannot lie on one path. */
function named(units: readonly PlanUnit[]): readonly PlanUnit[] {
  const taken = new Set<string>();
  return units.map((unit) => {
    const base = unit.name || bareName(unit.segment.name) || bareName(unit.segment.source.clipName) || unit.segment.id;
    let name = base;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}_${String(number).padStart(2, "0")}`;
    taken.add(name.toLowerCase());
    return { ...unit, name };
  });
}

/** A warning for each shot of several segments: its asset shows the bottom-most, left-most of them. */
export function shotWarnings(sequence: Sequence): readonly SequenceWarning[] {
  return shotsOf(sequence)
    .filter(({ segments }) => segments.length > 1)
    .map(({ name, segments, primary }) => ({
      code: "shot-of-several-segments",
      message: `The shot ${name} has ${segments.length} segments; its asset shows the bottom-most, left-most one, "${primary.segment.name}". A preset with the scope "segment" writes them all.`,
      place: primary.segment.place,
    }));
}
