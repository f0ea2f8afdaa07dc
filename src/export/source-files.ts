import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ImageSequence } from "../media/media-info.ts";
import { existingFiles } from "./naming/existing-files.ts";

/** A file that is read, or with `imageSequence` files of one name. */
export interface ReadFile {
  readonly path: string;
  readonly imageSequence?: ImageSequence;
}

/**
 * Knows the files that an export reads, by what they are rather than by what they are called: another spelling, a link or a
 * hard link is the same file. The disk is asked only once something lies where an asset shall go.
 */
export class SourceFiles {
  readonly #files: readonly ReadFile[];
  #identities: Set<string> | undefined;

  constructor(files: readonly ReadFile[]) {
    this.#files = files;
  }

  /**
   * The first file that writing to a path would replace and that is read as well.
   * @param target absolute, `[first-last]` in a file sequence
   */
  replacedBy(target: string): string | undefined {
    return existingFiles(target).find((file) => identitiesOf(file).some((identity) => this.#known().has(identity)));
  }

  #known(): ReadonlySet<string> {
    this.#identities ??= new Set(this.#files.flatMap(namesOf).flatMap(identitiesOf));
    return this.#identities;
  }
}

function namesOf({ path, imageSequence }: ReadFile): readonly string[] {
  if (imageSequence === undefined) return [path];
  const { folder, prefix, suffix, padding, first, last } = imageSequence;
  return Array.from({ length: last - first + 1 }, (_, index) =>
    join(folder, `${prefix}${String(first + index).padStart(padding, "0")}${suffix}`),
  );
}

/** Where a file really lies, and its number on its disk; nothing where there is none. */
function identitiesOf(file: string): readonly string[] {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    // Some network file systems number no files.
    return [realpathSync.native(file), ...(ino === 0n ? [] : [`${dev}:${ino}`])];
  } catch {
    return [];
  }
}
