/** What the name of a pixel format of FFmpeg says: `yuv422p10le`, `gbrapf32le`, `rgba64be`. */
export interface PixelFormatFacts {
  /** Bits of one component. */
  readonly bitDepth: number;
  readonly floatingPoint: boolean;
  readonly alpha: boolean;
}

/** Formats whose depth does not stand at the end of their name, by how they begin. */
const depths: readonly (readonly [RegExp, number])[] = [
  [/^(?:rgb|bgr)48|^(?:rgba|bgra)64|^ayuv64|^y216|^p[024]16|^xv48|^rgb96|^rgba128/, 16],
  [/^[xp][024]12|^y212|^xv36|^xyz12/, 12],
  [/^[xp][024]10|^y210|^xv30|^v30x|^x2rgb10|^x2bgr10/, 10],
  [/^(?:rgb|bgr)(?:555|565)/, 5],
  [/^(?:rgb|bgr)444/, 4],
  [/^mono/, 1],
];

/** Reads a pixel format's name; what it does not say is 8 bits, whole numbers, no alpha. */
export function pixelFormatFacts(name: string): PixelFormatFacts {
  const floating = /f(16|32)(?:le|be)$/.exec(name);
  const alpha = /^(?:yuva|rgba|bgra|argb|abgr|gbrap|ya\d|vuya|ayuv|grayaf)/.test(name);
  if (floating !== null) return { bitDepth: Number(floating[1]), floatingPoint: true, alpha };
  const known = depths.find(([pattern]) => pattern.test(name))?.[1];
  const written = /(?:p|gray|ya)(9|10|12|14|16)(?:msb)?(?:le|be)$/.exec(name)?.[1];
  return { bitDepth: known ?? Number(written ?? 8), floatingPoint: false, alpha };
}
