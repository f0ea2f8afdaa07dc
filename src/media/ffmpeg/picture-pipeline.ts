import { AV_PIX_FMT_NONE, AVCOL_RANGE_JPEG, type AVPixelFormat, type AVSampleFormat } from "node-av/constants";
import { avGetPixFmtName, type Frame } from "node-av/lib";
import { toNumber } from "../../time/rational.ts";
import type { VideoEncoding } from "../render-job.ts";
import { fill, newFrame, place } from "./canvas.ts";
import { present } from "./checked.ts";
import { completeTags, explicitTags } from "./colour-tags.ts";
import type { PictureCodec } from "./encoders.ts";
import { type Conversion, type PictureShape, planConversion } from "./filter-chain.ts";
import { buildPictureGraph, type PictureGraph } from "./picture-graph.ts";
import { lutFilter } from "./lut-filter.ts";
import { planeLayout } from "./plane-layout.ts";

/** Black to start from, and what stands around a picture that does not fill the frame. */
const black = { r: 0, g: 0, b: 0, a: 1 };

/** Ready-made ways from one kind of source picture; a cut over mixed sources switches between a few of them. */
const keptConverters = 4;

/** Turns decoded pictures of any size and kind into pictures as one asset's encoder takes them. */
export class PicturePipeline {
  readonly shape: PictureShape;
  readonly #video: VideoEncoding;
  readonly #lut: string | undefined;
  readonly #converters = new Map<string, Converter>();
  #black: Frame | undefined;

  constructor(video: VideoEncoding, codec: PictureCodec) {
    this.#video = video;
    this.#lut = video.lut === undefined ? undefined : lutFilter(video.lut);
    this.shape = {
      width: video.width,
      height: video.height,
      pixelAspect: toNumber(video.pixelAspect),
      pixelFormat: codec.pixelFormat,
      bitDepth: planeLayout(codec.pixelFormat).depth,
      tags: codec.tags,
    };
  }

  /** A black picture. The caller frees it. */
  black(): Frame {
    if (this.#black === undefined) {
      this.#black = newFrame(this.shape);
      fill(this.#black, this.shape, black);
    }
    return present(this.#black.clone(), "get a black picture");
  }

  /** The picture as the encoder takes it: the same memory where nothing has to change. The caller frees it. */
  convert(source: Frame): Frame {
    const from = shapeOf(source);
    const key = keyOf(from);
    let converter = this.#converters.get(key);
    if (converter === undefined) {
      const { resize, colour, convertsLight = false } = this.#video;
      const light = convertsLight ? explicitTags(colour) : undefined;
      converter = new Converter(from, this.shape, planConversion(from, this.shape, { resize, lut: this.#lut, light }));
    } else this.#converters.delete(key);
    this.#converters.set(key, converter);
    const [oldest] = this.#converters.keys();
    if (this.#converters.size > keptConverters && oldest !== undefined) {
      this.#converters.get(oldest)?.close();
      this.#converters.delete(oldest);
    }
    return converter.convert(source);
  }

  close(): void {
    for (const converter of this.#converters.values()) converter.close();
    this.#converters.clear();
    this.#black?.free();
    this.#black = undefined;
  }
}

/** One way from one kind of picture to the target. */
class Converter {
  readonly #from: PictureShape;
  readonly #to: PictureShape;
  readonly #plan: Conversion;
  readonly #graph: PictureGraph | undefined;
  /** Frames with black borders, used again when the encoder has let go of them. */
  readonly #bordered: Frame[] = [];

  constructor(from: PictureShape, to: PictureShape, plan: Conversion) {
    this.#from = from;
    this.#to = to;
    this.#plan = plan;
    this.#graph = plan.filters === undefined ? undefined : buildPictureGraph(from, plan.filters);
  }

  convert(source: Frame): Frame {
    const tagged = present(source.clone(), "take a picture");
    tagged.colorPrimaries = this.#from.tags.primaries;
    tagged.colorTrc = this.#from.tags.transfer;
    tagged.colorSpace = this.#from.tags.matrix;
    tagged.colorRange = this.#from.tags.range;
    return this.#placed(this.#filtered(tagged));
  }

  #filtered(frame: Frame): Frame {
    if (this.#graph === undefined) return frame;
    const result = this.#graph.filter(frame);
    frame.free();
    return result;
  }

  #placed(frame: Frame): Frame {
    const { width, height, x, y } = this.#plan.placed;
    if (width === this.#to.width && height === this.#to.height) return frame;
    let bordered = this.#bordered.find((free) => free.isWritable);
    if (bordered === undefined) {
      bordered = newFrame(this.#to);
      fill(bordered, this.#to, black);
      this.#bordered.push(bordered);
    }
    place(frame, { ...this.#to, width, height }, bordered, this.#to, x, y);
    frame.free();
    return present(bordered.clone(), "place a picture");
  }

  close(): void {
    this.#graph?.close();
    for (const frame of this.#bordered) frame.free();
  }
}

const isPixelFormat = (format: AVPixelFormat | AVSampleFormat, frame: Frame): format is AVPixelFormat =>
  frame.width > 0 && format >= 0;

/** What a decoded picture is like, with what it does not say filled in. */
function shapeOf(frame: Frame): PictureShape {
  const { width, height, format, sampleAspectRatio: aspect } = frame;
  const pixelFormat = isPixelFormat(format, frame) ? format : AV_PIX_FMT_NONE;
  const name = avGetPixFmtName(pixelFormat) ?? "";
  const tags = {
    primaries: frame.colorPrimaries,
    transfer: frame.colorTrc,
    matrix: frame.colorSpace,
    // The old names of full-range formats say it in the name only.
    range: name.startsWith("yuvj") ? AVCOL_RANGE_JPEG : frame.colorRange,
  };
  return {
    width,
    height,
    pixelFormat,
    pixelAspect: aspect.num > 0 && aspect.den > 0 ? aspect.num / aspect.den : 1,
    bitDepth: depthOf(name),
    tags: completeTags(tags, height, /^(?:gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2|pal)/.test(name)),
  };
}

/** Bits of a component by the name of its pixel format. */
function depthOf(name: string): number {
  if (/f(?:16|32)/.test(name)) return 32;
  const planar = /p(\d+)(?:le|be)$/.exec(name)?.[1];
  return planar === undefined ? (/48|64|16/.test(name) ? 16 : 8) : Number(planar);
}

const keyOf = ({ width, height, pixelAspect, pixelFormat, tags }: PictureShape): string =>
  [width, height, pixelAspect, pixelFormat, tags.primaries, tags.transfer, tags.matrix, tags.range].join(" ");
