import { multiply, rational, round } from "../time/rational.ts";
import type { MovieWriter, SoundStream } from "./ffmpeg/movie-writer.ts";
import type { Expected } from "./ffmpeg/verify-file.ts";
import type { SoundSources } from "./ffmpeg/sound-sources.ts";
import type { RenderAsset, SoundTrack } from "./render-job.ts";
import { samplesOfFrames } from "./samples-of-frames.ts";
import { type OpenSound, SoundMix } from "./sound-mix.ts";

interface FedStream {
  readonly stream: SoundStream;
  readonly mix: SoundMix;
  written: number;
}

/** The sound streams of one asset, fed to its file in step with the picture. */
export class SoundFeed {
  /** Samples that each stream will hold: the picture's length, rounded up; of sound alone its own. */
  readonly #samples: number;
  readonly #asset: RenderAsset;
  readonly #sources: SoundSources;
  readonly #sampleRate: number;
  readonly #streams: readonly FedStream[];

  constructor(asset: RenderAsset, sources: SoundSources) {
    this.#asset = asset;
    this.#sources = sources;
    this.#sampleRate = asset.audio?.sampleRate ?? 0;
    const { soundExtent } = asset;
    this.#samples =
      soundExtent === undefined
        ? this.#samplesOf(asset.frameCount)
        : round(multiply(soundExtent.duration, rational(this.#sampleRate)));
    this.#streams = streamsOf(asset, (piece) => sources.open(piece));
  }

  /** What the file has to be opened with. */
  get streams(): readonly SoundStream[] {
    return this.#streams.map(({ stream }) => stream);
  }

  /** What the finished file must hold. */
  get expected(): Expected["sounds"] {
    return this.#streams.map(() => ({ samples: this.#samples, sampleRate: this.#sampleRate }));
  }

  /** What the sources had to say. */
  get warnings(): readonly string[] {
    if (this.#streams.length === 0) return [];
    return this.#sources.warningsOf(this.#asset.sound.flatMap(({ pieces }) => pieces));
  }

  /** Writes sound until it lasts as long as `frames` frames, in the blocks that the encoders want. */
  writeUpTo(frames: number, writer: MovieWriter): void {
    const wanted = Math.min(this.#samplesOf(frames), this.#samples);
    this.#streams.forEach((fed, index) => {
      while (fed.written < wanted) {
        const count = Math.min(writer.blockSize(index), this.#samples - fed.written);
        writer.writeSound(index, fed.mix.mix(fed.written, count), count);
        fed.written += count;
      }
    });
  }

  #samplesOf(frames: number): number {
    return samplesOfFrames(frames, this.#asset.rate, this.#sampleRate);
  }
}

/** One stream for all tracks, or one for each, with as many channels as asked for or as the widest piece has. */
function streamsOf({ audio, sound }: RenderAsset, open: OpenSound): readonly FedStream[] {
  if (audio === undefined) return [];
  const parts: readonly (readonly SoundTrack[])[] = audio.tracks === "mix" ? [sound] : sound.map((track) => [track]);
  return parts.map((tracks) => {
    const pieces = tracks.flatMap((track) => track.pieces);
    const channels =
      audio.channels > 0
        ? audio.channels
        : pieces.reduce((most, piece) => Math.max(most, piece.channels?.length ?? open(piece).channels), 0);
    const stream = {
      audio,
      name: tracks.length === 1 ? (tracks[0]?.name ?? "") : "",
      // Silence has no width of its own.
      channels: channels === 0 ? 2 : channels,
    };
    return { stream, mix: new SoundMix(tracks, audio.sampleRate, stream.channels, open), written: 0 };
  });
}
