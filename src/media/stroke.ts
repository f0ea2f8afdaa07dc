/** A line from dot to dot, in grid units; a dot where both ends agree. */
export interface Stroke {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
