import type { Packet } from "node-av/lib";
import type { Rate } from "../../time/rate.ts";
import type { VideoEncoding } from "../render-job.ts";
import type { PictureCodec } from "./encoders.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { PicturePipeline } from "./picture-pipeline.ts";

/** Looks of snapshots that are taken in turns. */
const most = 3;

/**
 * What makes pictures, kept from still to still: to build it takes about as long as to use it once. What was taken belongs to
 * the caller until it is given back or closed.
 */
export class KeptParts {
  readonly #pipelines = new Idle<PicturePipeline>();
  readonly #encoders = new Idle<PictureEncoder>();

  pipeline(video: VideoEncoding, codec: PictureCodec): PicturePipeline {
    return this.#pipelines.take(keyOf(video)) ?? new PicturePipeline(video, codec);
  }

  giveBackPipeline(video: VideoEncoding, pipeline: PicturePipeline): void {
    // A LUT's file may say something else by the next time.
    if (video.lut === undefined) this.#pipelines.put(keyOf(video), pipeline);
    else pipeline.close();
  }

  /** One whose threads share the parts of a picture: each picture comes out at once, so that it needs no end. */
  encoder(
    video: VideoEncoding,
    codec: PictureCodec,
    rate: Rate,
    threads: number,
    take: (packet: Packet) => void,
  ): PictureEncoder {
    const kept = this.#encoders.take(keyOf({ ...video, rate }));
    kept?.serve(take);
    return kept ?? new PictureEncoder(video, codec, rate, { globalHeader: false, threads, sharing: "slices" }, take);
  }

  giveBackEncoder(video: VideoEncoding, rate: Rate, encoder: PictureEncoder): void {
    this.#encoders.put(keyOf({ ...video, rate }), encoder);
  }

  close(): void {
    this.#pipelines.close();
    this.#encoders.close();
  }
}

class Idle<Part extends { close(): void }> {
  /** Least recently used first. */
  readonly #parts = new Map<string, Part>();

  take(key: string): Part | undefined {
    const part = this.#parts.get(key);
    this.#parts.delete(key);
    return part;
  }

  put(key: string, part: Part): void {
    this.#parts.get(key)?.close();
    this.#parts.delete(key);
    this.#parts.set(key, part);
    const [oldest] = this.#parts;
    if (this.#parts.size <= most || oldest === undefined) return;
    oldest[1].close();
    this.#parts.delete(oldest[0]);
  }

  close(): void {
    for (const part of this.#parts.values()) part.close();
    this.#parts.clear();
  }
}

/** What is drawn into the picture is no part of it. */
const keyOf = ({ burnIns: _, burnInSubtitles: __, ...video }: VideoEncoding & { readonly rate?: Rate }): string =>
  JSON.stringify(video, (___, value: unknown) => (typeof value === "bigint" ? String(value) : value));
