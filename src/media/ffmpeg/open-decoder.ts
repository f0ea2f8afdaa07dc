import { availableParallelism } from "node:os";
import * as ff from "node-av/constants";
import { Codec, CodecContext, FFmpegError, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { isIntraCodec } from "./build-frame-index.ts";

/**
 * Opens a decoder for a stream.
 * @param sharing `slices`: threads share one picture, so that it comes out at once; `frames`: they may also work on several
 * pictures, which come out late. Nothing: by the codec
 * @param threads how many at most; 0 = as many as FFmpeg likes
 * @throws CressetError("bad-input") when the engine cannot decode it
 */
export function openDecoder(stream: Stream, threads: number, sharing?: "slices" | "frames"): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null)
    throw new CressetError("bad-input", `Stream ${stream.index} has no decoder in this media engine.`);
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  const copied = decoder.parametersToContext(stream.codecpar);
  // Without it libavcodec drops encoder delay but does not move the timestamp along.
  decoder.pktTimebase = stream.timeBase;
  const isSliced = (sharing ?? (isIntraCodec(stream) ? "slices" : "frames")) === "slices";
  // Threads that share one picture wait for each other: more than processors make it later.
  decoder.threadCount = isSliced ? Math.min(threads, availableParallelism()) : threads;
  if (isSliced) decoder.threadType = ff.FF_THREAD_SLICE;
  const opened = copied < 0 ? copied : decoder.open2Sync(codec, null);
  if (opened < 0) {
    decoder.freeContext();
    throw new CressetError("bad-input", `Stream ${stream.index} cannot be decoded: ${FFmpegError.strerror(opened)}.`);
  }
  return decoder;
}
