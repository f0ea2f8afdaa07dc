/**
 * A signature says in 2,000 bytes which short pieces of text a block holds: a bit for the hash of each single letter, pair
 * and triple. A word of which one piece has no bit is not in the block; most blocks are passed over without being read.
 * Any database keeps it, and all signatures of a million files are four megabytes.
 */
export const signatureBytes = 2000;
const bits = signatureBytes * 8;

/** The signature of lines of text. Pieces do not reach over the end of a line. */
export function signatureOf(lines: Iterable<string>): Uint8Array {
  const signature = new Uint8Array(signatureBytes);
  const set = (bit: number) => {
    signature[bit >>> 3] = (signature[bit >>> 3] ?? 0) | (1 << (bit & 7));
  };
  for (const line of lines) {
    let [before, last] = [-1, -1];
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      set(singleBit(code));
      if (last >= 0) set(pairBit(last, code));
      if (before >= 0) set(tripleBit(before, last, code));
      [before, last] = [last, code];
    }
  }
  return signature;
}

/** Bits that a signature has when its block holds the word. */
export function bitsOf(word: string): readonly number[] {
  const codes = Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));
  const [first = 0, second = 0] = codes;
  if (codes.length === 1) return [singleBit(first)];
  if (codes.length === 2) return [pairBit(first, second)];
  return codes.slice(2).map((code, at) => tripleBit(codes[at] ?? 0, codes[at + 1] ?? 0, code));
}

export const mayHold = (signature: Uint8Array, wanted: readonly number[]): boolean =>
  wanted.every((bit) => ((signature[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0);

const singleBit = (code: number) => mixed(code + 0x5bd1);
const pairBit = (a: number, b: number) => mixed(Math.imul(a, 0x1_0001) + b + 0x9e37);
const tripleBit = (a: number, b: number, c: number) => mixed(Math.imul(Math.imul(a, 0x3f_1d) + b, 0x7a_35) + c);

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % bits;
}
