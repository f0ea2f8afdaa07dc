/** Pixels of a row, from the first to before the second. */
type Span = readonly [number, number];

/** A rectangle in parts of the picture: left, top, right, bottom. */
type Box = readonly [number, number, number, number];

/**
 * Where the incoming picture stands at `progress` (0 to 1), for the codes of SMPTE 258M that are made of upright
 * rectangles: 1–8 bars and corners, 21–26 doors and edges, 101 the rectangle that opens from the middle.
 */
const shapes: Readonly<Record<number, (progress: number) => readonly Box[]>> = {
  1: (p) => [[0, 0, p, 1]],
  2: (p) => [[0, 0, 1, p]],
  3: (p) => [[0, 0, p, p]],
  4: (p) => [[1 - p, 0, 1, p]],
  5: (p) => [[1 - p, 1 - p, 1, 1]],
  6: (p) => [[0, 1 - p, p, 1]],
  7: (p) => corners(p / 2),
  8: (p) => quarters(p / 4),
  21: (p) => [[0.5 - p / 2, 0, 0.5 + p / 2, 1]],
  22: (p) => [[0, 0.5 - p / 2, 1, 0.5 + p / 2]],
  23: (p) => [[0.5 - p / 2, 0, 0.5 + p / 2, p]],
  24: (p) => [[1 - p, 0.5 - p / 2, 1, 0.5 + p / 2]],
  25: (p) => [[0.5 - p / 2, 1 - p, 0.5 + p / 2, 1]],
  26: (p) => [[0, 0.5 - p / 2, p, 0.5 + p / 2]],
  101: (p) => [[0.5 - p / 2, 0.5 - p / 2, 0.5 + p / 2, 0.5 + p / 2]],
};

/** Boxes that grow from the four corners until they meet in the middle. */
const corners = (p: number): readonly Box[] => [
  [0, 0, p, p],
  [1 - p, 0, 1, p],
  [0, 1 - p, p, 1],
  [1 - p, 1 - p, 1, 1],
];

/** Boxes that grow from the middle of each quarter. */
const quarters = (p: number): readonly Box[] =>
  [0.25, 0.75].flatMap((x) => [0.25, 0.75].map((y): Box => [x - p, y - p, x + p, y + p]));

/** Whether a wipe of this code is drawn as the standard draws it; others are drawn as code 1, left to right. */
export const knowsWipe = (code: number): boolean => shapes[code] !== undefined;

/** The pixels of row `y` that a wipe has uncovered at `progress`, left to right. */
export function wipeSpans(code: number, progress: number, width: number, height: number, y: number): readonly Span[] {
  const boxes = (shapes[code] ?? shapes[1])?.(Math.min(1, Math.max(0, progress))) ?? [];
  return boxes
    .filter(([, top, , bottom]) => y >= Math.round(top * height) && y < Math.round(bottom * height))
    .map(([left, , right]): Span => [Math.round(left * width), Math.round(right * width)])
    .filter(([start, end]) => end > start);
}
