import { BackgroundSync } from "./background-sync.ts";
import { ImageWriter } from "./ffmpeg/image-writer.ts";
import { MovieWriter } from "./ffmpeg/movie-writer.ts";
import { type PictureCodec, pictureCodec } from "./ffmpeg/encoders.ts";
import type { KeptParts } from "./ffmpeg/kept-parts.ts";
import { PicturePipeline } from "./ffmpeg/picture-pipeline.ts";
import type { PictureSources } from "./ffmpeg/picture-sources.ts";
import { PictureTrack } from "./ffmpeg/picture-track.ts";
import type { SoundSources } from "./ffmpeg/sound-sources.ts";
import { beginPartial, type Partial, finishFile, finishImages, partialOf, removePartial } from "./finish.ts";
import { FrameJournal } from "./frame-journal.ts";
import type { MadeFolders } from "./made-folders.ts";
import { OverlayText } from "./overlay-text.ts";
import type { RenderAsset, VideoEncoding, WrittenAsset } from "./render-job.ts";
import { RenderFault } from "./render-fault.ts";
import { SoundFeed } from "./sound-feed.ts";

/** What the assets of a group share: open sources, and what is known of the folders that they are written into. */
export interface GroupSources {
  readonly folders: MadeFolders;
  readonly pictures: PictureSources;
  readonly sounds: SoundSources;
  /** Where one asset after the other looks the same. */
  readonly kept?: KeptParts;
}

/** One asset under way: opened with its first frame, advanced frame by frame, finished to a verified file that waits for its name. */
export class AssetRender {
  readonly asset: RenderAsset;
  readonly #writer: MovieWriter | ImageWriter;
  readonly #picture: Picture | undefined;
  readonly #sound: SoundFeed;
  readonly #started = performance.now();
  readonly #warnings: readonly string[];
  readonly #disk: BackgroundSync;
  /** Frames that a rendering before has left whole. */
  readonly #there: number;
  #frames = 0;

  private constructor(
    asset: RenderAsset,
    writer: MovieWriter | ImageWriter,
    picture: Picture | undefined,
    sound: SoundFeed,
    warnings: readonly string[],
    there: number,
  ) {
    this.asset = asset;
    this.#writer = writer;
    this.#picture = picture;
    this.#sound = sound;
    this.#warnings = warnings;
    this.#there = there;
    this.#disk = new BackgroundSync(partialOf(asset), 1000);
  }

  /**
   * Opens the encoders and a partial file beside the target.
   * @param rendering a file sequence's `renderFingerprint`, with which it goes on behind the frames that the same rendering left
   * @throws RenderFault; nothing is left on disk then.
   */
  static async open(
    asset: RenderAsset,
    sources: GroupSources,
    warnings: readonly string[] = [],
    rendering?: string,
  ): Promise<AssetRender> {
    const frames = asset.picture.reduce((sum, piece) => sum + piece.frames, 0);
    if (asset.frameCount < 1 || (asset.video !== undefined && frames !== asset.frameCount))
      throw new RenderFault(
        "encode",
        `"${asset.path}" shall have ${asset.frameCount} frames, but its pieces have ${frames}.`,
      );
    const partial = await beginPartial(asset, sources.folders, rendering);
    try {
      const sound = new SoundFeed(asset, sources.sounds);
      const picture = asset.video === undefined ? undefined : openPicture(asset, asset.video, sources);
      const writer =
        asset.container === "image" && picture !== undefined
          ? openImages(asset, picture, partial, rendering, sources.kept)
          : new MovieWriter(partial.path, asset, picture?.codec, sound.streams);
      return new AssetRender(asset, writer, picture, sound, warnings, partial.there.length);
    } catch (error) {
      await removePartial(asset);
      throw error;
    }
  }

