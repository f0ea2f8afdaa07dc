import { huffmanEncode } from "./huffman.ts";
import { waveletEncode } from "./wavelet.ts";

/** One channel's samples in a block: `words` 16-bit values each (1 for half, 2 for float). */
interface PizChannel {
  readonly words: 1 | 2;
}

const bitmapBytes = 8192;

/**
 * OpenEXR's PIZ compression of a block: values are numbered without gaps, each channel goes through a Haar wavelet, and
 * what comes out is Huffman coded. "Technical Introduction to OpenEXR" says what it is; that every bit is where it should
 * be was tried with two readers, FFmpeg's and OpenEXR's own.
 *
 * @param raw Rows from the top, in each row the channels one after the other; `byteOffset` a multiple of 2.
 */
export function pizEncode(raw: Uint8Array, width: number, channels: readonly PizChannel[]): Uint8Array {
  const interleaved = new Uint16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
  const rowWords = channels.reduce((sum, { words }) => sum + words * width, 0);
  const rows = interleaved.length / rowWords;

  // Channel by channel instead of row by row, and values numbered in order of size.
  const { bitmap, numbers, highest } = numberValues(interleaved);
  const values = new Uint16Array(interleaved.length);
  let written = 0;
  let start = 0;
  for (const { words } of channels) {
    const channelStart = written;
    for (let row = 0; row < rows; row += 1) {
      const from = row * rowWords + start;
      for (let i = from; i < from + width * words; i += 1) {
        values[written] = numbers[interleaved[i] ?? 0] ?? 0;
        written += 1;
      }
    }
    const channel = values.subarray(channelStart, written);
    for (let word = 0; word < words; word += 1)
      waveletEncode(channel.subarray(word), { width, rows, xStep: words, yStep: width * words }, highest);
    start += width * words;
  }

  const coded = huffmanEncode(values);
  const first = bitmap.findIndex((byte) => byte !== 0);
  const last = bitmap.findLastIndex((byte) => byte !== 0);
  const used = first < 0 ? bitmap.subarray(0, 0) : bitmap.subarray(first, last + 1);
  const head = Buffer.alloc(4);
  // Only zeros: "from the last byte to the first" says that no byte follows.
  head.writeUInt16LE(first < 0 ? bitmapBytes - 1 : first, 0);
  head.writeUInt16LE(first < 0 ? 0 : last, 2);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(coded.length);
  return Buffer.concat([head, used, length, coded]);
}

/** Which values occur, a bit each (zero counts as one that does, and has no bit), and the number of each. */
function numberValues(values: Uint16Array): { bitmap: Uint8Array; numbers: Uint16Array; highest: number } {
  const occurs = new Uint8Array(65_536);
  for (let i = 0; i < values.length; i += 1) occurs[values[i] ?? 0] = 1;
  const bitmap = new Uint8Array(bitmapBytes);
  const numbers = new Uint16Array(65_536);
  let highest = 0;
  for (let value = 1; value < 65_536; value += 1)
    if (occurs[value] === 1) {
      highest += 1;
      numbers[value] = highest;
      bitmap[value >> 3] = (bitmap[value >> 3] ?? 0) | (1 << (value & 7));
    }
  return { bitmap, numbers, highest };
}
