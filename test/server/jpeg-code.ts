import { Decoder, Demuxer } from "node-av/api";
import { readFrameCode } from "../../src/media/frame-code.ts";

/** The number that a JPEG of generated footage carries in itself. */
export async function readJpegCode(jpeg: Uint8Array): Promise<number | undefined> {
  await using demuxer = await Demuxer.open(Buffer.from(jpeg), { format: "mjpeg" });
  const stream = demuxer.video();
  if (stream === undefined) throw new Error("There is no picture in it");
  using decoder = Decoder.createSync(stream, { threadCount: 1 });
  for (const frame of decoder.framesSync(demuxer.packetsSync(stream.index))) {
    if (frame === null) continue;
    const { width, height } = frame;
    const [plane = Buffer.alloc(0)] = frame.data ?? [];
    const [stride = width] = frame.linesize;
    const grey = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) grey.set(plane.subarray(y * stride, y * stride + width), y * width);
    frame.free();
    return readFrameCode(grey, width, height)?.frame;
  }
  return undefined;
}
