import { AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P, AVCOL_RANGE_JPEG } from "node-av/constants";
import { expect, it } from "vitest";
import { rational } from "../../time/rational.ts";
import type { VideoEncoding } from "../render-job.ts";
import { type CanvasShape, fill, newFrame, planesOf } from "./canvas.ts";
import { yuvTags } from "./colour-tags.ts";
import { pictureCodec } from "./encoders.ts";
import { PicturePipeline } from "./picture-pipeline.ts";
import { componentValue, planeLayout } from "./plane-layout.ts";

const paints = [
  { r: 1, g: 0, b: 0, a: 1 },
  { r: 0.1, g: 0.8, b: 0.3, a: 1 },
  { r: 0.2, g: 0.1, b: 0.9, a: 1 },
  { r: 0.5, g: 0.5, b: 0.5, a: 1 },
  { r: 1, g: 1, b: 1, a: 1 },
  { r: 0, g: 0, b: 0, a: 1 },
];
const sources = { "4:2:0": AV_PIX_FMT_YUV420P, "4:2:2, 10 bits": AV_PIX_FMT_YUV422P10LE, "4:4:4": AV_PIX_FMT_YUV444P };
const sizes = { "its size": [192, 108], "a smaller size": [96, 54], "a larger size": [384, 216] } as const;
const cases = Object.keys(sources).flatMap((name) => Object.keys(sizes).map((size) => [name, size] as const));

it.each(cases)("colours of a BT.709 picture in %s are those of a JPEG of %s", (name, size) => {
  const from: CanvasShape = {
    width: 192,
    height: 108,
    pixelFormat: sources[name as keyof typeof sources],
    tags: yuvTags({ primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" }, 1080),
  };
  const [width, height] = sizes[size as keyof typeof sizes];
  for (const quality of [85, 95, 100]) {
    const video: VideoEncoding = {
      codec: "jpeg",
      quality,
      alpha: false,
      width,
      height,
      pixelAspect: rational(1),
      resize: "fit",
      scan: "progressive",
      colour: { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" },
      burnIns: [],
    };
    const pipeline = new PicturePipeline(video, pictureCodec(video));
    const { shape } = pipeline;
    expect(shape.tags.range).toBe(AVCOL_RANGE_JPEG);
    for (const paint of paints) {
      const frame = newFrame(from);
      fill(frame, from, paint);
      const turned = pipeline.convert(frame);
      const layout = planeLayout(shape.pixelFormat);
      for (const { samples, stride, rows, rowLength, layout: plane } of planesOf(turned, shape)) {
        const wanted = componentValue(plane.components[0]!, paint, layout, shape.tags);
        const corners = [
          samples[0]!,
          samples[(rows - 1) * stride + rowLength - 1]!,
          samples[(rows >> 1) * stride + 1]!,
        ];
        for (const value of corners) expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1);
      }
      turned.free();
      frame.free();
    }
    pipeline.close();
  }
});
