const mostBytesKept = 64 * 1024 * 1024;

/**
 * Buffers to use again. Packing a 1080p picture takes 12 MB of them; taking that from the system each time makes Node
 * collect garbage once a picture, which cost a tenth of the packing.
 */
export class SpareBuffers {
  readonly #spare = new Map<number, Buffer[]>();
  #bytes = 0;

  /** A buffer of this size, with anything in it. */
  take(size: number): Buffer {
    const buffer = this.#spare.get(size)?.pop();
    if (buffer === undefined) return Buffer.allocUnsafeSlow(size);
    this.#bytes -= size;
    return buffer;
  }

  /** Gives a buffer back that nobody reads any more. */
  give(buffer: Buffer): void {
    if (this.#bytes + buffer.length > mostBytesKept) return;
    this.#bytes += buffer.length;
    const ofThisSize = this.#spare.get(buffer.length);
    if (ofThisSize === undefined) this.#spare.set(buffer.length, [buffer]);
    else ofThisSize.push(buffer);
  }
}
