import { RenderFault } from "./render-fault.ts";

/** A colour in the code values of RGB, each 0 to 1. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

const named: Readonly<Record<string, string>> = {
  white: "#ffffff",
  black: "#000000",
  grey: "#808080",
  gray: "#808080",
  red: "#ff0000",
  green: "#00ff00",
  blue: "#0000ff",
  yellow: "#ffff00",
  cyan: "#00ffff",
  magenta: "#ff00ff",
  orange: "#ffa500",
};

/** Reads `white`, `#ffcc00` or `#fc0`. @throws RenderFault when it is neither a name that is known nor six digits. */
export function paintOf(text: string): Rgb {
  const hex = (named[text.toLowerCase()] ?? text).replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null)
    throw new RenderFault("encode", `Expected a colour such as white or #ffcc00 for a burn-in, got "${text}".`);
  const [r = 0, g = 0, b = 0] = match.slice(1).map((digits) => Number.parseInt(digits, 16) / 255);
  return { r, g, b };
}
