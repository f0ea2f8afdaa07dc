/** What each written channel takes of each channel of a piece: `gains[out][in]`. */
export type ChannelGains = readonly (readonly number[])[];

const half = Math.SQRT1_2;
/** Brought down so that three channels at full scale cannot clip (ITU-R BS.775 gives the proportions). */
const fold = 1 / (1 + 2 * half);

/**
 * How a piece of `from` channels goes into a stream of `to` channels. Orders are FFmpeg's: stereo L R, 5.1 L R C LFE Ls
 * Rs. Mono plays in both sides of stereo and in the centre of 5.1; 5.1 folds to stereo without its LFE; where nothing is
 * agreed, channels keep their number and those without a place are left out.
 */
export function channelGains(from: number, to: number): ChannelGains {
  if (from === to) return identity(from, to);
  if (from === 1 && to === 2) return [[1], [1]];
  if (from === 1 && to === 6) return [[0], [0], [1], [0], [0], [0]];
  if (from === 2 && to === 1) return [[0.5, 0.5]];
  const left = [1, 0, half, 0, half, 0].map((gain) => gain * fold);
  const right = [0, 1, half, 0, 0, half].map((gain) => gain * fold);
  if (from === 6 && to === 2) return [left, right];
  if (from === 6 && to === 1) return [left.map((gain, channel) => (gain + (right[channel] ?? 0)) / 2)];
  return identity(from, to);
}

const identity = (from: number, to: number): ChannelGains =>
  Array.from({ length: to }, (_, out) => Array.from({ length: from }, (_, channel) => (channel === out ? 1 : 0)));
