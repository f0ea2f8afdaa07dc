/** How the values of a channel lie in their array. */
interface Layout {
  readonly width: number;
  readonly rows: number;
  /** Elements from a value to the next in its row, and to the one below. */
  readonly xStep: number;
  readonly yStep: number;
}

/** Below this, averages and differences fit into 16 signed bits as they are. */
const plainLimit = 1 << 14;

/**
 * The two-dimensional Haar wavelet of OpenEXR's PIZ, in place: pairs become their average and difference, then the
 * averages again, at twice the distance, as long as two fit into the smaller side.
 *
 * @param highest The largest value that may occur.
 */
export function waveletEncode(values: Uint16Array, layout: Layout, highest: number): void {
  const { width, rows, xStep, yStep } = layout;
  const split = highest < plainLimit ? splitPlain : splitModulo;
  const shorter = Math.min(width, rows);
  for (let near = 1, far = 2; far <= shorter; near = far, far *= 2) {
    const right = near * xStep;
    const below = near * yStep;
    let top = 0;
    for (let y = 0; y + far <= rows; y += far, top += far * yStep) {
      let here = top;
      for (let x = 0; x + far <= width; x += far, here += far * xStep) {
        const upper = split(values[here] ?? 0, values[here + right] ?? 0);
        const lower = split(values[here + below] ?? 0, values[here + below + right] ?? 0);
        const averages = split(upper & 0xffff, lower & 0xffff);
        const differences = split(upper >>> 16, lower >>> 16);
        values[here] = averages;
        values[here + below] = averages >>> 16;
        values[here + right] = differences;
        values[here + below + right] = differences >>> 16;
      }
      // A last column that has no neighbour at this distance.
      if ((width & near) !== 0) splitPair(values, here, here + below, split);
    }
    // A last row likewise.
    if ((rows & near) !== 0)
      for (let x = 0, here = top; x + far <= width; x += far, here += far * xStep)
        splitPair(values, here, here + right, split);
  }
}

function splitPair(values: Uint16Array, a: number, b: number, split: typeof splitPlain): void {
  const both = split(values[a] ?? 0, values[b] ?? 0);
  values[a] = both;
  values[b] = both >>> 16;
}

/** Average in the low 16 bits, difference in the high ones; both operands are signed. */
function splitPlain(a: number, b: number): number {
  const first = (a << 16) >> 16;
  const second = (b << 16) >> 16;
  return (((first + second) >> 1) & 0xffff) | ((first - second) << 16);
}

/** The same for values that need all 16 bits: modulo 2^16, the first moved by half the range. */
function splitModulo(a: number, b: number): number {
  const moved = (a + 0x8000) & 0xffff;
  const difference = moved - b;
  const average = ((moved + b) >> 1) + (difference < 0 ? 0x8000 : 0);
  return (average & 0xffff) | (difference << 16);
}
