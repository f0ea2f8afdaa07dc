import type { Stroke } from "./stroke.ts";

/** Points of lines by combining mark, in grid units; above a letter 0 is the highest and 1 the lowest place. */
const above: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "\u0300": [[1, 0, 2.4, 1]],
  "\u0301": [[3, 0, 1.6, 1]],
  "\u0302": [[1, 1, 2, 0, 3, 1]],
  "\u0303": [[0.4, 1, 1.3, 0.1, 2.7, 0.9, 3.6, 0]],
  "\u0304": [[0.8, 0.5, 3.2, 0.5]],
  "\u0306": [[0.9, 0, 1.5, 1, 2.5, 1, 3.1, 0]],
  "\u0307": [[2, 0.5, 2, 0.5]],
  "\u0308": [
    [0.8, 0.5, 0.8, 0.5],
    [3.2, 0.5, 3.2, 0.5],
  ],
  "\u030A": [[2, -0.3, 2.9, 0.5, 2, 1.3, 1.1, 0.5, 2, -0.3]],
  "\u030B": [
    [1.6, 0, 0.7, 1],
    [3.6, 0, 2.7, 1],
  ],
  "\u030C": [[1, 0, 2, 1, 3, 0]],
};

/** The same for marks that hang below, in rows of the letter. */
const below: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "\u0323": [[2, 7.8, 2, 7.8]],
  "\u0326": [[2.2, 7.4, 1.6, 8.4]],
  "\u0327": [[2, 6, 2, 7, 2.8, 7.5, 1.4, 8.3]],
  "\u0328": [[3, 6, 2.3, 7.2, 2.8, 8, 3.6, 7.9]],
};

export const standsAbove = (mark: string): boolean => Object.hasOwn(above, mark);
export const isDrawnMark = (mark: string): boolean => Object.hasOwn(above, mark) || Object.hasOwn(below, mark);

/** The strokes of a combining mark; nothing where it is not known. */
export function accentStrokes(mark: string): readonly Stroke[] {
  // Letters under accents begin at row 2: this leaves light between the two.
  const lines = above[mark]?.map((line) => line.map((value, index) => (index % 2 === 0 ? value : 0.75 * value - 0.4)));
  return (lines ?? below[mark] ?? []).flatMap((line) =>
    Array.from({ length: line.length / 2 - 1 }, (_, index) => {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line.slice(2 * index);
      return { x0, y0, x1, y1 };
    }),
  );
}
