import type { AVPixelFormat } from "node-av/constants";
import { avGetPixFmtName } from "node-av/lib";
import type { ColourTags } from "./colour-tags.ts";

/** How the pixels of a picture are coded. */
interface Coding {
  readonly pixelFormat: AVPixelFormat;
  readonly tags: ColourTags;
}

/** Sampling and depth of planar Y'CbCr without alpha, as the `colorspace` filter takes it. */
interface Yuv {
  /** "yuv420p" */
  readonly planes: string;
  readonly depth: number;
}

function yuvOf({ pixelFormat }: Coding): Yuv | undefined {
  const [, sampling, depth = "8"] =
    /^yuvj?(420|422|444)p(?:(10|12)le)?$/.exec(avGetPixFmtName(pixelFormat) ?? "") ?? [];
  return sampling === undefined ? undefined : { planes: `yuv${sampling}p`, depth: Number(depth) };
}

const formatName = ({ planes, depth }: Yuv): string => (depth === 8 ? planes : `${planes}${depth}`);

/**
 * Filters from one Y'CbCr matrix to another one. Luma and chroma are turned in place by `colorspace`, in integers: zscale
 * would go through RGB in floating point and sample chroma up and down again, which takes four times as long.
 * @param scale options of zscale for another size, "w=1280:h=720:"; empty = the size stays
 * @returns nothing where it is not between two kinds of Y'CbCr
 */
export function matrixChange(from: Coding, to: Coding, scale: string, kernel: string): readonly string[] | undefined {
  const [source, target] = [yuvOf(from), yuvOf(to)];
  if (source === undefined || target === undefined || from.tags.matrix === to.tags.matrix) return undefined;
  const dithers = target.depth < source.depth;
  const zscale = (tags: ColourTags, more: string, as: Yuv) => [
    `zscale=${scale}f=${kernel}:m=${tags.matrix}:r=${tags.range === 2 ? "full" : "limited"}${more}`,
    `format=${formatName(as)}`,
  ];
  const turn = (as: Yuv) => {
    const { matrix, range } = to.tags;
    const [input, output] = [`ispace=${from.tags.matrix}:irange=${from.tags.range}`, `space=${matrix}:range=${range}`];
    // One light on both sides, whichever it is: only its coding changes.
    return `colorspace=${input}:iprimaries=bt709:itrc=bt709:${output}:primaries=bt709:trc=bt709:fast=1:format=${formatName(as)}`;
  };
  const dither = dithers ? ":d=ordered" : "";
  // Pictures that become smaller are turned when they are; others as they came, and then one zscale does all else.
  if (scale !== "") {
    const scaled = { planes: target.planes, depth: source.depth };
    const turned = dithers ? [turn(scaled), "zscale=d=ordered", `format=${formatName(target)}`] : [turn(target)];
    return [...zscale(from.tags, "", scaled), ...turned];
  }
  if (source.planes !== target.planes || dithers) return [turn(source), ...zscale(to.tags, dither, target)];
  return [turn(target)];
}
