import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { dpxTimecode, readDpxHeader } from "./dpx-header.ts";

describe("the header of a DPX", () => {
  it("tells timecode and rate in both byte orders", () => {
    const big = Buffer.alloc(2048);
    big.write("SDPX");
    big.writeUInt32BE(0x01_00_00_42, 1920);
    big.writeFloatBE(29.97, 1940);
    const header = readDpxHeader(big)!;
    expect(header.framesPerSecond).toEqual({ num: 30_000, den: 1001 });
    expect(dpxTimecode(header, rate(30_000, 1001))).toEqual({ frame: 107_894, dropFrame: true });
    const little = Buffer.alloc(2048);
    little.write("XPDS");
    little.writeUInt32LE(0x00_00_01_23, 1920);
    little.writeFloatLE(24, 1724);
    expect(readDpxHeader(little)).toEqual({ framesPerSecond: { num: 24, den: 1 }, timecodeBits: 0x123 });
  });

  it("has no timecode where the writer left ones or zeros", () => {
    for (const fill of [0, 0xff]) {
      const bytes = Buffer.alloc(2048, fill);
      bytes.write("SDPX");
      expect(readDpxHeader(bytes)).toEqual({});
      expect(dpxTimecode({}, rate(24))).toBeUndefined();
    }
  });

  it("has no timecode where pictures begin in place of its television header", () => {
    const short = Buffer.alloc(2048, 0x11);
    short.write("SDPX");
    short.writeUInt32BE(1664, 4);
    expect(readDpxHeader(short)).toEqual({});
  });

  it("is not seen in other files, and does not fail in short ones", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (noise) => {
        expect(readDpxHeader(Buffer.from(noise))).toBeUndefined();
        expect(readDpxHeader(Buffer.concat([Buffer.from("SDPX"), noise.subarray(0, 1000)]))).toBeUndefined();
      }),
      { seed: 1 },
    );
  });
});
