import { type CodecContext, FFmpegError, type FormatContext, type Packet } from "node-av/lib";
import * as ff from "node-av/constants";
import { CressetError } from "../../errors.ts";

/** Turns an error of FFmpeg into one of ours. @throws CressetError("render-failed") */
export const check = (code: number, doing: string): void => {
  if (code < 0) throw new CressetError("render-failed", `Generating footage: ${doing}: ${FFmpegError.strerror(code)}`);
};

/** Hands every packet that is ready to `take`; the packet belongs to the caller and is used again. */
export function drain(encoder: CodecContext, packet: Packet, take: (packet: Packet) => void): void {
  for (;;) {
    const code = encoder.receivePacketSync(packet);
    if (code === ff.AVERROR_EOF || FFmpegError.is(code, ff.AVERROR_EAGAIN)) return;
    check(code, "encoding");
    take(packet);
    packet.unref();
  }
}

export function setOptions(target: CodecContext | FormatContext, options: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(options)) check(target.setOption(name, value), `setting ${name}`);
}
