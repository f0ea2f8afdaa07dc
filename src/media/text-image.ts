import { letterGrid, signsOf, strokesOf } from "./stroke-font.ts";

/** A line of text as coverage, 0 to 255 for each pixel, rows from the top. */
export interface TextImage {
  readonly width: number;
  readonly height: number;
  /** The letters. */
  readonly fill: Uint8Array;
  /** The letters with a rim around them, which is drawn dark underneath so that they read on any picture. */
  readonly rim: Uint8Array;
}

/** Thickness of a stroke in grid units. */
const pen = 1.15;
/** How far the rim stands out, in grid units. */
const rimWidth = 0.55;

/** Draws lines of text at one size, and remembers the letters. */
export class TextPainter {
  /** Pixels of a line, from the top of its rim to the bottom of what hangs below it. */
  readonly lineHeight: number;
  readonly #unit: number;
  readonly #advance: number;
  readonly #margin: number;
  readonly #letters = new Map<string, TextImage>();

  /** @param capHeight height of a capital letter in pixels */
  constructor(capHeight: number) {
    this.#unit = Math.max(4, capHeight) / (letterGrid.height + pen);
    this.#advance = Math.max(1, Math.round(letterGrid.advance * this.#unit));
    this.#margin = Math.ceil((pen / 2 + rimWidth) * this.#unit) + 1;
    this.lineHeight = 2 * this.#margin + Math.ceil((letterGrid.height + letterGrid.below) * this.#unit);
  }

  /** How many letters fit into a width in pixels. */
  lettersIn(width: number): number {
    return Math.max(1, Math.floor((width - 2 * this.#margin) / this.#advance));
  }

  /** One line. */
  line(text: string): TextImage {
    const signs = signsOf(text);
    const width = 2 * this.#margin + Math.max(0, signs.length - 1) * this.#advance + this.#letterWidth();
    const image = emptyImage(width, this.lineHeight);
    signs.forEach((sign, index) => stamp(this.#letter(sign), image, index * this.#advance));
    return image;
  }

  #letterWidth(): number {
    return Math.ceil(letterGrid.width * this.#unit);
  }

  #letter(sign: string): TextImage {
    let letter = this.#letters.get(sign);
    if (letter === undefined) {
      letter = this.#draw(sign);
      this.#letters.set(sign, letter);
    }
    return letter;
  }

  #draw(sign: string): TextImage {
    const image = emptyImage(2 * this.#margin + this.#letterWidth(), this.lineHeight);
    const strokes = strokesOf(sign);
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++) {
        const [u, v] = [(x + 0.5 - this.#margin) / this.#unit, (y + 0.5 - this.#margin) / this.#unit];
        let nearest = Number.POSITIVE_INFINITY;
        for (const { x0, y0, x1, y1 } of strokes) nearest = Math.min(nearest, distance(u, v, x0, y0, x1, y1));
        const at = y * image.width + x;
        image.fill[at] = coverage((pen / 2 - nearest) * this.#unit);
        image.rim[at] = coverage((pen / 2 + rimWidth - nearest) * this.#unit);
      }
    return image;
  }
}

/** Coverage of a pixel whose middle lies `inside` pixels within an edge. */
const coverage = (inside: number): number => Math.round(255 * Math.min(1, Math.max(0, inside + 0.5)));

function distance(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

const emptyImage = (width: number, height: number) => ({
  width,
  height,
  fill: new Uint8Array(width * height),
  rim: new Uint8Array(width * height),
});

function stamp(letter: TextImage, onto: TextImage, x: number): void {
  for (let row = 0; row < letter.height; row++)
    for (let column = 0; column < letter.width; column++) {
      const from = row * letter.width + column;
      const to = row * onto.width + x + column;
      onto.fill[to] = Math.max(onto.fill[to] ?? 0, letter.fill[from] ?? 0);
      onto.rim[to] = Math.max(onto.rim[to] ?? 0, letter.rim[from] ?? 0);
    }
}
