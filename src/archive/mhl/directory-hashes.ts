import { xxh128Of } from "../../media/xxh128.ts";

/** The two hashes of a folder: of what its files hold, and of that with all names. Lower-case hex xxh128. */
export interface DirectoryHashes {
  readonly content: string;
  readonly structure: string;
}

/** Collects what lies in one folder (ASC MHL v2.0, directory hashes). */
export class DirectoryHasher {
  readonly #content = new HashList();
  readonly #structure = new HashList();

  addFile(name: string, xxh128: string): void {
    this.#content.add(xxh128);
    this.#structure.add(namedHash(name, xxh128));
  }

  addFolder(name: string, { content, structure }: DirectoryHashes): void {
    this.#content.add(content);
    this.#structure.add(namedHash(name, structure));
  }

  hashes(): DirectoryHashes {
    return { content: this.#content.hash(), structure: this.#structure.hash() };
  }
}

const hashBytes = 16;

/** Hashes as bytes, one after the other: a folder may hold a million files. */
class HashList {
  #bytes = Buffer.alloc(4 * hashBytes);
  #count = 0;

  add(xxh128: string): void {
    const at = this.#count * hashBytes;
    if (at === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(at)]);
    this.#bytes.write(xxh128, at, "hex");
    this.#count += 1;
  }

  /** Of all of them, sorted. */
  hash(): string {
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index * hashBytes);
    order.sort((a, b) => this.#bytes.compare(this.#bytes, b, b + hashBytes, a, a + hashBytes));
    const sorted = Buffer.alloc(this.#count * hashBytes);
    for (const [index, at] of order.entries()) this.#bytes.copy(sorted, index * hashBytes, at, at + hashBytes);
    return xxh128Of(sorted);
  }
}

const namedHash = (name: string, xxh128: string): string =>
  xxh128Of(Buffer.from(name, "utf8"), Buffer.from(xxh128, "hex"));
