const lineMilliseconds = 5000;
const length = 20;

/** One bar for one piece of work: redrawn in a terminal, a line now and then when piped. */
export class LineBar {
  readonly #stream: NodeJS.WriteStream;
  #isDrawn = false;
  #last: number;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#last = performance.now();
  }

  show(fraction: number, text: string): void {
    if (!this.#stream.isTTY) {
      if (performance.now() - this.#last < lineMilliseconds) return;
      this.#last = performance.now();
      this.#stream.write(`${text}\n`);
      return;
    }
    const filled = Math.floor(length * fraction);
    const line = `[${"█".repeat(filled)}${"·".repeat(length - filled)}] ${text}`;
    this.#stream.write(`\r\u001B[K${line.slice(0, Math.max(20, (this.#stream.columns || 80) - 1))}`);
    this.#isDrawn = true;
  }

  /** Prints lines above the bar. */
  above(lines: string): void {
    this.end();
    this.#stream.write(`${lines}\n`);
  }

  end(): void {
    if (this.#isDrawn) this.#stream.write("\r\u001B[K");
    this.#isDrawn = false;
  }
}
