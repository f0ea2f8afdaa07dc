import { ImageWriter } from "./ffmpeg/image-writer.ts";
import { type SoundStream, MovieWriter } from "./ffmpeg/movie-writer.ts";
import { pictureCodec } from "./ffmpeg/encoders.ts";
import { PicturePipeline } from "./ffmpeg/picture-pipeline.ts";
import type { PictureSources } from "./ffmpeg/picture-sources.ts";
import { PictureTrack } from "./ffmpeg/picture-track.ts";
import { beginPartial, finishAsset, removePartial } from "./finish.ts";
import type { RenderAsset, WrittenAsset } from "./render-job.ts";
import { RenderFault } from "./render-fault.ts";

/** One asset under way: opened with its first frame, advanced frame by frame, finished to a file that has its name. */
export class AssetRender {
  readonly asset: RenderAsset;
  readonly #writer: MovieWriter | ImageWriter;
  readonly #track: PictureTrack | undefined;
  readonly #pipeline: PicturePipeline | undefined;
  readonly #warnings: readonly string[];
  readonly #started = performance.now();
  #frames = 0;

  private constructor(
    asset: RenderAsset,
    writer: MovieWriter | ImageWriter,
    picture: { track: PictureTrack; pipeline: PicturePipeline } | undefined,
    warnings: readonly string[],
  ) {
    this.asset = asset;
    this.#writer = writer;
    this.#track = picture?.track;
    this.#pipeline = picture?.pipeline;
    this.#warnings = warnings;
  }

  /** Opens the encoder and a partial file beside the target. @throws RenderFault; nothing is left on disk then. */
  static async open(asset: RenderAsset, sources: PictureSources): Promise<AssetRender> {
    const partial = await beginPartial(asset);
    try {
      const codec = asset.video === undefined ? undefined : pictureCodec(asset.video);
      const sounds: readonly SoundStream[] = [];
      if (asset.video === undefined || codec === undefined)
        return new AssetRender(asset, new MovieWriter(partial, asset, undefined, sounds), undefined, []);
      const pipeline = new PicturePipeline(asset.video, codec);
      const writer =
        asset.container === "image"
          ? new ImageWriter(partial, asset, asset.video, codec, pipeline.shape)
          : new MovieWriter(partial, asset, codec, sounds);
      const track = new PictureTrack(asset.picture, pipeline, sources);
      return new AssetRender(asset, writer, { track, pipeline }, codec.warnings);
    } catch (error) {
      await removePartial(asset);
      throw error;
    }
  }

  get framesDone(): number {
    return this.#frames;
  }

  /** Renders one frame. @throws RenderFault */
  async advance(): Promise<void> {
    const frame = this.#track?.next();
    if (frame === undefined) throw new RenderFault("encode", `"${this.asset.path}" has no more pictures to render.`);
    await this.#writer.writePicture(frame);
    this.#frames++;
  }

  /** Closes, verifies, hashes and renames. @throws RenderFault */
  async finish(): Promise<WrittenAsset> {
    if (this.#frames !== this.asset.frameCount)
      throw new RenderFault("encode", `${this.#frames} frames were rendered, of ${this.asset.frameCount}.`);
    await this.#writer.finish();
    this.#pipeline?.close();
    const files = await finishAsset(this.asset, {
      frames: this.asset.frameCount,
      rate: this.asset.rate,
      sounds: [],
    });
    return {
      id: this.asset.id,
      ok: true,
      files,
      frames: this.#frames,
      seconds: (performance.now() - this.#started) / 1000,
      warnings: [...this.#warnings, ...(this.#track?.warnings ?? [])],
    };
  }

  /** Lets go of everything and removes what was written. */
  async abandon(): Promise<void> {
    this.#writer.close();
    this.#pipeline?.close();
    await removePartial(this.asset);
  }
}
