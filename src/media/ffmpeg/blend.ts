import type { Frame } from "node-av/lib";
import { type CanvasShape, type PlaneView, planesOf, swapBytes } from "./canvas.ts";
import { planeLayout } from "./plane-layout.ts";
import { wipeSpans } from "../wipe.ts";

/**
 * Mixes `other` into `frame`, in the code values of their common format: `frame × (1 - weight) + other × weight`, whole
 * numbers rounded to the nearest. `frame` must be writable.
 */
export function dissolve(frame: Frame, other: Frame, shape: CanvasShape, weight: number): void {
  const { sample } = planeLayout(shape.pixelFormat);
  forPlanes(frame, other, shape, (to, from) => {
    if (sample === "f16" || sample === "f32") blendFloats(to, from, weight);
    else if (sample === "u16be") blendSwapped(to, from, weight);
    else blendWhole(to, from, weight);
  });
}

/** Replaces what a wipe of this SMPTE code has uncovered at `progress` (0 to 1) by `other`. `frame` must be writable. */
export function wipe(frame: Frame, other: Frame, shape: CanvasShape, code: number, progress: number): void {
  forPlanes(frame, other, shape, (to, from) => {
    const { across, down, components } = to.layout;
    for (let row = 0; row < to.rows; row++)
      for (const [start, end] of wipeSpans(code, progress, shape.width, shape.height, row * down)) {
        const at = row * to.stride + Math.round(start / across) * components.length;
        const stop = row * to.stride + Math.round(end / across) * components.length;
        to.samples.set(from.samples.subarray(at, stop), at);
      }
  });
}

function forPlanes(
  frame: Frame,
  other: Frame,
  shape: CanvasShape,
  visit: (to: PlaneView, from: PlaneView) => void,
): void {
  const sources = planesOf(other, shape);
  planesOf(frame, shape).forEach((plane, index) => {
    const source = sources[index];
    if (source !== undefined) visit(plane, source);
  });
}

/** Whole numbers: storing cuts the fraction off, so the half that is added rounds. */
function blendWhole(to: PlaneView, from: PlaneView, weight: number): void {
  const [a, b] = [to.samples, from.samples];
  for (let row = 0; row < to.rows; row++) {
    const [x, y] = [row * to.stride, row * from.stride];
    for (let at = 0; at < to.rowLength; at++) {
      const value = a[x + at] ?? 0;
      a[x + at] = value + ((b[y + at] ?? 0) - value) * weight + 0.5;
    }
  }
}

function blendSwapped(to: PlaneView, from: PlaneView, weight: number): void {
  const [a, b] = [to.samples, from.samples];
  for (let row = 0; row < to.rows; row++) {
    const [x, y] = [row * to.stride, row * from.stride];
    for (let at = 0; at < to.rowLength; at++) {
      const value = swapBytes(a[x + at] ?? 0);
      const other = swapBytes(b[y + at] ?? 0);
      a[x + at] = swapBytes(Math.round(value + (other - value) * weight));
    }
  }
}

function blendFloats(to: PlaneView, from: PlaneView, weight: number): void {
  const [a, b] = [to.samples, from.samples];
  for (let row = 0; row < to.rows; row++) {
    const [x, y] = [row * to.stride, row * from.stride];
    for (let at = 0; at < to.rowLength; at++) {
      const value = a[x + at] ?? 0;
      a[x + at] = value + ((b[y + at] ?? 0) - value) * weight;
    }
  }
}
