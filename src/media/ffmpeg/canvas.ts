/// <reference lib="es2025.float16" />

import type { AVPixelFormat } from "node-av/constants";
import { Frame } from "node-av/lib";
import { checked, present } from "./checked.ts";
import type { ColourTags } from "./colour-tags.ts";
import { componentValue, type Paint, planeLayout, type PlaneLayout, sampleBytes } from "./plane-layout.ts";

/** What the canvas needs to know of a picture. Sizes in pixels. */
export interface CanvasShape {
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: AVPixelFormat;
  readonly tags: ColourTags;
}

export type Samples = Uint8Array | Uint16Array | Float16Array | Float32Array;

/** One plane of a frame, in place: writing to `samples` writes to the frame. Valid as long as the frame is not freed. */
export interface PlaneView {
  readonly samples: Samples;
  /** Samples from one row to the next. */
  readonly stride: number;
  /** Samples in a row that carry picture. */
  readonly rowLength: number;
  readonly rows: number;
  readonly layout: PlaneLayout["planes"][number];
}

/** A new frame of this shape, its pixels not set yet. The caller frees it. */
export function newFrame(shape: CanvasShape): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = shape.pixelFormat;
  frame.width = shape.width;
  frame.height = shape.height;
  frame.colorPrimaries = shape.tags.primaries;
  frame.colorTrc = shape.tags.transfer;
  frame.colorSpace = shape.tags.matrix;
  frame.colorRange = shape.tags.range;
  checked(frame.getBuffer(), "get memory for a picture");
  return frame;
}

/** The planes of a frame in one of our encoders' formats, as views of its memory. */
export function planesOf(frame: Frame, shape: CanvasShape): readonly PlaneView[] {
  const layout = planeLayout(shape.pixelFormat);
  const data = present(frame.data, "reach the pixels of a picture");
  const bytes = sampleBytes(layout);
  return layout.planes.map((plane, index) => {
    const buffer = present(data[index], "reach the pixels of a picture");
    return {
      samples: samplesOf(buffer, layout.sample),
      stride: (frame.linesize[index] ?? 0) / bytes,
      rowLength: Math.ceil(shape.width / plane.across) * plane.components.length,
      rows: Math.ceil(shape.height / plane.down),
      layout: plane,
    };
  });
}

function samplesOf(buffer: Buffer, sample: PlaneLayout["sample"]): Samples {
  if (sample === "u8") return buffer;
  if (sample === "f16") return new Float16Array(buffer.buffer, buffer.byteOffset, buffer.length >> 1);
  if (sample === "f32") return new Float32Array(buffer.buffer, buffer.byteOffset, buffer.length >> 2);
  return new Uint16Array(buffer.buffer, buffer.byteOffset, buffer.length >> 1);
}

/** Big-endian samples lie in memory with their bytes the other way round. */
export const swapBytes = (value: number): number => ((value & 0xff) << 8) | (value >> 8);

/** Fills a whole frame with one colour. */
export function fill(frame: Frame, shape: CanvasShape, paint: Paint): void {
  const layout = planeLayout(shape.pixelFormat);
  for (const plane of planesOf(frame, shape)) {
    const values = plane.layout.components.map((component) => {
      const value = componentValue(component, paint, layout, shape.tags);
      return layout.sample === "u16be" ? swapBytes(value) : value;
    });
    const [first = 0] = values;
    if (values.every((value) => value === first)) plane.samples.fill(first);
    else
      for (let row = 0; row < plane.rows; row++)
        for (let at = 0; at < plane.rowLength; at++)
          plane.samples[row * plane.stride + at] = values[at % values.length] ?? 0;
  }
}

/** Copies a picture into another of the same format, its top left corner at `x`, `y` (even numbers, may be negative). */
export function place(
  from: Frame,
  fromShape: CanvasShape,
  onto: Frame,
  shape: CanvasShape,
  x: number,
  y: number,
): void {
  const sources = planesOf(from, fromShape);
  for (const [index, target] of planesOf(onto, shape).entries()) {
    const source = sources[index];
    if (source === undefined) continue;
    const left = (x / target.layout.across) * target.layout.components.length;
    const top = y / target.layout.down;
    const skip = Math.max(0, -left);
    const length = Math.min(source.rowLength - skip, target.rowLength - Math.max(0, left));
    if (length <= 0) continue;
    for (let row = Math.max(0, -top); row < source.rows && row + top < target.rows; row++) {
      const start = row * source.stride + skip;
      target.samples.set(
        source.samples.subarray(start, start + length),
        (row + top) * target.stride + Math.max(0, left),
      );
    }
  }
}
