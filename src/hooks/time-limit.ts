/** A day. Node's timers know no more than 25 of them, and take longer ones for none. */
export const longestTimeLimitSeconds = 86_400;

/** Watches one hook call. */
export interface TimeWatch {
  /** The handler waits for the program: that time is not its own. */
  pause(): void;
  resume(): void;
  stop(): void;
}

/**
 * Tells of a handler that takes long: after `firstMs`, after twice that, and so on. Time spent in the program does not count,
 * as in `watchTime`.
 * @param tell with the milliseconds it has run for.
 */
export function watchSlow(firstMs: number, tell: (runMs: number) => void): TimeWatch {
  const startedAt = Date.now();
  let after = firstMs;
  const next = (): TimeWatch =>
    watchTime(
      after,
      () => startedAt,
      () => {
        tell(after);
        after *= 2;
        watch = next();
      },
    );
  let watch = next();
  return { pause: () => watch.pause(), resume: () => watch.resume(), stop: () => watch.stop() };
}

/** `90 s`, `60 min`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/**
 * Calls `onTimeUp` once, when a handler has run longer than the limit. Time spent in `cresset.transcode` and the like
 * does not count: the limit starts anew when the program has answered.
 *
 * @param startedAt when the present handler began, in milliseconds since the epoch; it may move while the watch runs.
 */
export function watchTime(limitMs: number, startedAt: () => number, onTimeUp: () => void): TimeWatch {
  let waiting = 0;
  let answeredAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const check = (): void => {
    timer = undefined;
    if (waiting > 0) return;
    const spent = Date.now() - Math.max(startedAt(), answeredAt);
    if (spent >= limitMs) onTimeUp();
    else timer = setTimeout(check, limitMs - spent);
  };
  timer = setTimeout(check, limitMs);
  return {
    pause() {
      waiting += 1;
    },
    resume() {
      waiting -= 1;
      answeredAt = Date.now();
      if (timer === undefined) check();
    },
    stop() {
      // A resume that comes late must not start the watch again.
      waiting = Infinity;
      clearTimeout(timer);
    },
  };
}
