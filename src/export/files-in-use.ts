import { CressetError } from "../errors.ts";
import { pathCollisions } from "./naming/path-key.ts";
import { type ReadFile, SourceFiles } from "./source-files.ts";

/** What a run reads and what it writes: while it lasts, nothing that its hooks make may be written there. */
export class FilesInUse {
  readonly #read: ReadFile[] = [];
  readonly #written: string[] = [];

  reads(files: readonly ReadFile[]): void {
    this.#read.push(...files);
  }

  /** @param paths absolute, `[first-last]` in a file sequence */
  writes(paths: readonly string[]): void {
    this.#written.push(...paths);
  }

  /**
   * @param target absolute, `[first-last]` in a file sequence
   * @throws CressetError `bad-destination` when the run reads it or writes it itself.
   */
  refuse(target: string): void {
    const source = new SourceFiles(this.#read).replacedBy(target);
    if (source !== undefined)
      throw new CressetError(
        "bad-destination",
        `The transcode to ${target} would be written over ${source}, which this export reads. Give it another output.`,
      );
    const collision = pathCollisions([target, ...this.#written]).find(({ first }) => first === 0);
    if (collision !== undefined)
      throw new CressetError(
        "bad-destination",
        `The transcode to ${target} would be written over ${this.#written[collision.second - 1] ?? "what"}, which this export writes. Give it another output.`,
      );
  }
}
