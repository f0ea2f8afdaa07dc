import { availableParallelism } from "node:os";
import { CressetError } from "../../errors.ts";
import { FrameShelf } from "../ffmpeg/frame-shelf.ts";
import { PictureSources } from "../ffmpeg/picture-sources.ts";
import { ScreenPictures } from "../ffmpeg/screen-pictures.ts";
import { SoundSources } from "../ffmpeg/sound-sources.ts";
import { sourceFrameAt, sourcesOf } from "../picture-piece.ts";
import type { PicturePiece, RenderSource } from "../render-job.ts";
import { samplesOfFrames } from "../samples-of-frames.ts";
import type { ScreenLook, ScreenPicture, ScreenSound, ShownPictures } from "../shown-pictures.ts";
import { SoundMix } from "../sound-mix.ts";
import { pieceAt } from "../cut-piece.ts";

/** Somebody waits for one frame far from its key frame: two more pictures under way than there are processors pay. */
const decoderThreads = availableParallelism() + 2;
/** Bytes of decoded frames that are kept for steps to and fro: some 30 of HD in 8 bits. */
const shelfBytes = 96 * 2 ** 20;
/** Sizes and LUTs that are looked at in turns: playing, standing, the picture of a list. */
const keptLooks = 4;

/** What a process looks at: its sources stay open, and their decoders stand where they were left. */
export class Stage {
  readonly sources: PictureSources;
  readonly #shown: ShownPictures;
  readonly #shelf = new FrameShelf(shelfBytes);
  /** Least recently used first. */
  readonly #looks = new Map<string, ScreenPictures>();
  #sound: { readonly sources: SoundSources; readonly mix: SoundMix } | undefined;

  constructor(shown: ShownPictures) {
    this.#shown = shown;
    this.sources = new PictureSources(shown.sources, decoderThreads, this.#shelf);
  }

  get rate() {
    return this.#shown.rate;
  }

  /** Whether all of these sources are its own. */
  holds(sources: readonly RenderSource[]): boolean {
    return sources.every(({ id, path }) => this.#shown.sources.some((own) => own.id === id && own.path === path));
  }

  /**
   * Decodes what a frame shows, and keeps it at hand until another one is shown.
   * @param alone as in `FrameReader.frame`
   * @throws RenderFault
   */
  show(frame: number, alone = false): void {
    const sides = sourcesOf(this.#at(frame)).map((side) => ({ sourceId: side.sourceId, n: sourceFrameAt(side, 0) }));
    this.#shelf.stay(sides);
    for (const { sourceId, n } of sides) this.sources.frame(sourceId, n, alone);
  }

  /** The frame as a screen takes it. @throws RenderFault */
  picture(frame: number, look: ScreenLook): ScreenPicture {
    return this.#look(look).make(this.#at(frame), this.sources);
  }

  #look(look: ScreenLook): ScreenPictures {
    const key = `${look.format} ${look.width} ${look.lut ?? ""}`;
    const pictures = this.#looks.get(key) ?? new ScreenPictures(this.#shown.video, look);
    this.#looks.delete(key);
    this.#looks.set(key, pictures);
    const [oldest] = this.#looks;
    if (this.#looks.size > keptLooks && oldest !== undefined) {
      oldest[1].close();
      this.#looks.delete(oldest[0]);
    }
    return pictures;
  }

  /** The sound of some frames, to the sample that of an export. @throws RenderFault */
  sound(from: number, frames: number): ScreenSound {
    const { sound, rate, sources } = this.#shown;
    if (sound === undefined) throw new CressetError("usage", "It has no sound.");
    const { sampleRate, channels, tracks } = sound;
    if (this.#sound === undefined) {
      const open = new SoundSources(sources);
      this.#sound = { sources: open, mix: new SoundMix(tracks, sampleRate, channels, (piece) => open.open(piece)) };
    }
    const first = samplesOfFrames(from, rate, sampleRate);
    const count = samplesOfFrames(from + frames, rate, sampleRate) - first;
    const planes = this.#sound.mix.mix(first, count);
    const samples = new Float32Array(count * channels);
    planes.forEach((plane, channel) => {
      for (let at = 0; at < count; at++) samples[at * channels + channel] = plane[at] ?? 0;
    });
    return { sampleRate, channels, samples };
  }

  #at(frame: number): PicturePiece {
    const piece = pieceAt(this.#shown.picture, frame);
    if (piece === undefined) throw new CressetError("internal", `There is no frame ${frame} to show.`);
    return piece;
  }

  /** Sentences about what was decoded so far. */
  get warnings(): readonly string[] {
    return this.#shown.sources.flatMap(({ id }) => this.sources.warningsOf(id));
  }

  close(): void {
    for (const look of this.#looks.values()) look.close();
    this.#looks.clear();
    this.#sound?.sources.close();
    this.sources.close();
  }
}
