import { writeFileSync } from "node:fs";
import { Dictionary, FormatContext, Log, Packet, type Stream } from "node-av/lib";
import * as ff from "node-av/constants";
import { CressetError } from "../../errors.ts";
import { formatTimecode, parseTimecode } from "../../time/timecode.ts";
import type { TestFootage } from "../test-footage-shape.ts";
import { stampDpxTimecode } from "./stamp-dpx-timecode.ts";
import { check, drain, setOptions } from "./test-encoding.ts";
import { createPictureFrames, isImageCodec, openPictureEncoder } from "./test-picture-encoder.ts";
import { createSoundWriter } from "./test-sound-writer.ts";

function encodeImages(footage: TestFootage): void {
  const match = /%0?(\d*)d/.exec(footage.path);
  if (match === null && footage.frames > 1)
    throw new CressetError("usage", `Expected a file sequence such as name.%04d.png, got ${footage.path}`);
  const start = parseTimecode(footage.startTimecode ?? "00:00:00:00", footage.rate);
  const encoder = openPictureEncoder(footage, false);
  const pictures = createPictureFrames(footage, encoder);
  const packet = new Packet();
  packet.alloc();
  for (let index = 0; index < footage.frames; index++) {
    const frame = pictures.frame(index);
    check(encoder.sendFrameSync(frame), "encoding");
    frame.free();
    let written = 0;
    drain(encoder, packet, ({ data }) => {
      const bytes = data ?? Buffer.alloc(0);
      const isStamped = footage.codec === "dpx" && footage.startTimecode !== undefined;
      const timecode = formatTimecode(start.frame + index, footage.rate, start.dropFrame);
      const parts = isStamped ? stampDpxTimecode(bytes, timecode, footage.rate) : [bytes];
      const number = String((footage.firstFileNumber ?? 0) + index).padStart(Number(match?.[1] ?? 0), "0");
      writeFileSync(footage.path.replace(/%0?\d*d/, number), Buffer.concat(parts));
      written++;
    });
    if (written !== 1) throw new CressetError("render-failed", `Expected one image a frame, got ${written}`);
  }
  packet.free();
  pictures.close();
  encoder.freeContext();
}

function describe(format: FormatContext, picture: Stream | undefined, footage: TestFootage): void {
  const tags: Record<string, string> = {};
  if (footage.startTimecode !== undefined) tags["timecode"] = footage.startTimecode;
  if (footage.tapeName !== undefined) tags["reel_name"] = footage.tapeName;
  const { audio, codec, startTimecode, rate } = footage;
  if (codec === "none" && audio !== undefined && startTimecode !== undefined) {
    const { frame } = parseTimecode(startTimecode, rate);
    tags["time_reference"] = String(Math.round((frame * rate.den * audio.sampleRate) / rate.num));
  }
  if (Object.keys(tags).length === 0) return;
  if (picture !== undefined) picture.metadata = Dictionary.fromObject(tags);
  format.metadata = Dictionary.fromObject(tags);
}

/** Encodes generated footage; the public face is `writeTestFootage`. @throws CressetError("render-failed") */
export async function encodeTestFootage(footage: TestFootage): Promise<void> {
  Log.setLevel(ff.AV_LOG_FATAL);
  if (isImageCodec(footage.codec)) return encodeImages(footage);
  const format = new FormatContext();
  check(format.allocOutputContext2(null, null, footage.path), `no container for ${footage.path}`);
  const global = format.oformat?.hasFlags(ff.AVFMT_GLOBALHEADER) ?? false;
  const packet = new Packet();
  packet.alloc();
  const encoder = footage.codec === "none" ? undefined : openPictureEncoder(footage, global);
  const picture = encoder === undefined ? undefined : format.newStream(null);
  if (picture !== undefined && encoder !== undefined) {
    check(picture.codecpar.fromContext(encoder), "a picture stream");
    picture.timeBase = encoder.timeBase;
    picture.avgFrameRate = encoder.framerate;
    picture.sampleAspectRatio = encoder.sampleAspectRatio;
  }
  const { audio } = footage;
  const sounds =
    audio === undefined
      ? []
      : Array.from({ length: audio.streams ?? 1 }, (_, ordinal) => createSoundWriter(format, audio, ordinal, packet));
  describe(format, picture, footage);
  if (footage.codec === "none" && footage.path.endsWith(".wav")) setOptions(format, { write_bext: "1" });
  if (footage.movieIndexFirst === true) setOptions(format, { movflags: "+faststart" });
  check(format.openOutputSync(), `opening ${footage.path}`);
  check(await format.writeHeader(null), `starting ${footage.path}`);
  const write = (ready: Packet) => {
    if (picture === undefined || encoder === undefined) return;
    ready.streamIndex = picture.index;
    if (footage.lasting === undefined) ready.duration = 1n;
    ready.rescaleTs(encoder.timeBase, picture.timeBase);
    check(format.interleavedWriteFrameSync(ready), "writing pictures");
  };
  const pictures = encoder === undefined ? undefined : createPictureFrames(footage, encoder);
  const { num, den } = footage.rate;
  for (let index = 0; index < footage.frames; index++) {
    const frame = pictures?.frame(index);
    if (frame !== undefined && encoder !== undefined) {
      check(encoder.sendFrameSync(frame), "encoding");
      frame.free();
      drain(encoder, packet, write);
    }
    for (const sound of sounds) sound.encodeUntil(Math.ceil(((index + 1) * den * (audio?.sampleRate ?? 0)) / num));
  }
  if (encoder !== undefined) {
    check(encoder.sendFrameSync(null), "encoding");
    drain(encoder, packet, write);
  }
  for (const sound of sounds) sound.finish();
  check(format.writeTrailerSync(), `finishing ${footage.path}`);
  format.closeOutputSync();
  format.freeContext();
  packet.free();
  pictures?.close();
  encoder?.freeContext();
}