  /** Frames that a rendering before has left whole, as far as they were come to. */
  get framesBefore(): number {
    return Math.min(this.#there, this.#frames);
  }

  get framesDone(): number {
    return this.#frames;
  }

  /** Renders one frame. @throws RenderFault */
  async advance(): Promise<void> {
    if (this.#frames < this.#there) this.#picture?.track.skip();
    else if (this.#picture !== undefined) {
      const frame = this.#picture.track.next();
      if (frame === undefined) throw new RenderFault("encode", `"${this.asset.path}" has no more pictures to render.`);
      await this.#writer.writePicture(frame);
    }
    this.#frames++;
    if (this.#writer instanceof ImageWriter) return;
    this.#sound.writeUpTo(this.#frames, this.#writer);
    this.#disk.tick();
  }

  /**
   * Writes what the encoders still hold, lets go of the sources, and then verifies, hashes and renames. The sources are
   * not needed from the first wait on. @throws RenderFault
   */
  async finish(): Promise<WrittenAsset> {
    if (this.#frames !== this.asset.frameCount)
      throw new RenderFault("encode", `${this.#frames} frames were rendered, of ${this.asset.frameCount}.`);
    const warnings = [
      ...this.#warnings,
      ...(this.#picture?.codec.warnings ?? []),
      ...(this.#picture?.overlay?.warnings ?? []),
      ...(this.#picture?.track.warnings ?? []),
      ...this.#sound.warnings,
    ];
    const files = await this.#finishFiles();
    const seconds = (performance.now() - this.#started) / 1000;
    return {
      id: this.asset.id,
      ok: true,
      files,
      partial: partialOf(this.asset),
      frames: this.#frames,
      seconds,
      warnings,
    };
  }

  async #finishFiles(): Promise<WrittenAsset["files"]> {
    if (this.#writer instanceof ImageWriter) {
      const images = await this.#writer.written();
      this.#picture?.release();
      return finishImages(this.asset, images, this.#writer);
    }
    this.#writer.finish();
    this.#picture?.release();
    return finishFile(this.asset, {
      ...(this.#picture !== undefined && { frames: this.asset.frameCount }),
      rate: this.asset.rate,
      sounds: this.#sound.expected,
    });
  }

  /** Lets go of everything; whole files of a file sequence stay for the next that renders the same. */
  async leave(): Promise<void> {
    if (!(this.#writer instanceof ImageWriter)) return this.abandon();
    await this.#letGo();
  }

  /** Lets go of everything and removes what was written. */
  async abandon(): Promise<void> {
    await this.#letGo();
    await removePartial(this.asset);
  }

  async #letGo(): Promise<void> {
    // A file that is still being written would come up in a folder that is being removed.
    if (this.#writer instanceof ImageWriter) await this.#writer.leave();
    else this.#writer.close();
    this.#picture?.pipeline.close();
  }
}

function openImages(
  asset: RenderAsset,
  { video, codec, pipeline }: Picture,
  { path, there }: Partial,
  rendering: string | undefined,
  kept: KeptParts | undefined,
): ImageWriter {
  const writer = new ImageWriter(path, asset, { video, codec, shape: pipeline.shape }, kept);
  if (rendering !== undefined) writer.goOn(there, new FrameJournal(path, rendering, there));
  return writer;
}

/** How the pictures of an asset are made and coded. */
interface Picture {
  readonly video: VideoEncoding;
  readonly codec: PictureCodec;
  readonly pipeline: PicturePipeline;
  /** It is not needed any more, and whole. */
  readonly release: () => void;
  readonly track: PictureTrack;
  readonly overlay: OverlayText | undefined;
}

function openPicture(asset: RenderAsset, video: VideoEncoding, { pictures, kept }: GroupSources): Picture {
  const codec = pictureCodec(video);
  const pipeline = kept?.pipeline(video, codec) ?? new PicturePipeline(video, codec);
  const release = () => (kept === undefined ? pipeline.close() : kept.giveBackPipeline(video, pipeline));
  const overlay = OverlayText.of(asset);
  const track = new PictureTrack(asset.picture, pipeline, pictures, overlay);
  return { video, codec, pipeline, release, overlay, track };
}
