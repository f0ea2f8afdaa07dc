import { closeSync, openSync, readSync, statSync } from "node:fs";
import * as ff from "node-av/constants";
import { Dictionary, FFmpegError, FormatContext, Log, type Packet, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { ownFormats } from "./own-formats.ts";

Log.setLevel(ff.AV_LOG_FATAL);

/** Whether a QuickTime or MP4 file has its index (`moov`), by walking the top-level atoms; nothing for other files. */
function hasMovieIndex(path: string): boolean | undefined {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(16);
    let at = 0;
    if (readSync(file, header, 0, 16, 0) < 8) return undefined;
    for (let atom = 0; atom < 10_000 && readSync(file, header, 0, 16, at) >= 8; atom++) {
      const type = header.toString("latin1", 4, 8);
      if (atom === 0 && !["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"].includes(type)) return undefined;
      if (type === "moov") return true;
      const size = header.readUInt32BE(0);
      if (size === 0) return false;
      at += size === 1 ? Number(header.readBigUInt64BE(8)) : size;
    }
    return false;
  } finally {
    closeSync(file);
  }
}

function whyUnreadable(path: string, code: number): string {
  if (hasMovieIndex(path) === false)
    return `"${path}" is cut off: its index (moov) is missing, because the recording or copy was not finished. Copy it again.`;
  // Said of what is known and not on the list.
  if (FFmpegError.is(code, ff.AVERROR_EINVAL))
    return `"${path}" is not media itself: it is a playlist or the like, which names other files. Give the media that it plays.`;
  if (code === ff.AVERROR_INVALIDDATA)
    return `"${path}" is not a media file that Cresset can read, or its beginning is damaged.`;
  return `"${path}" cannot be opened: ${FFmpegError.strerror(code)}.`;
}

/**
 * Opens a media file and looks into its streams. Close it with `closeInputSync()`.
 * @throws CressetError("bad-input") in a sentence: missing, a folder, empty, cut off, no media.
 */
export function openInput(path: string): FormatContext {
  const format = openContainer(path);
  lookIntoStreams(path, format);
  return format;
}

/** Opens a media file without looking into its streams, which takes decoding pictures. @throws as `openInput` */
export function openContainer(path: string): FormatContext {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) throw new CressetError("bad-input", `"${path}" does not exist.`);
  if (info.isDirectory()) throw new CressetError("bad-input", `"${path}" is a folder, expected a media file.`);
  if (info.size === 0) throw new CressetError("bad-input", `"${path}" is empty (0 bytes).`);
  const format = new FormatContext();
  const opened = format.openInputSync(path, null, Dictionary.fromObject({ format_whitelist: ownFormats }));
  if (opened < 0) throw new CressetError("bad-input", whyUnreadable(path, opened));
  return format;
}

/** Makes of an opened container what `openInput` gives. @throws as `openInput`; it is closed then */
export function lookIntoStreams(path: string, format: FormatContext): void {
  const found = format.findStreamInfoSync(null);
  if (found >= 0) return;
  format.closeInputSync();
  throw new CressetError("bad-input", whyUnreadable(path, found));
}

/** Pictures of a file, in order; cover pictures of sound files are none. */
export const videoStreams = (format: FormatContext): readonly Stream[] =>
  format.streams.filter(
    (stream) =>
      stream.codecpar.codecType === ff.AVMEDIA_TYPE_VIDEO && !stream.hasDisposition(ff.AV_DISPOSITION_ATTACHED_PIC),
  );

/** Sound streams of a file, in order. */
export const audioStreams = (format: FormatContext): readonly Stream[] =>
  format.streams.filter((stream) => stream.codecpar.codecType === ff.AVMEDIA_TYPE_AUDIO);

/** Lets the demuxer pass over every stream but one, so that their bytes are not even read where the container allows it. */
export function readOnly(format: FormatContext, stream: Stream): void {
  for (const other of format.streams)
    other.discard = other.index === stream.index ? ff.AVDISCARD_DEFAULT : ff.AVDISCARD_ALL;
}

/**
 * Reads the next packet of a stream. False at the end of the file, and where nothing more can be read.
 */
export function readPacket(format: FormatContext, stream: Stream, packet: Packet): boolean {
  for (;;) {
    packet.unref();
    const code = format.readFrameSync(packet);
    if (FFmpegError.is(code, ff.AVERROR_EAGAIN)) continue;
    if (code < 0) return false;
    if (packet.streamIndex === stream.index) return true;
  }
}

/** Whether what was opened is a still image. */
export const isStill = (format: FormatContext): boolean => /^(?:image2|\w+_pipe)$/.test(format.iformat?.name ?? "");
