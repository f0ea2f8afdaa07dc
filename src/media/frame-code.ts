/**
 * A frame number that a picture carries in itself, as black and white cells, so that a test can ask any picture "which
 * frame of which clip are you?" after scaling, lossy coding, colour conversion, a crop or a dissolve.
 *
 * Two slots of 8 × 6 cells lie left and right of the middle, inside the area that a 4:3 or a 2.39 crop keeps. A clip with
 * an even id writes into the left one, with an odd id into the right one, so that both clips of a dissolve stay readable.
 * Cells, row by row: one white cell, 24 bits frame, 8 bits clip id, 14 check bits, one black cell.
 */
export interface FrameCode {
  /** 0 to 2^24 - 1. */
  readonly frame: number;
  /** Which clip, 0 to 255. */
  readonly source: number;
}

export interface FoundFrameCode extends FrameCode {
  /**
   * How far white lies above black, as a part of the plane's full scale: about 0.86 in a video-range picture (219 of
   * 255), less in the middle of a dissolve, in proportion to the clip's weight.
   */
  readonly contrast: number;
}

/** A rectangle of the picture in pixels; its sides may lie outside the picture (a crop). */
export interface PictureArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const columns = 8;
const rows = 6;
/** The picture is 32 cells wide and 18 high. */
const gridWidth = 32;
const gridHeight = 18;
const top = 6;
const slotLeft = [6, 18] as const;
/** Below this share of full scale a difference is noise. */
const leastContrast = 0.03;

/** CRC-16/CCITT-FALSE over the four bytes, cut to 14 bits. */
function checkBits(frame: number, source: number): number {
  let crc = 0xffff;
  for (const byte of [(frame >> 16) & 0xff, (frame >> 8) & 0xff, frame & 0xff, source]) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc & 0x3fff;
}

const bitsOf = (value: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, index) => ((value >> (count - 1 - index)) & 1) === 1);

const numberOf = (bits: readonly boolean[]): number => bits.reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);

/** The cells of a slot, row by row, `true` = white. @throws RangeError when a number does not fit. */
function frameCodeCells({ frame, source }: FrameCode): readonly boolean[] {
  if (!Number.isInteger(frame) || frame < 0 || frame >= 2 ** 24)
    throw new RangeError(`Expected a frame number from 0 to 16777215, got ${frame}`);
  if (!Number.isInteger(source) || source < 0 || source > 255)
    throw new RangeError(`Expected a clip id from 0 to 255, got ${source}`);
  return [true, ...bitsOf(frame, 24), ...bitsOf(source, 8), ...bitsOf(checkBits(frame, source), 14), false];
}

/** The rectangle, in pixels, that a slot and its quiet margin take; rounded to whole pixels. */
function slotArea(slot: 0 | 1, width: number, height: number): PictureArea {
  const x = Math.round(((slotLeft[slot] - 1) * width) / gridWidth);
  const y = Math.round(((top - 1) * height) / gridHeight);
  return {
    x,
    y,
    width: Math.round(((slotLeft[slot] + columns + 1) * width) / gridWidth) - x,
    height: Math.round(((top + rows + 1) * height) / gridHeight) - y,
  };
}

/** The plates to be left free of anything else, because a dissolve mixes them into the other clip's code. */
export const frameCodePlates = (width: number, height: number): readonly PictureArea[] => [
  slotArea(0, width, height),
  slotArea(1, width, height),
];

/** The white and black rectangles that write a code into a picture of this size. */
export function frameCodeRectangles(
  code: FrameCode,
  width: number,
  height: number,
): readonly (PictureArea & { readonly white: boolean })[] {
  const left = slotLeft[code.source % 2 === 0 ? 0 : 1];
  return frameCodeCells(code).map((white, index) => {
    const column = left + (index % columns);
    const row = top + Math.floor(index / columns);
    const x = Math.round((column * width) / gridWidth);
    const y = Math.round((row * height) / gridHeight);
    return {
      x,
      y,
      width: Math.round(((column + 1) * width) / gridWidth) - x,
      height: Math.round(((row + 1) * height) / gridHeight) - y,
      white,
    };
  });
}

export interface ReadFrameCodeOptions {
  /** Samples from one row to the next; the width where the rows touch. */
  readonly stride?: number;
  /** Where the clip's whole picture lies (letterbox, crop); the whole plane if nothing. */
  readonly picture?: PictureArea;
  /** Value of full scale: 255, 65535 or 1 by the plane's type; 1023 for 10 bits in 16. */
  readonly fullScale?: number;
}

type Plane = Uint8Array | Uint16Array | Float32Array;

function fullScaleOf(plane: Plane): number {
  if (plane instanceof Uint8Array) return 255;
  return plane instanceof Uint16Array ? 65_535 : 1;
}

/** Mean of the middle half of a cell, or nothing where it lies outside the plane. */
function cellMean(plane: Plane, width: number, height: number, stride: number, cell: PictureArea): number | undefined {
  const fromX = Math.round(cell.x + cell.width / 4);
  const fromY = Math.round(cell.y + cell.height / 4);
  const toX = Math.max(fromX + 1, Math.round(cell.x + (cell.width * 3) / 4));
  const toY = Math.max(fromY + 1, Math.round(cell.y + (cell.height * 3) / 4));
  if (fromX < 0 || fromY < 0 || toX > width || toY > height) return undefined;
  let sum = 0;
  for (let y = fromY; y < toY; y++) for (let x = fromX; x < toX; x++) sum += plane[y * stride + x] ?? 0;
  return sum / ((toX - fromX) * (toY - fromY));
}

/** Reads every code that a luma plane shows: none, one, or the two of a dissolve. */
export function readFrameCodes(
  plane: Plane,
  width: number,
  height: number,
  options: ReadFrameCodeOptions = {},
): readonly FoundFrameCode[] {
  const { stride = width, picture = { x: 0, y: 0, width, height }, fullScale = fullScaleOf(plane) } = options;
  const cellWidth = picture.width / gridWidth;
  const cellHeight = picture.height / gridHeight;
  const found: FoundFrameCode[] = [];
  for (const [slot, left] of slotLeft.entries()) {
    const levels: number[] = [];
    for (let index = 0; index < columns * rows; index++) {
      const level = cellMean(plane, width, height, stride, {
        x: picture.x + (left + (index % columns)) * cellWidth,
        y: picture.y + (top + Math.floor(index / columns)) * cellHeight,
        width: cellWidth,
        height: cellHeight,
      });
      if (level !== undefined) levels.push(level);
    }
    const [white, black] = [levels[0], levels[columns * rows - 1]];
    if (white === undefined || black === undefined) continue;
    const contrast = (white - black) / fullScale;
    if (contrast < leastContrast) continue;
    const bits = levels.map((level) => level > (white + black) / 2);
    const frame = numberOf(bits.slice(1, 25));
    const source = numberOf(bits.slice(25, 33));
    if (source % 2 === slot && numberOf(bits.slice(33, 47)) === checkBits(frame, source))
      found.push({ frame, source, contrast });
  }
  return found;
}

/**
 * Reads the code of a picture from its luma plane (or any plane that grows with brightness); the stronger of two in a
 * dissolve, nothing where there is none.
 */
export function readFrameCode(
  plane: Plane,
  width: number,
  height: number,
  options: ReadFrameCodeOptions = {},
): FoundFrameCode | undefined {
  return readFrameCodes(plane, width, height, options).toSorted((a, b) => b.contrast - a.contrast)[0];
}
