import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as ff from "node-av/constants";
import { type CodecContext, Frame, Packet } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { frameFileName } from "../image-sequence.ts";
import type { ImageSequence } from "../media-info.ts";
import type { FrameSource } from "./frame-source.ts";
import { openDecoder } from "./open-decoder.ts";
import { openInput, videoStreams } from "./open-input.ts";
import { WarningList } from "./warning-list.ts";

/** The pictures of image files, one file at a time through one decoder. */
export class ImageFrames implements FrameSource {
  readonly frameCount: number;
  readonly #fileOf: (n: number) => string | undefined;
  /** Number of the file of frame 0: what people know files by. */
  readonly #firstNumber: number;
  readonly #decoder: CodecContext;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  readonly #warnings = new WarningList();
  #shown: number | undefined;

  private constructor(
    first: string,
    frameCount: number,
    fileOf: (n: number) => string | undefined,
    firstNumber: number,
    threads: number,
  ) {
    this.frameCount = frameCount;
    this.#firstNumber = firstNumber;
    this.#fileOf = fileOf;
    const format = openInput(first);
    try {
      const [stream] = videoStreams(format);
      if (stream === undefined) throw new CressetError("bad-input", `"${first}" holds no picture.`);
      this.#decoder = openDecoder(stream, threads, "slices");
    } finally {
      format.closeInputSync();
    }
    this.#packet.alloc();
    this.#frame.alloc();
  }

  static ofFile(path: string, threads: number): ImageFrames {
    return new ImageFrames(path, 1, () => path, 0, threads);
  }

  static ofSequence(sequence: ImageSequence, threads: number): ImageFrames {
    const missing = new Set(sequence.missing);
    const count = sequence.last - sequence.first + 1;
    const fileOf = (n: number) =>
      missing.has(sequence.first + n) ? undefined : frameFileName(sequence, sequence.first + n);
    const first = Array.from({ length: count }, (_, n) => n).find((n) => fileOf(n) !== undefined);
    const file = first === undefined ? undefined : fileOf(first);
    if (file === undefined)
      throw new CressetError(
        "bad-input",
        `No file of the image sequence ${sequence.prefix}…${sequence.suffix} is there`,
      );
    return new ImageFrames(file, count, fileOf, sequence.first, threads);
  }

  get warnings(): readonly string[] {
    return this.#warnings.sentences;
  }

  frame(n: number): Frame {
    const wanted = Math.min(Math.max(0, n), this.frameCount - 1);
    if (this.#shown === wanted) return this.#frame;
    this.#shown = undefined;
    for (const candidate of this.#nearest(wanted)) {
      const file = this.#fileOf(candidate);
      if (file === undefined || !this.#decode(file)) continue;
      if (candidate !== wanted)
        this.#warnings.add(
          `File ${this.#firstNumber + wanted} is missing or unreadable: file ${this.#firstNumber + candidate} (${basename(file)}) stands in.`,
        );
      // A stand-in is decoded again for its own number: it is rare, and so the numbers stay true.
      this.#shown = candidate;
      return this.#frame;
    }
    throw new CressetError(
      "bad-input",
      `File ${this.#firstNumber + wanted} of the image sequence cannot be read, nor any other.`,
    );
  }

  /** The frame, then those around it, nearest first; of two that are as near, the one before it. */
  *#nearest(wanted: number): Generator<number> {
    yield wanted;
    for (let away = 1; away < this.frameCount; away++) {
      if (wanted - away >= 0) yield wanted - away;
      if (wanted + away < this.frameCount) yield wanted + away;
    }
  }

  #decode(file: string): boolean {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch {
      this.#warnings.add(`"${file}" cannot be read.`);
      return false;
    }
    if (bytes.length === 0) {
      this.#warnings.add(`"${file}" is empty.`);
      return false;
    }
    this.#packet.unref();
    this.#packet.data = bytes;
    // Without it the PNG decoder takes the picture for a difference to the one before.
    this.#packet.isKeyframe = true;
    const sent = this.#decoder.sendPacketSync(this.#packet);
    const received = sent < 0 ? sent : this.#decoder.receiveFrameSync(this.#frame);
    if (received < 0) {
      this.#decoder.flushBuffers();
      this.#warnings.add(`"${file}" cannot be decoded.`);
      return false;
    }
    if (this.#frame.decodeErrorFlags !== 0 || this.#frame.hasFlags(ff.AV_FRAME_FLAG_CORRUPT))
      this.#warnings.add(`"${file}" is damaged.`);
    return true;
  }

  close(): void {
    this.#decoder.freeContext();
    this.#packet.free();
    this.#frame.free();
  }
}
