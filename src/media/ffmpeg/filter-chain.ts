import { AV_PIX_FMT_GBRPF32LE, type AVPixelFormat } from "node-av/constants";
import { avGetPixFmtName } from "node-av/lib";
import type { VideoEncoding } from "../render-job.ts";
import { changesLight, type ColourTags } from "./colour-tags.ts";
import { matrixChange } from "./matrix-change.ts";

/** What a picture is like before or after conversion. Sizes in pixels, `pixelAspect` width over height. */
export interface PictureShape {
  readonly width: number;
  readonly height: number;
  readonly pixelAspect: number;
  readonly pixelFormat: AVPixelFormat;
  readonly bitDepth: number;
  readonly tags: ColourTags;
}

/** How a picture becomes the target's: a filter description, and where its result stands in the target's frame. */
export interface Conversion {
  /** Nothing = the picture can be used as it is. */
  readonly filters: string | undefined;
  /** Size after the filters, and where its top left corner stands; smaller or larger than the target, or equal to it. */
  readonly placed: { readonly width: number; readonly height: number; readonly x: number; readonly y: number };
}

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
/** Chroma stands at every second pixel, so a picture is placed at even positions only. */
const evenOffset = (value: number): number => Math.trunc(value / 2 / 2) * 2;

/**
 * Plans the way from a source's picture to the target's: size, pixels and colour in one zscale pass, but for the matrix of
 * Y'CbCr; a LUT between two of them, in floating point, where `lut3d` is fastest and nothing is rounded twice.
 */
export function planConversion(
  from: PictureShape,
  to: PictureShape,
  options: { resize: VideoEncoding["resize"]; lut: string | undefined; light: ColourTags | undefined },
): Conversion {
  const size = scaledSize(from, to, options.resize);
  const placed = { ...size, x: evenOffset(to.width - size.width), y: evenOffset(to.height - size.height) };
  const scales = size.width !== from.width || size.height !== from.height;
  const light = options.light !== undefined && changesLight(from.tags, options.light) ? options.light : undefined;
  const recodes =
    from.pixelFormat !== to.pixelFormat || from.tags.matrix !== to.tags.matrix || from.tags.range !== to.tags.range;
  const scale = scales ? `w=${size.width}:h=${size.height}:` : "";
  // At one size only chroma is resampled, where the shorter kernel shows no difference and takes half the time.
  const kernel = scales ? "bicubic" : "bilinear";
  const way = light === undefined ? "" : `p=${light.primaries}:t=${light.transfer}`;
  const dither = to.bitDepth < from.bitDepth && to.bitDepth <= 8 ? ":d=ordered" : "";
  if (options.lut !== undefined)
    return {
      placed,
      filters: [
        `zscale=${scale}f=${kernel}:m=gbr:r=full`,
        `format=${formatName(AV_PIX_FMT_GBRPF32LE)}`,
        options.lut,
        ...recode(to, "bilinear", to.bitDepth <= 8 ? ":d=ordered" : ""),
      ].join(","),
    };
  if (!scales && !recodes && light === undefined) return { filters: undefined, placed };
  const turned = light === undefined ? matrixChange(from, to, scale, kernel) : undefined;
  if (turned !== undefined) return { placed, filters: turned.join(",") };
  return { placed, filters: recode(to, kernel, `:${scale}${way}`.replace(/:$/, "") + dither).join(",") };
}

/** zscale writes planar little-endian pixels only; packed ones (RGB24, RGB48, RGBA) come from a repacking after it. */
function recode(to: PictureShape, kernel: string, more: string): string[] {
  const matrix = to.tags.matrix === 0 ? "gbr" : String(to.tags.matrix);
  const zscale = `zscale=f=${kernel}:m=${matrix}:r=${to.tags.range === 2 ? "full" : "limited"}${more}`;
  const name = formatName(to.pixelFormat);
  const planar = planarOf(name);
  return planar === name ? [zscale, `format=${name}`] : [zscale, `format=${planar}`, `format=${name}`];
}

function planarOf(name: string): string {
  if (name.endsWith("p10be")) return name.replace("be", "le");
  const match = /^rgb(a?)(24|48|64)?(?:le|be)?$/.exec(name);
  if (match === null) return name;
  const alpha = match[1] === "a" ? "a" : "";
  return match[2] === undefined || match[2] === "24" ? `gbr${alpha}p` : `gbr${alpha}p16le`;
}

const formatName = (format: AVPixelFormat): string => avGetPixFmtName(format) ?? String(format);

function scaledSize(from: PictureShape, to: PictureShape, resize: VideoEncoding["resize"]) {
  if (resize === "none" || resize === "crop") return { width: from.width, height: from.height };
  if (resize === "stretch") return { width: to.width, height: to.height };
  // Width in the target's pixels, which may be wider or narrower than the source's.
  const width = (from.width * from.pixelAspect) / to.pixelAspect;
  const [x, y] = [to.width / width, to.height / from.height];
  // Rates that differ by less than a pixel over the picture are the same rate.
  if (Math.abs(x - y) * Math.max(width, from.height) < 1) return { width: to.width, height: to.height };
  const factor = resize === "fit" ? Math.min(x, y) : Math.max(x, y);
  return {
    width: factor === x ? to.width : even(width * factor),
    height: factor === y ? to.height : even(from.height * factor),
  };
}

/** Writes a file name so that it survives both levels of a filter description: the option's and the graph's. */
export function quoteForFilter(text: string): string {
  const option = text.replaceAll(/[\\':]/g, (sign) => `\\${sign}`);
  return option.replaceAll(/[\\'[\],;]/g, (sign) => `\\${sign}`);
}
