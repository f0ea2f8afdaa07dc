const signBits = 0x80808080 | 0;
const otherBits = 0x7f7f7f7f;

/**
 * The filter that OpenEXR puts before RLE, ZIPS and ZIP: the even bytes, then the odd ones, and of each byte its
 * difference from the one before, plus 128.
 *
 * Works on four bytes at a time in 32-bit integers: about a quarter of the time of a loop over bytes, and for 1080p half
 * RGB a few milliseconds a frame. Little-endian machines only, as is everything Node's typed arrays read here.
 *
 * @param input Pixel bytes; an even number of them, `byteOffset` a multiple of 4.
 * @param output As long as `input`, `byteOffset` a multiple of 4.
 */
export function predictBytes(input: Uint8Array, output: Uint8Array): void {
  const samples = input.length >> 1;
  const aligned = samples & ~3;
  const words = new Uint32Array(input.buffer, input.byteOffset, aligned >> 1);
  const low = new Int32Array(output.buffer, output.byteOffset, aligned >> 2);
  // The second half starts on a multiple of 4 only if the number of samples is one.
  const directly = samples === aligned;
  const highBytes = directly ? output.subarray(samples) : new Uint8Array(aligned);
  const high = new Int32Array(highBytes.buffer, highBytes.byteOffset, aligned >> 2);

  // 128 makes the first byte stay what it is.
  let lastLow = 128;
  let lastHigh = samples === 0 ? 0 : (input[2 * samples - 2] ?? 0);
  for (let i = 0; i < low.length; i += 1) {
    const a = words[2 * i] ?? 0;
    const b = words[2 * i + 1] ?? 0;
    const lows = (a & 0xff) | ((a >>> 8) & 0xff00) | ((b & 0xff) << 16) | ((b << 8) & 0xff000000);
    const highs = ((a >>> 8) & 0xff) | ((a >>> 16) & 0xff00) | ((b << 8) & 0xff0000) | (b & 0xff000000);
    const beforeLows = (lows << 8) | lastLow;
    const beforeHighs = (highs << 8) | lastHigh;
    lastLow = lows >>> 24;
    lastHigh = highs >>> 24;
    // Four byte differences that cannot borrow from each other, plus 128 each.
    low[i] = ((lows | signBits) - (beforeLows & otherBits)) ^ ((lows ^ beforeLows) & signBits);
    high[i] = ((highs | signBits) - (beforeHighs & otherBits)) ^ ((highs ^ beforeHighs) & signBits);
  }
  if (!directly) output.set(highBytes, samples);
  for (let i = aligned; i < samples; i += 1) {
    const lowByte = input[2 * i] ?? 0;
    const highByte = input[2 * i + 1] ?? 0;
    output[i] = lowByte - lastLow + 128;
    output[samples + i] = highByte - lastHigh + 128;
    lastLow = lowByte;
    lastHigh = highByte;
  }
}

/** The way back: from what `predictBytes` wrote to the pixel bytes. */
export function restoreBytes(predicted: Uint8Array): Uint8Array {
  const restored = new Uint8Array(predicted.length);
  const half = predicted.length >> 1;
  let value = 128;
  for (let i = 0; i < predicted.length; i += 1) {
    value += (predicted[i] ?? 0) - 128;
    restored[i < half ? 2 * i : 2 * (i - half) + 1] = value;
  }
  return restored;
}
