import { createXxh128 } from "../../media/xxh128.ts";

/** The two hashes of a folder: of what its files hold, and of that with all names. Lower-case hex xxh128. */
export interface DirectoryHashes {
  readonly content: string;
  readonly structure: string;
}

/** Collects what lies in one folder (ASC MHL v2.0, directory hashes). */
export class DirectoryHasher {
  readonly #content: string[] = [];
  readonly #structure: string[] = [];

  addFile(name: string, xxh128: string): void {
    this.#content.push(xxh128);
    this.#structure.push(namedHash(name, xxh128));
  }

  addFolder(name: string, { content, structure }: DirectoryHashes): void {
    this.#content.push(content);
    this.#structure.push(namedHash(name, structure));
  }

  hashes(): DirectoryHashes {
    return { content: hashOfHashes(this.#content), structure: hashOfHashes(this.#structure) };
  }
}

const hashOf = (parts: readonly Buffer[]): string => {
  const hash = createXxh128();
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const namedHash = (name: string, xxh128: string): string =>
  hashOf([Buffer.from(name, "utf8"), Buffer.from(xxh128, "hex")]);

const hashOfHashes = (hashes: readonly string[]): string => hashOf([Buffer.from(hashes.toSorted().join(""), "hex")]);
