import { expect, it } from "vitest";
import { pixelFormatFacts } from "./pixel-format.ts";

it.each([
  ["yuv420p", 8, false, false],
  ["yuvj422p", 8, false, false],
  ["yuv422p10le", 10, false, false],
  ["yuva444p12le", 12, false, true],
  ["gbrp10be", 10, false, false],
  ["gbrapf32le", 32, true, true],
  ["gbrpf16le", 16, true, false],
  ["rgbaf16le", 16, true, true],
  ["rgb48le", 16, false, false],
  ["rgba64be", 16, false, true],
  ["rgb24", 8, false, false],
  ["bgra", 8, false, true],
  ["gray16le", 16, false, false],
  ["ya8", 8, false, true],
  ["p010le", 10, false, false],
  ["p216le", 16, false, false],
  ["x2rgb10le", 10, false, false],
  ["xyz12le", 12, false, false],
  ["nv12", 8, false, false],
  ["monow", 1, false, false],
])("%s has %i bits", (name, bitDepth, floatingPoint, alpha) => {
  expect(pixelFormatFacts(name)).toEqual({ bitDepth, floatingPoint, alpha });
});
