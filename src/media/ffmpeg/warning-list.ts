/** Sentences, each once, and not without end: a damaged hour of film has a frame to complain of 24 times a second. */
export class WarningList {
  readonly #sentences = new Set<string>();
  #more = 0;
  readonly #most: number;

  constructor(most = 40) {
    this.#most = most;
  }

  add(sentence: string): void {
    if (this.#sentences.size < this.#most) this.#sentences.add(sentence);
    else if (!this.#sentences.has(sentence)) this.#more++;
  }

  get sentences(): readonly string[] {
    return this.#more === 0 ? [...this.#sentences] : [...this.#sentences, `… and ${this.#more} more like these.`];
  }
}
