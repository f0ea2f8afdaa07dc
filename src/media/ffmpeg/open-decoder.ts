import * as ff from "node-av/constants";
import { Codec, CodecContext, FFmpegError, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { isIntraCodec } from "./build-frame-index.ts";

/**
 * Opens a decoder for a stream. Codecs of single frames share the work on one picture among threads (slices): frame
 * threads would only delay it. Long-GOP codecs get both kinds.
 * @param threads how many at most
 * @throws CressetError("bad-input") when the engine cannot decode it
 */
export function openDecoder(stream: Stream, threads: number): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null)
    throw new CressetError("bad-input", `Stream ${stream.index} has no decoder in this media engine.`);
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  const copied = decoder.parametersToContext(stream.codecpar);
  // Without it libavcodec drops encoder delay but does not move the timestamp along.
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = Math.max(1, threads);
  if (isIntraCodec(stream)) decoder.threadType = ff.FF_THREAD_SLICE;
  const opened = copied < 0 ? copied : decoder.open2Sync(codec, null);
  if (opened < 0) {
    decoder.freeContext();
    throw new CressetError("bad-input", `Stream ${stream.index} cannot be decoded: ${FFmpegError.strerror(opened)}.`);
  }
  return decoder;
}
