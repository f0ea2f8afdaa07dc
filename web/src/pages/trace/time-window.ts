/** The stretch of a run that the waterfall shows, in milliseconds from its start. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Makes the stretch longer or shorter around a moment, within the run. */
export function zoom({ from, to }: TimeWindow, factor: number, around: number, total: number): TimeWindow {
  const length = Math.min(total, Math.max(1, (to - from) * factor));
  const share = to > from ? Math.min(1, Math.max(0, (around - from) / (to - from))) : 0.5;
  return within({ from: around - length * share, to: around + length * (1 - share) }, total);
}

/** Moves the stretch by a part of its length. */
export function pan({ from, to }: TimeWindow, part: number, total: number): TimeWindow {
  const by = (to - from) * part;
  return within({ from: from + by, to: to + by }, total);
}

/** The stretch that shows one thing, with some room around it. */
export function around(startMs: number, milliseconds: number, total: number): TimeWindow {
  const length = Math.max(4, milliseconds * 3);
  const middle = startMs + milliseconds / 2;
  return within({ from: middle - length / 2, to: middle + length / 2 }, total);
}

/** Round moments of the stretch, about as many as wanted. */
export function ticks({ from, to }: TimeWindow, wanted: number): readonly number[] {
  const rough = (to - from) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-6)));
  const step = ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

function within({ from, to }: TimeWindow, total: number): TimeWindow {
  const length = Math.min(to - from, total);
  const start = Math.min(Math.max(0, from), Math.max(0, total - length));
  return { from: start, to: start + length };
}
