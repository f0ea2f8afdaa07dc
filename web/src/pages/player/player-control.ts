import type { FrameFactsShape, ViewerShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { ApiProblem, sentenceOf } from "../../api/api-problem.ts";
import { FrameLoader } from "./frame-loader.ts";
import { Playback } from "./playback.ts";
import { SoundPlayer } from "./sound-player.ts";

/** What the page shows of a player. */
interface PlayerState {
  /** Where the playhead stands; its picture may be on its way. */
  readonly frame: number;
  /** Of the picture that is drawn. */
  readonly drawn: FrameFactsShape;
  /** A picture is drawn. */
  readonly isDrawn: boolean;
  /** Frames from picture to picture; 0 while it stands. */
  readonly speed: number;
  /** Of what is played, or was played last. */
  readonly dropped: number;
  readonly shown: number;
  readonly lut: boolean;
  readonly sound: boolean;
  /** Index of the subtitles track that is shown; nothing for none. */
  readonly subtitles: number | undefined;
  readonly inMark: number | undefined;
  readonly outMark: number | undefined;
  readonly warnings: readonly string[];
  /** Why there is no picture. */
  readonly fault: string | undefined;
}

/** Where pictures are drawn: as many pixels as they have. */
interface PictureTarget {
  draw(picture: ImageBitmap): void;
}

const speeds = [1, 2, 4, 8, 16];
const widths = [320, 480, 640, 960, 1280, 1600, 1920];

/** Moves through a clip: what keys and buttons of the player do. */
export class PlayerControl {
  readonly viewer: ViewerShape;
  #loader: FrameLoader;
  readonly #watchers = new Set<() => void>();
  #target: PictureTarget | undefined;
  #gone: () => void = () => {};
  #playback: Playback | undefined;
  #sound: SoundPlayer | undefined;
  /** Joins what is playing, where it has sound. */
  #startSound: (() => SoundPlayer) | undefined;
  #width = 960;
  #state: PlayerState;

  constructor(viewer: ViewerShape) {
    this.viewer = viewer;
    const { shown, marks, warnings } = viewer;
    this.#state = {
      frame: shown.frame,
      drawn: shown,
      isDrawn: false,
      speed: 0,
      dropped: 0,
      shown: 0,
      lut: false,
      sound: true,
      subtitles: undefined,
      inMark: marks.inMark,
      outMark: marks.outMark,
      warnings: [...warnings, ...shown.warnings],
      fault: undefined,
    };
    this.#loader = this.#newLoader();
  }

  #newLoader(): FrameLoader {
    return new FrameLoader(this.viewer.id, {
      loaded: ({ bitmap, facts, warnings: met }) => {
        this.#target?.draw(bitmap);
        bitmap.close();
        const { frame } = this.#state;
        // A typed timecode says only now which frame it means.
        const arrived = this.#typed === undefined ? frame : facts.frame;
        this.#typed = undefined;
        this.#change({ frame: arrived, drawn: facts, isDrawn: true, fault: undefined, warnings: this.#withMet(met) });
      },
      failed: (error) => {
        if (error instanceof ApiProblem && error.status === 404) this.#gone();
        const typed = this.#typed;
        this.#typed = undefined;
        if (typed !== undefined) this.#change({ warnings: this.#withMet([sentenceOf(error)]) });
        else this.#change({ fault: sentenceOf(error) });
      },
    });
  }

  /** A timecode that was typed; where it leads to is not known yet. */
  #typed: string | undefined;

  get state(): PlayerState {
    return this.#state;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  };

  #change(changed: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...changed };
    for (const watcher of this.#watchers) watcher();
  }

  #withMet(met: readonly string[]): readonly string[] {
    return [...new Set([...this.#state.warnings, ...met])];
  }

  /** Draws into it from now on. */
  attach(target: PictureTarget | undefined): void {
    this.#target = target;
    if (target !== undefined) this.#load();
  }

  /** @param pixels that a picture is wide on the screen; the next larger usual size is asked for */
  resize(pixels: number): void {
    const own = this.viewer.width;
    const width = Math.min(own, widths.find((usual) => usual >= pixels) ?? own);
    if (width === this.#width) return;
    this.#width = width;
    if (this.#state.speed === 0) this.#load();
  }

  #load(): void {
    const { lut, frame } = this.#state;
    if (this.#target !== undefined) this.#loader.want(this.#typed ?? frame, { width: this.#width, lut });
  }

  get framesPerSecond(): number {
    const { num, den } = this.viewer.rate;
    return num / den;
  }

  /** Stands on a frame; the ends are the ends. */
  goTo(frame: number): void {
    this.#halt();
    const wanted = Math.max(0, Math.min(Math.round(frame), this.viewer.frames - 1));
    this.#change({ frame: wanted, speed: 0 });
    this.#load();
  }

  /** @param timecode as it is typed; where it cannot be read, a warning says why */
  goToTimecode(timecode: string): void {
    this.#halt();
    this.#change({ speed: 0 });
    this.#typed = timecode;
    this.#load();
  }

  step(frames: number): void {
    this.goTo((this.#state.speed === 0 ? this.#state.frame : this.#state.drawn.frame) + frames);
  }

  /** J and L: each press is twice as fast; the other direction begins anew. */
  shuttle(direction: 1 | -1): void {
    const { speed } = this.#state;
    const faster = speeds.find((each) => each > Math.abs(speed)) ?? Math.abs(speed);
    this.play(direction * (Math.sign(speed) === direction ? faster : 1));
  }

  toggle(): void {
    if (this.#state.speed === 0) this.play(1);
    else this.stop();
  }

  /** Plays from where it stands; at the end, from the other one. */
  play(speed: number): void {
    const { speed: before, frame: standing, drawn } = this.#state;
    this.#halt();
    const last = this.viewer.frames - 1;
    const at = before === 0 ? standing : drawn.frame;
    const from = speed > 0 && at >= last ? 0 : speed < 0 && at <= 0 ? last : at;
    const until = speed > 0 ? last + 1 : -1;
    const { framesPerSecond } = this;
    this.#change({ speed, dropped: 0, shown: 0, frame: from });
    this.#playback = new Playback(
      {
        viewerId: this.viewer.id,
        from,
        until,
        speed,
        framesPerSecond,
        width: this.#width,
        lut: this.#state.lut,
      },
      {
        draw: (bitmap, facts) => {
          this.#target?.draw(bitmap);
          this.#change({ frame: facts.frame, drawn: facts, shown: this.#state.shown + 1 });
        },
        dropped: (dropped) => this.#change({ dropped }),
        started: (startAt) => {
          if (speed !== 1 || !this.viewer.hasSound) return;
          this.#startSound = () => new SoundPlayer({ viewerId: this.viewer.id, from, until, framesPerSecond, startAt });
          if (this.#state.sound) this.#sound = this.#startSound();
        },
        ended: (fault) => {
          this.#halt();
          this.#change({ speed: 0, ...(fault === undefined ? {} : { warnings: this.#withMet([fault]) }) });
          this.#load();
        },
      },
    );
  }

  stop(): void {
    if (this.#state.speed !== 0) this.goTo(this.#state.drawn.frame);
  }

  #halt(): void {
    this.#playback?.stop();
    this.#playback = undefined;
    this.#sound?.stop();
    this.#sound = undefined;
    this.#startSound = undefined;
    this.#typed = undefined;
    this.#loader.forget();
  }

  setLut(lut: boolean): void {
    this.#change({ lut });
    if (this.#state.speed === 0) this.#load();
    else this.play(this.#state.speed);
  }

  setSound(sound: boolean): void {
    this.#change({ sound });
    this.#sound?.stop();
    this.#sound = sound ? this.#startSound?.() : undefined;
  }

  setSubtitles(subtitles: number | undefined): void {
    this.#change({ subtitles });
  }

  setMarks(inMark: number | undefined, outMark: number | undefined): void {
    this.#change({ inMark, outMark });
  }

  /** The text over a frame. */
  subtitleAt(frame: number): string {
    const { subtitles } = this.#state;
    const track = subtitles === undefined ? undefined : this.viewer.subtitles[subtitles];
    const over = track?.cues.filter(({ start, end }) => frame >= start && frame < end) ?? [];
    return over.map(({ text }) => text).join("\n");
  }

  /** Begins, or begins again. @param gone called when the server looks at it no longer */
  open(gone: () => void): void {
    this.#gone = gone;
    if (!this.#loader.isClosed) return;
    this.#loader = this.#newLoader();
    this.#load();
  }

  close(): void {
    this.#halt();
    this.#loader.close();
  }
}
