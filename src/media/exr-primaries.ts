import type { ExrChromaticities } from "./exr/layout.ts";

/** Chromaticities of red, green, blue and white by FFmpeg's names of primaries. */
const primaries: readonly (readonly [string, ExrChromaticities])[] = [
  ["bt709", { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: [0.3127, 0.329] }],
  ["bt2020", { red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046], white: [0.3127, 0.329] }],
  ["smpte431", { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: [0.314, 0.351] }],
  ["smpte432", { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: [0.3127, 0.329] }],
];

const points = ({ red, green, blue, white }: ExrChromaticities): readonly number[] => [
  ...red,
  ...green,
  ...blue,
  ...white,
];

/** FFmpeg's name for the primaries that an EXR says in numbers, when it has one. */
export function namedPrimaries(chromaticities: ExrChromaticities): string | undefined {
  const given = points(chromaticities);
  return primaries.find(([, known]) =>
    points(known).every((value, index) => Math.abs(value - (given[index] ?? 0)) < 2e-3),
  )?.[0];
}

/** What an EXR of these primaries says; nothing for Rec.709, which an EXR means by saying nothing, and for unknown ones. */
export const chromaticitiesOf = (name: string): ExrChromaticities | undefined =>
  name === "bt709" ? undefined : primaries.find(([known]) => known === name)?.[1];

/** `R 0.64 0.33 G 0.3 0.6 B 0.15 0.06 W 0.3127 0.329`. */
export function chromaticitiesText({ red, green, blue, white }: ExrChromaticities): string {
  const text = (name: string, [x, y]: readonly [number, number]) =>
    `${name} ${Number(x.toFixed(5))} ${Number(y.toFixed(5))}`;
  return [text("R", red), text("G", green), text("B", blue), text("W", white)].join(" ");
}
