import type { TreeShape } from "../../../../src/server/shapes/catalogue-shapes.ts";

/** A container as the tree gives it: everything but clips. */
export interface Place {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly clipCount: number;
  readonly children: readonly Place[];
}

export const toPlace = ({ entry, clipCount, children }: TreeShape): Place => ({
  id: entry.id,
  kind: entry.kind,
  name: entry.name,
  clipCount,
  children: children.map(toPlace),
});

/** What clips can lie in. */
export const holdsClips = (kind: string): boolean => kind === "reel" || kind === "library" || kind === "folder";

/** A container whose clips are shown one after the other, in as many rows as they need. */
export interface Lane {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly clipCount: number;
  /** Other containers lie between its clips. */
  readonly mixed: boolean;
}

export type LaneRow =
  | { readonly kind: "head"; readonly place: Place; readonly depth: number; readonly folded: boolean }
  | {
      readonly kind: "clips";
      readonly lane: Lane;
      /** The lane's name stands before its first row. */
      readonly isFirst: boolean;
      /** Clips of the lane, by place in it. */
      readonly start: number;
      readonly end: number;
    };

export interface LaneLayout {
  readonly rows: readonly LaneRow[];
  /** In the order in which they are shown, those that are folded away left out. */
  readonly lanes: readonly Lane[];
}

/** Lays a place out in rows of at most `columns` clips. */
export function layLanes(place: Place, columns: number, folded: ReadonlySet<string>): LaneLayout {
  const rows: LaneRow[] = [];
  const lanes: Lane[] = [];
  const lay = (container: Place, depth: number) => {
    const isLane = container.kind === "reel" || container.clipCount > 0;
    const isFolded = folded.has(container.id);
    if (container.kind !== "reel" && depth > 0)
      rows.push({ kind: "head", place: container, depth: depth - 1, folded: isFolded });
    if (isFolded && container.kind !== "reel") return;
    if (isLane) {
      const { id, kind, name, clipCount, children } = container;
      const lane = { id, kind, name, clipCount, mixed: children.length > 0 };
      lanes.push(lane);
      const last = isFolded ? 0 : clipCount;
      for (let start = 0; start === 0 || start < last; start += columns)
        rows.push({ kind: "clips", lane, isFirst: start === 0, start, end: Math.min(start + columns, last) });
    }
    for (const child of container.children) lay(child, depth + 1);
  };
  lay(place, 0);
  return { rows, lanes };
}

/** The place of a clip: where in which lane. */
export interface Spot {
  readonly lane: string;
  readonly index: number;
}

export type Direction = "left" | "right" | "up" | "down" | "start" | "end" | "first" | "last";

/** Where the cursor goes from a spot. Empty lanes are stepped over. */
export function step(
  lanes: readonly Lane[],
  columns: number,
  from: Spot | undefined,
  direction: Direction,
): Spot | undefined {
  const filled = lanes.filter(({ clipCount }) => clipCount > 0);
  const at = filled.findIndex(({ id }) => id === from?.lane);
  const lane = filled[at];
  const first = filled[0];
  const last = filled.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const spot = (of: Lane | undefined, index: number): Spot | undefined =>
    of === undefined ? undefined : { lane: of.id, index: Math.max(0, Math.min(index, of.clipCount - 1)) };
  if (direction === "last") return spot(last, last.clipCount - 1);
  if (direction === "first" || from === undefined || lane === undefined) return spot(first, 0);
  const here = { lane: lane.id, index: Math.min(from.index, lane.clipCount - 1) };
  const column = here.index % columns;
  const lastRow = Math.floor((lane.clipCount - 1) / columns);
  const row = Math.floor(here.index / columns);
  switch (direction) {
    case "left":
      return here.index > 0 ? spot(lane, here.index - 1) : (spot(filled[at - 1], Infinity) ?? here);
    case "right":
      return here.index < lane.clipCount - 1 ? spot(lane, here.index + 1) : (spot(filled[at + 1], 0) ?? here);
    case "up": {
      if (row > 0) return spot(lane, here.index - columns);
      const above = filled[at - 1];
      if (above === undefined) return here;
      return spot(above, Math.floor((above.clipCount - 1) / columns) * columns + column);
    }
    case "down":
      return row < lastRow ? spot(lane, here.index + columns) : (spot(filled[at + 1], column) ?? here);
    case "start":
      return spot(lane, 0);
    case "end":
      return spot(lane, lane.clipCount - 1);
  }
}

/** All spots from one to another, both included, in the order in which they are shown. */
export function spotsBetween(lanes: readonly Lane[], a: Spot, b: Spot): readonly Spot[] {
  const order = (spot: Spot) => lanes.findIndex(({ id }) => id === spot.lane);
  const swapped = order(a) > order(b) || (a.lane === b.lane && a.index > b.index);
  const [from, to] = swapped ? [b, a] : [a, b];
  const spots: Spot[] = [];
  for (let at = Math.max(0, order(from)); at <= order(to); at += 1) {
    const lane = lanes[at];
    if (lane === undefined) continue;
    const start = lane.id === from.lane ? from.index : 0;
    const end = lane.id === to.lane ? to.index : lane.clipCount - 1;
    for (let index = start; index <= Math.min(end, lane.clipCount - 1); index += 1)
      spots.push({ lane: lane.id, index });
  }
  return spots;
}

/** The row that shows a spot; -1 for one that is folded away. */
export function rowOf(rows: readonly LaneRow[], { lane, index }: Spot): number {
  return rows.findIndex((row) => row.kind === "clips" && row.lane.id === lane && index >= row.start && index < row.end);
}

/** A place of the tree by its id. */
export function findPlace(place: Place, id: string): Place | undefined {
  if (place.id === id) return place;
  for (const child of place.children) {
    const found = findPlace(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The containers around a place, the outermost first, and itself. */
export function placesTo(place: Place, id: string): readonly Place[] {
  if (place.id === id) return [place];
  for (const child of place.children) {
    const rest = placesTo(child, id);
    if (rest.length > 0) return [place, ...rest];
  }
  return [];
}
