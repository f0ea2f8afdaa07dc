import type { ScreenSound } from "../../media/shown-pictures.ts";

const headerBytes = 44;
const floatFormat = 3;

/** A WAV file of 32-bit floats: nothing is rounded, nothing cut at full scale. */
export function waveFile({ sampleRate, channels, samples }: ScreenSound): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(headerBytes + samples.byteLength);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(floatFormat, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * channels * 4, 28);
  file.writeUInt16LE(channels * 4, 32);
  file.writeUInt16LE(32, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples.byteLength, 40);
  file.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), headerBytes);
  return file;
}
