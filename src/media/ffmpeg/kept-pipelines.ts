import type { VideoEncoding } from "../render-job.ts";
import type { PictureCodec } from "./encoders.ts";
import { PicturePipeline } from "./picture-pipeline.ts";

/** Looks of snapshots that are taken in turns. */
const most = 3;

/** Pipelines that are kept from asset to asset, because building one takes about as long as converting one picture. */
export class KeptPipelines {
  /** Those that nobody uses, least recently used first. */
  readonly #idle = new Map<string, PicturePipeline>();

  /** A pipeline that belongs to the caller until it is given back or closed. */
  take(video: VideoEncoding, codec: PictureCodec): PicturePipeline {
    const key = keyOf(video);
    const kept = this.#idle.get(key);
    this.#idle.delete(key);
    return kept ?? new PicturePipeline(video, codec);
  }

  /** @param video what it was taken for */
  giveBack(video: VideoEncoding, pipeline: PicturePipeline): void {
    const key = keyOf(video);
    // A LUT's file may say something else by the next time.
    if (video.lut !== undefined || this.#idle.has(key)) pipeline.close();
    else this.#idle.set(key, pipeline);
    const [oldest] = this.#idle;
    if (this.#idle.size <= most || oldest === undefined) return;
    oldest[1].close();
    this.#idle.delete(oldest[0]);
  }

  close(): void {
    for (const pipeline of this.#idle.values()) pipeline.close();
    this.#idle.clear();
  }
}

/** What is drawn into the picture is no part of it. */
const keyOf = ({ burnIns: _, burnInSubtitles: __, ...video }: VideoEncoding): string =>
  JSON.stringify(video, (___, value: unknown) => (typeof value === "bigint" ? String(value) : value));
