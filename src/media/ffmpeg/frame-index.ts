/** Where decoding can begin: a key frame. */
export interface KeyFrame {
  /** In ticks of the stream. */
  readonly timestamp: number;
  /** The first frame shown from there on. */
  readonly frame: number;
}

/**
 * Which timestamp each frame of a stream has, in the order of showing, counted from 0; and the key frames. Frames that an
 * edit list hides are not in it.
 */
export interface FrameIndex {
  readonly count: number;
  /** `regular`: taken from the container's header, to be given up when a frame does not fit. */
  readonly kind: "regular" | "listed" | "counted";
  timestampOf(frame: number): number;
  /** Nothing when no frame has this timestamp. */
  frameAt(timestamp: number): number | undefined;
  /**
   * The last key frame shown at or before a frame. Pictures of an open GOP that are shown before their key frame need the
   * one before it, and get it, because only keys that are *shown* earlier are asked for.
   */
  keyFrameFor(frame: number): KeyFrame;
}

/** The number of values below `value` in an ascending list. */
function lowerBound(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param keys timestamps of the key frames, ascending; `all` where every frame is one */
export function regularFrameIndex(
  start: number,
  step: number,
  count: number,
  keys: readonly number[] | "all",
): FrameIndex {
  const timestampOf = (frame: number) => start + frame * step;
  return {
    count,
    kind: "regular",
    timestampOf,
    frameAt(timestamp) {
      const frame = (timestamp - start) / step;
      return Number.isInteger(frame) && frame >= 0 && frame < count ? frame : undefined;
    },
    keyFrameFor(frame) {
      if (keys === "all") return { timestamp: timestampOf(frame), frame };
      const timestamp = keys[lowerBound(keys, timestampOf(frame) + 1) - 1] ?? start;
      return { timestamp, frame: Math.max(0, Math.ceil((timestamp - start) / step)) };
    },
  };
}

/** @param timestamps of the frames shown, ascending. @param keys timestamps of the key frames, ascending */
export function listedFrameIndex(timestamps: Float64Array, keys: readonly number[]): FrameIndex {
  return {
    count: timestamps.length,
    kind: "listed",
    timestampOf: (frame) => timestamps[frame] ?? 0,
    frameAt(timestamp) {
      const frame = lowerBound(timestamps, timestamp);
      return timestamps[frame] === timestamp ? frame : undefined;
    },
    keyFrameFor(frame) {
      const timestamp = keys[lowerBound(keys, (timestamps[frame] ?? 0) + 1) - 1] ?? timestamps[0] ?? 0;
      return { timestamp, frame: lowerBound(timestamps, timestamp) };
    },
  };
}

/** For packets that carry no time: the only way to know a frame is to count from the first one. */
export const countedFrameIndex = (count: number): FrameIndex => ({
  count,
  kind: "counted",
  timestampOf: () => 0,
  frameAt: () => undefined,
  keyFrameFor: () => ({ timestamp: 0, frame: 0 }),
});
