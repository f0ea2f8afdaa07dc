import { CressetError } from "../errors.ts";
import type { PlayedPicture, ScreenSound } from "../media/shown-pictures.ts";
import type { Playing } from "../media/warm-engine.ts";
import type { ExportHandlers } from "./export-handlers.ts";
import { framesAhead } from "./frames-ahead.ts";
import { PictureCache } from "./picture-cache.ts";
import type { FrameFacts, ViewedSequence } from "./viewed-sequence.ts";
import type { FramePicture, SnapshotOutcome, ViewedClip, Viewer, ViewerLook, ViewerPlayOrder } from "./viewer.ts";

/** A clip or sequence on somebody's screen: a viewer whose pictures are at hand before they are asked for. */
export interface Player {
  readonly sequence: ViewedSequence;
  /**
   * A frame as a JPEG. Of several that are waited for the one asked last is made first; those whose signal is aborted are
   * not made.
   */
  frame(frame: number, look?: ViewerLook, signal?: AbortSignal): Promise<FramePicture>;
  /** Of a frame by its number, or by its record timecode. */
  facts(at: string | number): FrameFacts;
  /** Plays; what was playing stops. */
  play(order: ViewerPlayOrder, take: (picture: PlayedPicture) => void): Playing;
  sound(from: number, frames: number): Promise<ScreenSound>;
  snapshot(settings: Parameters<Viewer["snapshot"]>[0], handlers: ExportHandlers): Promise<SnapshotOutcome>;
  /** Hook files are loaded anew by the next snapshot. */
  reloadHooks(): Promise<void>;
  close(): Promise<void>;
}

interface Wanted {
  readonly frame: number;
  readonly look: ViewerLook;
  readonly signal: AbortSignal | undefined;
  readonly settle: (picture: Promise<FramePicture>) => void;
}

/** Milliseconds without a request after which frames are made that lie against the direction of the last step. */
const restAfter = 120;

/** Opens a clip on a viewer, which belongs to the player from then on. */
export async function openPlayer(viewer: Viewer, clip: ViewedClip): Promise<Player> {
  const sequence = await viewer.open(clip).catch(async (error: unknown) => {
    await viewer.close();
    throw error;
  });
  const cache = new PictureCache();
  let waiting: Wanted[] = [];
  let isBusy = false;
  let isClosed = false;
  let playing: Playing | undefined;
  let last = { frame: sequence.shown.frame, step: 0 };
  let ahead: { readonly frame: number; readonly look: ViewerLook; readonly whenResting: boolean }[] = [];
  let rest: NodeJS.Timeout | undefined;

  async function make(frame: number, look: ViewerLook, stays: boolean): Promise<FramePicture> {
    const made = await viewer.frame(frame, { ...look, stays });
    cache.put(frame, look, made.picture);
    return made;
  }

  /** Makes what is waited for, the latest first, and then what may be asked for next. */
  function work(isRested = false): void {
    if (isBusy || isClosed) return;
    waiting = waiting.filter(({ signal, settle }) => {
      if (signal?.aborted === true) settle(Promise.reject(notWanted()));
      return signal?.aborted !== true;
    });
    const wanted = waiting.pop();
    if (wanted === undefined) {
      workAhead(isRested);
      return;
    }
    const made = make(wanted.frame, wanted.look, true);
    wanted.settle(made);
    void after(made, () => work());
  }

  function workAhead(isRested: boolean): void {
    if (playing !== undefined) return;
    ahead = ahead.filter(({ frame, look }) => !cache.has(frame, look));
    const [next] = ahead;
    if (next === undefined) return;
    if (next.whenResting && !isRested) {
      clearTimeout(rest);
      rest = setTimeout(() => work(true), restAfter);
      rest.unref();
      return;
    }
    ahead.shift();
    void after(make(next.frame, next.look, false), () => work(isRested));
  }

  async function after(made: Promise<unknown>, next: () => void): Promise<void> {
    isBusy = true;
    // Whoever waits for it is told.
    await made.catch(() => {});
    isBusy = false;
    next();
  }

  function noteAsked(frame: number, look: ViewerLook): void {
    clearTimeout(rest);
    const step = frame - last.frame;
    ahead = framesAhead(frame, step === 0 ? last.step : step, sequence.frames).map((each) => ({ ...each, look }));
    last = { frame, step: step === 0 ? last.step : step };
  }

  const stop = (): void => {
    playing?.stop();
    playing = undefined;
  };

  return {
    sequence,
    async frame(frame, look = {}, signal) {
      if (isClosed) throw new CressetError("not-found", "The viewer was closed.");
      const facts = viewer.facts(frame);
      noteAsked(frame, look);
      const picture = cache.get(frame, look);
      if (picture !== undefined) {
        work();
        return { ...facts, warnings: [], picture };
      }
      return new Promise((resolve) => {
        waiting.push({ frame, look, signal, settle: resolve });
        work();
      });
    },
    facts: (at) => viewer.facts(at),
    play(order, take) {
      stop();
      ahead = [];
      const started = viewer.play(order, take);
      playing = started;
      const ended = () => {
        if (playing === started) playing = undefined;
      };
      started.over.then(ended, ended);
      return started;
    },
    sound: (from, frames) => viewer.sound(from, frames),
    snapshot(settings, handlers) {
      ahead = [];
      return viewer.snapshot(settings, handlers);
    },
    reloadHooks: () => viewer.reloadHooks(),
    async close() {
      isClosed = true;
      clearTimeout(rest);
      stop();
      for (const { settle } of waiting.splice(0)) settle(Promise.reject(notWanted()));
      await viewer.close();
    },
  };
}

const notWanted = () => new CressetError("cancelled", "The frame is not wanted any more.");
