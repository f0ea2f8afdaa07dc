/** Where a file's bytes end before what they announce. */
export class EndOfBytes extends Error {
  override readonly name = "EndOfBytes";
}

/** Reads little-endian values one after the other. Every read throws EndOfBytes past the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  take(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new EndOfBytes();
    const part = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return part;
  }

  uint8 = (): number => this.take(1).readUInt8();
  int32 = (): number => this.take(4).readInt32LE();
  uint32 = (): number => this.take(4).readUInt32LE();
  float32 = (): number => this.take(4).readFloatLE();

  /** Text up to a zero byte, which is read too. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#position);
    if (end < 0) throw new EndOfBytes();
    const text = this.#bytes.toString("utf8", this.#position, end);
    this.#position = end + 1;
    return text;
  }
}
