import {
  AV_PIX_FMT_GBRAPF16LE,
  AV_PIX_FMT_GBRAPF32LE,
  AV_PIX_FMT_GBRP10BE,
  AV_PIX_FMT_GBRPF16LE,
  AV_PIX_FMT_GBRPF32LE,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_RGB48BE,
  AV_PIX_FMT_RGB48LE,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_RGBA64BE,
  AV_PIX_FMT_RGBA64LE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV422P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUV444P10LE,
  AV_PIX_FMT_YUVA444P10LE,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_SMPTE240M,
  type AVPixelFormat,
} from "node-av/constants";
import { RenderFault } from "../render-fault.ts";
import type { ColourTags } from "./colour-tags.ts";

type Component = "y" | "u" | "v" | "r" | "g" | "b" | "a";

/** How the pixels of an encoder's format lie in memory. */
export interface PlaneLayout {
  /** Each plane: its components side by side, and how many pixels one of its positions covers across and down. */
  readonly planes: readonly {
    readonly components: readonly Component[];
    readonly across: 1 | 2;
    readonly down: 1 | 2;
  }[];
  readonly sample: "u8" | "u16le" | "u16be" | "f16" | "f32";
  /** Bits of a sample in use. */
  readonly depth: number;
}

const plane = (components: string, across: 1 | 2 = 1, down: 1 | 2 = 1) => ({
  components: Array.from(components).filter(isComponent),
  across,
  down,
});
const isComponent = (letter: string): letter is Component => "yuvrgba".includes(letter);

const yuv = (across: 1 | 2, down: 1 | 2, depth: 8 | 10, alpha = false): PlaneLayout => ({
  planes: [plane("y"), plane("u", across, down), plane("v", across, down), ...(alpha ? [plane("a")] : [])],
  sample: depth === 8 ? "u8" : "u16le",
  depth,
});
const packed = (components: string, sample: PlaneLayout["sample"]): PlaneLayout => ({
  planes: [plane(components)],
  sample,
  depth: sample === "u8" ? 8 : 16,
});
const planar = (components: string, sample: PlaneLayout["sample"], depth: number): PlaneLayout => ({
  planes: Array.from(components, (component) => plane(component)),
  sample,
  depth,
});

const layouts: ReadonlyMap<AVPixelFormat, PlaneLayout> = new Map([
  [AV_PIX_FMT_YUV420P, yuv(2, 2, 8)],
  [AV_PIX_FMT_YUV422P, yuv(2, 1, 8)],
  [AV_PIX_FMT_YUV444P, yuv(1, 1, 8)],
  [AV_PIX_FMT_YUV420P10LE, yuv(2, 2, 10)],
  [AV_PIX_FMT_YUV422P10LE, yuv(2, 1, 10)],
  [AV_PIX_FMT_YUV444P10LE, yuv(1, 1, 10)],
  [AV_PIX_FMT_YUVA444P10LE, yuv(1, 1, 10, true)],
  [AV_PIX_FMT_GBRP10BE, planar("gbr", "u16be", 10)],
  [AV_PIX_FMT_GBRPF16LE, planar("gbr", "f16", 16)],
  [AV_PIX_FMT_GBRAPF16LE, planar("gbra", "f16", 16)],
  [AV_PIX_FMT_GBRPF32LE, planar("gbr", "f32", 32)],
  [AV_PIX_FMT_GBRAPF32LE, planar("gbra", "f32", 32)],
  [AV_PIX_FMT_RGB24, packed("rgb", "u8")],
  [AV_PIX_FMT_RGBA, packed("rgba", "u8")],
  [AV_PIX_FMT_RGB48LE, packed("rgb", "u16le")],
  [AV_PIX_FMT_RGB48BE, packed("rgb", "u16be")],
  [AV_PIX_FMT_RGBA64LE, packed("rgba", "u16le")],
  [AV_PIX_FMT_RGBA64BE, packed("rgba", "u16be")],
]);

/** The layout of a pixel format that an encoder of ours takes. @throws RenderFault for any other. */
export function planeLayout(format: AVPixelFormat): PlaneLayout {
  const layout = layouts.get(format);
  if (layout === undefined) throw new RenderFault("encode", `Cresset does not know the pixel format ${format}.`);
  return layout;
}

/** Bytes of one sample. */
export const sampleBytes = (layout: PlaneLayout): 1 | 2 | 4 =>
  layout.sample === "u8" ? 1 : layout.sample === "f32" ? 4 : 2;

/** An RGB colour with opacity, each 0 to 1, as the picture codes it. */
export interface Paint {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** What a component of this colour is written as: a whole number, or 0 to 1 in floating point. */
export function componentValue(component: Component, paint: Paint, layout: PlaneLayout, tags: ColourTags): number {
  const luma = weights(tags);
  const y = luma.r * paint.r + luma.g * paint.g + luma.b * paint.b;
  const floating = layout.sample === "f16" || layout.sample === "f32";
  const top = floating ? 1 : 2 ** layout.depth - 1;
  const whole = (value: number) => (floating ? value : Math.round(value));
  // Limited range: 219 steps of luma above 16, 224 of chroma around 128, at 8 bits (ITU-R BT.709).
  const step = 2 ** (layout.depth - 8);
  const limited = tags.range !== AVCOL_RANGE_JPEG;
  const chroma = (value: number) => whole(2 ** (layout.depth - 1) + value * (limited ? 224 * step : top));
  switch (component) {
    case "y":
      return whole(limited ? (16 + 219 * y) * step : y * top);
    case "u":
      return chroma((paint.b - y) / (2 - 2 * luma.b));
    case "v":
      return chroma((paint.r - y) / (2 - 2 * luma.r));
    case "a":
      return whole(paint.a * top);
    case "r":
    case "g":
    case "b":
      return whole(paint[component] * top);
  }
}

function weights(tags: ColourTags): { r: number; g: number; b: number } {
  const pair =
    tags.matrix === AVCOL_SPC_BT470BG || tags.matrix === AVCOL_SPC_SMPTE170M
      ? { r: 0.299, b: 0.114 }
      : tags.matrix === AVCOL_SPC_BT2020_NCL
        ? { r: 0.2627, b: 0.0593 }
        : tags.matrix === AVCOL_SPC_SMPTE240M
          ? { r: 0.212, b: 0.087 }
          : { r: 0.2126, b: 0.0722 };
  return { ...pair, g: 1 - pair.r - pair.b };
}
