/** Hands results from callbacks to one reader, in order. */
export class ResultQueue<T> {
  readonly #ready: T[] = [];
  #wanted: { resolve: (value: T) => void; reject: (reason: unknown) => void } | undefined;
  #failure: { readonly reason: unknown } | undefined;

  push(value: T): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted === undefined) this.#ready.push(value);
    else wanted.resolve(value);
  }

  /** Ends the queue: the reader gets what is ready, then this reason thrown. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wanted?.reject(reason);
    this.#wanted = undefined;
  }

  /** @throws the reason given to `fail` when nothing is ready any more. */
  async next(): Promise<T> {
    const value = this.#ready.shift();
    if (value !== undefined) return value;
    if (this.#failure !== undefined) throw this.#failure.reason;
    return new Promise((resolve, reject) => {
      this.#wanted = { resolve, reject };
    });
  }
}
