import { BitWriter } from "./bit-writer.ts";
import { codeLengths } from "./code-lengths.ts";

const symbols = 65_536 + 1;
const longestCode = 58;
/** In the table of lengths: 59 to 62 stand for 2 to 5 symbols without a code, 63 and a byte for 6 to 261. */
const shortZeroRun = 59;
const longZeroRun = 63;
const shortestLongRun = 6;
const longestLongRun = 255 + shortestLongRun;
const longestRepeat = 255;
const mostBitsAtOnce = 24;

/**
 * The Huffman coding of OpenEXR's PIZ: canonical codes, the longest from 0 on, their lengths packed in front, and a
 * symbol of its own, past the largest that occurs, that repeats the one before it.
 */
export function huffmanEncode(values: Uint16Array): Uint8Array {
  const counts = new Uint32Array(symbols);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const first = counts.findIndex((count) => count > 0);
  const repeat = counts.findLastIndex((count) => count > 0) + 1;
  counts[repeat] = 1;
  const lengths = codeLengths(counts, first, repeat);
  const codes = canonicalCodes(lengths, first, repeat);

  const table = new BitWriter(repeat - first);
  writeLengths(table, lengths, first, repeat);
  const tableBytes = table.finish();

  let mostBits = 0;
  for (let symbol = first; symbol <= repeat; symbol += 1) mostBits += (counts[symbol] ?? 0) * (lengths[symbol] ?? 0);
  const data = new Uint8Array(Math.ceil(mostBits / 8) + 8);
  const bits = writeValues(data, values, lengths, codes, repeat);
  const dataBytes = data.subarray(0, Math.ceil(bits / 8));

  const head = Buffer.alloc(20);
  [first, repeat, tableBytes.length, bits, 0].forEach((value, index) => head.writeUInt32LE(value, 4 * index));
  return Buffer.concat([head, tableBytes, dataBytes]);
}

function canonicalCodes(lengths: Uint8Array, first: number, last: number): Float64Array {
  const next = new Float64Array(longestCode + 1);
  for (let symbol = first; symbol <= last; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    next[length] = (next[length] ?? 0) + 1;
  }
  let code = 0;
  for (let length = longestCode; length > 0; length -= 1) {
    const following = Math.floor((code + (next[length] ?? 0)) / 2);
    next[length] = code;
    code = following;
  }
  const codes = new Float64Array(symbols);
  for (let symbol = first; symbol <= last; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const own = next[length] ?? 0;
    codes[symbol] = own;
    next[length] = own + 1;
  }
  return codes;
}

function writeLengths(output: BitWriter, lengths: Uint8Array, first: number, last: number): void {
  for (let symbol = first; symbol <= last;) {
    let end = symbol;
    while (end <= last && end - symbol < longestLongRun && lengths[end] === 0) end += 1;
    const run = end - symbol;
    if (run >= shortestLongRun) {
      output.write(longZeroRun, 6);
      output.write(run - shortestLongRun, 8);
    } else if (run >= 2) output.write(shortZeroRun + run - 2, 6);
    else {
      output.write(lengths[symbol] ?? 0, 6);
      end = symbol + 1;
    }
    symbol = end;
  }
}

/**
 * Writes the code of each value, most significant bit first, and answers with the number of bits. Without a BitWriter,
 * because this loop is half of the time that packing takes.
 */
function writeValues(
  output: Uint8Array,
  values: Uint16Array,
  lengths: Uint8Array,
  codes: Float64Array,
  repeat: number,
): number {
  const repeatLength = lengths[repeat] ?? 0;
  const repeatCode = codes[repeat] ?? 0;
  let position = 0;
  let pending = 0;
  let pendingBits = 0;
  // At most 7 bits wait, so 24 more fit into an integer operation.
  const writeFew = (value: number, count: number): void => {
    pending = (pending << count) | value;
    pendingBits += count;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      output[position] = pending >>> pendingBits;
      position += 1;
    }
    pending &= (1 << pendingBits) - 1;
  };
  const write = (value: number, count: number): void => {
    if (count > mostBitsAtOnce) {
      const below = 2 ** mostBitsAtOnce;
      write(Math.floor(value / below), count - mostBitsAtOnce);
      writeFew(value % below, mostBitsAtOnce);
    } else writeFew(value, count);
  };
  for (let i = 0; i < values.length;) {
    const value = values[i] ?? 0;
    let end = i + 1;
    while (end < values.length && values[end] === value && end - i <= longestRepeat) end += 1;
    const more = end - i - 1;
    const length = lengths[value] ?? 0;
    const code = codes[value] ?? 0;
    write(code, length);
    if (length + repeatLength + 8 < length * more) {
      write(repeatCode, repeatLength);
      write(more, 8);
    } else for (let k = 0; k < more; k += 1) write(code, length);
    i = end;
  }
  const bits = position * 8 + pendingBits;
  if (pendingBits > 0) write(0, 8 - pendingBits);
  return bits;
}
