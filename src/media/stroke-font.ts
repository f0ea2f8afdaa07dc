import { accentStrokes, isDrawnMark, standsAbove } from "./accent-strokes.ts";
import type { Stroke } from "./stroke.ts";

/**
 * Letters of 5 × 7 dots (with up to two rows below the line), because no font can be counted on where an export runs. Each
 * row from the top is one digit in base 32, the left dot its highest bit. They are drawn as strokes from dot to dot, so
 * that they are smooth at any size.
 */
const glyphs: Readonly<Record<string, string>> = {
  " ": "",
  "!": "4444404",
  '"': "aaa0000",
  "#": "aavavaa",
  $: "4fke5u4",
  "%": "op248j3",
  "&": "cik8lid",
  "'": "4400000",
  "(": "2488842",
  ")": "8422248",
  "*": "04lel40",
  "+": "044v440",
  ",": "00000448",
  "-": "000v000",
  ".": "0000004",
  "/": "01248g0",
  "0": "ehjlphe",
  "1": "4c4444e",
  "2": "eh1248v",
  "3": "v2421he",
  "4": "26aiv22",
  "5": "vgu11he",
  "6": "68guhhe",
  "7": "v124888",
  "8": "ehhehhe",
  "9": "ehhf12c",
  ":": "0040040",
  ";": "0040048",
  "<": "248g842",
  "=": "00v0v00",
  ">": "8421248",
  "?": "eh12404",
  "@": "eh1dlle",
  A: "ehhvhhh",
  B: "uhhuhhu",
  C: "ehggghe",
  D: "sihhhis",
  E: "vgguggv",
  F: "vgguggg",
  G: "ehgnhhf",
  H: "hhhvhhh",
  I: "e44444e",
  J: "72222ic",
  K: "hikokih",
  L: "ggggggv",
  M: "hrllhhh",
  N: "hhpljhh",
  O: "ehhhhhe",
  P: "uhhuggg",
  Q: "ehhhlid",
  R: "uhhukih",
  S: "fgge11u",
  T: "v444444",
  U: "hhhhhhe",
  V: "hhhhha4",
  W: "hhhllla",
  X: "hha4ahh",
  Y: "hhha444",
  Z: "v1248gv",
  "[": "e88888e",
  "\\": "0g84210",
  "]": "e22222e",
  "^": "4ah0000",
  _: "000000v",
  "`": "8420000",
  a: "00e1fhf",
  b: "ggmphhu",
  c: "00egghe",
  d: "11djhhf",
  e: "00ehvge",
  f: "698s888",
  g: "00fhhhf1e",
  h: "ggmphhh",
  i: "40c444e",
  j: "2062222ic",
  k: "ggikoki",
  l: "c44444e",
  m: "00qllhh",
  n: "00mphhh",
  o: "00ehhhe",
  p: "00uhhhugg",
  q: "00fhhhf11",
  r: "00mpggg",
  s: "00ege1u",
  t: "88s8896",
  u: "00hhhjd",
  v: "00hhha4",
  w: "00hhlla",
  x: "00ha4ah",
  y: "00hhhhf1e",
  z: "00v248v",
  "{": "2448442",
  "|": "4444444",
  "}": "8442448",
  "~": "008l200",
  "¡": "4044444",
  "¿": "4048ghe",
  "«": "05aka50",
  "»": "0ka5ak0",
  "°": "ciic000",
  "·": "0004000",
  "€": "78u8u87",
  "£": "698s8gv",
  Æ: "fkkukkn",
  Ð: "sihthis",
  Ø: "ejjlppe",
  Þ: "guhhugg",
  ß: "ciimhhm",
  æ: "00q5fkf",
  ð: "a4a1fhe",
  ø: "00ejlpe",
  þ: "gguhhhugg",
  Đ: "sihthis",
  đ: "17djhhf",
  ı: "00c444e",
  Ł: "ggkoggv",
  ł: "c46c44e",
  Œ: "fkkmkkf",
  œ: "00alnkb",
};

/** What stands for a sign that the font does not have. */
const unknownGlyph = "vhhhhhv";

/** Signs that are written with others. */
const replacements: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‹": "<",
  "›": ">",
  "‐": "-",
  "‑": "-",
  "−": "-",
  "⁄": "/",
  "•": "·",
  "–": "-",
  "—": "-",
  "…": "...",
  ẞ: "ß",
  "\t": " ",
};

/** Grid units: a letter is 4 wide and 6 high between the middles of its outer strokes, its neighbour stands 6 further. */
export const letterGrid = { advance: 6, height: 6, below: 2, width: 4 } as const;

/** The signs of a text as they are drawn, each a letter with its accents; a few are written with others. */
export const signsOf = (text: string): readonly string[] =>
  replaced(replaced(text).normalize("NFKD")).match(/[^\p{M}]\p{M}*|\p{M}+/gu) ?? [];

/** Spacing accents keep their glyph; what only steers how text runs is not drawn. */
const replaced = (text: string): string =>
  Array.from(text.replaceAll(/\p{Cf}/gu, ""), (sign) => replacements[sign] ?? sign).join("");

/** The letters of a text that cannot be drawn as they are, each once: a box stands for them, or an accent is left out. */
export function undrawable(text: string): readonly string[] {
  const known = ([base = "", ...marks]: string) => Object.hasOwn(glyphs, base) && marks.every(isDrawnMark);
  return [...new Set(signsOf(text).filter((sign) => !known(sign)))].map((sign) => sign.normalize("NFC"));
}

/** The strokes of one sign with its accents. Under an accent a tall letter is made lower, and a dot gives way. */
export function strokesOf(sign: string): readonly Stroke[] {
  const [base = "", ...marks] = sign;
  const accents = marks.flatMap(accentStrokes);
  const strokes = letterStrokes(base);
  if (!marks.some(standsAbove)) return [...strokes, ...accents];
  if (base === "i" || base === "j") return [...strokes.filter(({ y0 }) => y0 >= 2), ...accents];
  if (strokes.every(({ y0, y1 }) => Math.min(y0, y1) >= 2)) return [...strokes, ...accents];
  const lower = (y: number) => lowered + (y * (letterGrid.height - lowered)) / letterGrid.height;
  return [...strokes.map(({ x0, y0, x1, y1 }) => ({ x0, y0: lower(y0), x1, y1: lower(y1) })), ...accents];
}

/** Row at which a tall letter begins under an accent: just higher than a small one, so that Š is not š. */
const lowered = 1.75;

function letterStrokes(sign: string): readonly Stroke[] {
  const rows = Array.from(glyphs[sign] ?? unknownGlyph, (digit) => Number.parseInt(digit, 32));
  const set = (x: number, y: number): boolean => x >= 0 && x < 5 && ((rows[y] ?? 0) & (16 >> x)) !== 0;
  const strokes: Stroke[] = [];
  for (let y = 0; y < rows.length; y++)
    for (let x = 0; x < 5; x++) {
      if (!set(x, y)) continue;
      const before = strokes.length;
      const to = (x1: number, y1: number) => strokes.push({ x0: x, y0: y, x1, y1 });
      if (set(x + 1, y)) to(x + 1, y);
      if (set(x, y + 1)) to(x, y + 1);
      // Slanted only where no corner joins the two already.
      if (set(x + 1, y + 1) && !set(x + 1, y) && !set(x, y + 1)) to(x + 1, y + 1);
      if (set(x - 1, y + 1) && !set(x - 1, y) && !set(x, y + 1)) to(x - 1, y + 1);
      if (strokes.length === before) to(x, y);
    }
  return strokes;
}
