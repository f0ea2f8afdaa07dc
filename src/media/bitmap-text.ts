/**
 * Letters of 3 × 5 dots, so that generated pictures can be read by people on machines that have no fonts at all. Rows from
 * the top, three bits each, the left dot highest.
 */
const glyphs: Readonly<Record<string, string>> = {
  "0": "75557",
  "1": "26227",
  "2": "71747",
  "3": "71317",
  "4": "55711",
  "5": "74717",
  "6": "74757",
  "7": "71122",
  "8": "75757",
  "9": "75717",
  A: "25755",
  B: "65656",
  C: "34443",
  D: "65556",
  E: "74647",
  F: "74644",
  G: "34553",
  H: "55755",
  I: "72227",
  J: "11152",
  K: "55655",
  L: "44447",
  M: "57755",
  N: "65555",
  O: "25552",
  P: "65644",
  Q: "25563",
  R: "65655",
  S: "34216",
  T: "72222",
  U: "55557",
  V: "55552",
  W: "55775",
  X: "55255",
  Y: "55222",
  Z: "71247",
  ":": "02020",
  ";": "02024",
  ".": "00002",
  "-": "00700",
  _: "00007",
  "/": "11244",
  "#": "57575",
};

/** Squares of `scale` pixels that write a text in capitals, its upper left dot at `x`, `y`; other signs leave a space. */
export function textRectangles(
  text: string,
  x: number,
  y: number,
  scale: number,
): readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] {
  return Array.from(text.toUpperCase()).flatMap((letter, column) =>
    Array.from(glyphs[letter] ?? "").flatMap((row, line) =>
      [0, 1, 2]
        .filter((dot) => (Number(row) & (4 >> dot)) !== 0)
        .map((dot) => ({ x: x + (column * 4 + dot) * scale, y: y + line * scale, width: scale, height: scale })),
    ),
  );
}
