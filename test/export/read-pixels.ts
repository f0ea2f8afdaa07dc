import { Decoder, Demuxer } from "node-av/api";
import * as ff from "node-av/constants";
import { Frame, SoftwareScaleContext } from "node-av/lib";

/** A picture as 8-bit RGB, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Every picture of a file, as 8-bit RGB. */
export async function readPixels(path: string): Promise<readonly Pixels[]> {
  await using demuxer = await Demuxer.open(path);
  const stream = demuxer.video();
  if (stream === undefined) throw new Error(`${path} has no picture`);
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  const all: Pixels[] = [];
  using decoder = Decoder.createSync(stream, { threadCount: 1 });
  for (const frame of decoder.framesSync(demuxer.packetsSync(stream.index))) {
    if (frame === null) continue;
    const to = new Frame();
    to.alloc();
    to.format = ff.AV_PIX_FMT_RGB24;
    to.width = frame.width;
    to.height = frame.height;
    // Else the scaler converts light, too.
    to.colorPrimaries = frame.colorPrimaries;
    to.colorTrc = frame.colorTrc;
    if (to.getBuffer(1) < 0 || scaler.scaleFrameSync(to, frame) < 0) throw new Error("Cannot convert to RGB");
    const rgb = new Uint8Array(frame.width * frame.height * 3);
    const row = frame.width * 3;
    for (let y = 0; y < frame.height; y++) {
      const from = y * to.linesize[0]!;
      rgb.set(to.data![0]!.subarray(from, from + row), y * row);
    }
    all.push({ width: frame.width, height: frame.height, rgb });
    to.free();
    frame.free();
  }
  scaler.freeContext();
  return all;
}

/** The brightest sample of a rectangle; 0 is black. */
export function brightest({ width, rgb }: Pixels, x: number, y: number, columns: number, rows: number): number {
  let most = 0;
  for (let line = y; line < y + rows; line++)
    for (let at = (line * width + x) * 3; at < (line * width + x + columns) * 3; at++) most = Math.max(most, rgb[at]!);
  return most;
}

/** Mean difference of two pictures' samples within a share of their height, 0 to 255. */
export function difference(a: Pixels, b: Pixels, fromY = 0, toY = 1): number {
  const row = a.width * 3;
  const [from, to] = [Math.round(fromY * a.height) * row, Math.round(toY * a.height) * row];
  let sum = 0;
  for (let at = from; at < to; at++) sum += Math.abs(a.rgb[at]! - b.rgb[at]!);
  return sum / (to - from);
}
