import { AV_BUFFERSRC_FLAG_KEEP_REF, type AVPixelFormat } from "node-av/constants";
import { Filter, FilterGraph, FilterInOut, Frame } from "node-av/lib";
import { checked, present } from "./checked.ts";

/** What pictures go into a graph. */
export interface GraphInput {
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: AVPixelFormat;
  /** As FFmpeg numbers them. */
  readonly tags: { readonly matrix: number; readonly range: number };
}

/** A chain of FFmpeg's filters from one picture to one picture. */
export interface PictureGraph {
  /** The caller frees the result, and keeps what it gave. */
  filter(frame: Frame): Frame;
  close(): void;
}

/** Builds a chain of filters for pictures of one kind. */
export function buildPictureGraph(from: GraphInput, filters: string): PictureGraph {
  const graph = new FilterGraph();
  graph.alloc();
  const { matrix, range } = from.tags;
  const source = present(
    graph.createFilter(
      present(Filter.getByName("buffer"), "find its buffer filter"),
      "in",
      `video_size=${from.width}x${from.height}:pix_fmt=${from.pixelFormat}:time_base=1/25:pixel_aspect=1/1:colorspace=${matrix}:range=${range}`,
    ),
    "start a filter graph",
  );
  const sink = present(
    graph.createFilter(present(Filter.getByName("buffersink"), "find its buffer sink"), "out", null),
    "start a filter graph",
  );
  const outputs = FilterInOut.createList([{ name: "in", filterCtx: source, padIdx: 0 }]);
  const inputs = FilterInOut.createList([{ name: "out", filterCtx: sink, padIdx: 0 }]);
  checked(graph.parsePtr(`[in]${filters}[out]`, inputs, outputs), `read the filters "${filters}"`);
  checked(graph.configSync(), `set up the filters "${filters}"`);
  return {
    filter(frame) {
      const result = new Frame();
      result.alloc();
      checked(source.buffersrcAddFrameSync(frame, AV_BUFFERSRC_FLAG_KEEP_REF), "convert a picture");
      checked(sink.buffersinkGetFrameSync(result), "convert a picture");
      return result;
    },
    close: () => graph.free(),
  };
}
