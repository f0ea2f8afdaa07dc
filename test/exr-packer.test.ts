import fc from "fast-check";
import { AV_CODEC_ID_EXR, AV_PIX_FMT_GBRAPF16LE, AV_PIX_FMT_GBRPF16LE } from "node-av/constants";
import { Codec, CodecContext, Frame, Packet } from "node-av/lib";
import { expect, test } from "vitest";
import { encodeExr, type ExrCompression, type ExrImage } from "../src/media/exr-packer.ts";

/** What FFmpeg's decoder, an independent reader, finds in an EXR: the rows of each channel, without padding. */
function decodeExr(file: Buffer): { width: number; height: number; planes: Map<string, Float16Array | Float32Array> } {
  const codec = Codec.findDecoder(AV_CODEC_ID_EXR)!;
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  expect(decoder.open2Sync(codec, null)).toBe(0);
  const packet = new Packet();
  packet.alloc();
  packet.data = file;
  const frame = new Frame();
  frame.alloc();
  expect(decoder.sendPacketSync(packet)).toBe(0);
  expect(decoder.receiveFrameSync(frame)).toBe(0);
  const { width, height, linesize } = frame;
  const isHalf = frame.format === AV_PIX_FMT_GBRPF16LE || frame.format === AV_PIX_FMT_GBRAPF16LE;
  const planes = new Map<string, Float16Array | Float32Array>();
  frame.data!.forEach((bytes, index) => {
    const stride = linesize[index]!;
    const packed = new Uint8Array(width * height * (isHalf ? 2 : 4));
    const rowBytes = packed.length / height;
    for (let y = 0; y < height; y += 1) packed.set(bytes.subarray(y * stride, y * stride + rowBytes), y * rowBytes);
    planes.set("GBRA"[index]!, isHalf ? new Float16Array(packed.buffer) : new Float32Array(packed.buffer));
  });
  frame.free();
  packet.free();
  decoder.freeContext();
  return { width, height, planes };
}

/** NaN and −0 count: numbers are compared by their bits. */
const bytesOf = (numbers: Float16Array | Float32Array): Buffer =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

const compressions: readonly ExrCompression[] = ["none", "rle", "zips", "zip", "piz"];

test("any size, channels, row length and kind of plane comes back exactly, in every compression", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        width: fc.integer({ min: 1, max: 70 }),
        height: fc.integer({ min: 1, max: 50 }),
        padding: fc.integer({ min: 0, max: 9 }),
        channels: fc.constantFrom(["R", "G", "B"], ["A", "B", "G", "R"]),
        planesAreHalf: fc.boolean(),
        pixelType: fc.constantFrom("half" as const, "float" as const),
        compression: fc.constantFrom(...compressions),
        // From one value everywhere to noise that no compression makes smaller.
        values: fc.constantFrom(1, 3, 200, 60_000),
        seed: fc.integer({ min: 1, max: 0x7fffffff }),
      }),
      async ({ width, height, padding, channels, planesAreHalf, pixelType, compression, values, seed }) => {
        const stride = width + padding;
        let state = seed;
        const next = (): number => {
          state = (state * 48_271) % 0x7fffffff;
          return ((state % values) - values / 2) / 7;
        };
        const pictures = channels.map((name) => ({
          name,
          numbers: Float32Array.from({ length: stride * height }, next),
        }));
        const planes = pictures.map(({ name, numbers }) => ({
          name,
          data: planesAreHalf ? new Uint16Array(new Float16Array(numbers).buffer) : numbers,
          stride,
        }));
        const read = decodeExr(await encodeExr({ width, height, planes }, { compression, pixelType }));
        expect([read.width, read.height]).toEqual([width, height]);
        for (const { name, numbers } of pictures) {
          const rows = Array.from({ length: height }, (_, y) => [
            ...numbers.subarray(y * stride, y * stride + width),
          ]).flat();
          const half = new Float16Array(rows);
          const expected = pixelType === "half" ? half : new Float32Array(planesAreHalf ? half : rows);
          expect(bytesOf(read.planes.get(name)!).equals(bytesOf(expected))).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("every half there is, infinities and NaN included, keeps its bits", async () => {
  const data = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const planes = ["R", "G", "B"].map((name) => ({ name, data }));
  for (const compression of compressions) {
    const read = decodeExr(await encodeExr({ width: 256, height: 256, planes }, { compression, pixelType: "half" }));
    expect(bytesOf(read.planes.get("G")!).equals(Buffer.from(data.buffer))).toBe(true);
  }
});

test("PIZ packs a block of more than 16,384 different values, its other wavelet", async () => {
  const [width, height] = [1024, 64];
  const data = Uint16Array.from({ length: width * height }, (_, bits) => bits);
  const planes = ["R", "G", "B"].map((name) => ({ name, data }));
  const file = await encodeExr({ width, height, planes }, { compression: "piz", pixelType: "half" });
  expect(file.length).toBeLessThan(width * height * 6 * 0.5);
  expect(bytesOf(decodeExr(file).planes.get("R")!).equals(Buffer.from(data.buffer))).toBe(true);
});

test("floats become the nearest half, ties to even; too large ones infinity; the smallest stay subnormal", async () => {
  const cases: readonly (readonly [float: number, half: number])[] = [
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
    [65_504, 0x7bff],
    [65_519, 0x7bff],
    [65_520, 0x7c00],
    [-1e30, 0xfc00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 + 2 ** -40, 0x0001],
    [-(2 ** -14), 0x8400],
    [-0, 0x8000],
    [Number.POSITIVE_INFINITY, 0x7c00],
  ];
  const data = Float32Array.from(cases, ([float]) => float);
  const image: ExrImage = {
    width: data.length,
    height: 1,
    planes: ["R", "G", "B"].map((name) => ({ name, data })),
  };
  const read = decodeExr(await encodeExr(image, { compression: "none", pixelType: "half" }));
  const bits = new Uint16Array(read.planes.get("R")!.buffer);
  expect([...bits]).toEqual(cases.map(([, half]) => half));
});

test("a smooth 1080p gradient gets smaller, and the caller may reuse its memory at once", async () => {
  const [width, height] = [1920, 1080];
  const data = Float32Array.from({ length: width * height }, (_, i) => (i % width) / width);
  const expected = new Float16Array(data);
  const writing = encodeExr(
    { width, height, planes: ["R", "G", "B"].map((name) => ({ name, data })) },
    { compression: "zip", pixelType: "half" },
  );
  data.fill(-1);
  const file = await writing;
  expect(file.length).toBeLessThan(width * height * 6 * 0.15);
  expect(bytesOf(decodeExr(file).planes.get("B")!).equals(bytesOf(expected))).toBe(true);
});

test("a plane that is too small and a channel named twice are refused", async () => {
  const settings = { compression: "zip", pixelType: "half" } as const;
  const small = { width: 4, height: 4, planes: [{ name: "R", data: new Uint16Array(15) }] };
  await expect(encodeExr(small, settings)).rejects.toThrow(
    'Expected at least 16 samples in rows of 4 for channel "R", got 15',
  );
  const twice = { width: 1, height: 1, planes: ["R", "R"].map((name) => ({ name, data: new Uint16Array(1) })) };
  await expect(encodeExr(twice, settings)).rejects.toThrow('Expected each channel once, got "R" twice');
});
