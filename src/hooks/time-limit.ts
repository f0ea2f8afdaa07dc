/** Watches one hook call. */
export interface TimeWatch {
  /** The handler waits for the program: that time is not its own. */
  pause(): void;
  resume(): void;
  stop(): void;
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
