import { stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import { splitFrameNumber } from "../../media/image-file-names.ts";
import { findImageSequence, frameFileName, imageSequencePattern } from "../../media/image-sequence.ts";
import type { ImageSequence } from "../../media/media-info.ts";
import { imageKey, singleImagePattern, stemOf } from "../conform/media-name.ts";
import { readMediaFolder } from "../conform/media-folder.ts";
import { isCut, refuseForeignCut } from "../open-source.ts";
import { findPatternClips, isImportPattern, type PatternVersion } from "./pattern-versions.ts";

/** Something that becomes a clip, or the sequences of a cut. No media was opened yet. */
export type ImportItem =
  | { readonly kind: "media"; readonly path: string; readonly name?: string }
  | {
      readonly kind: "versions";
      readonly path: string;
      readonly name: string;
      readonly versions: readonly PatternVersion[];
    }
  | { readonly kind: "cut" | "openClip"; readonly path: string };

export interface FoundItems {
  readonly items: readonly ImportItem[];
  /** Sentences: what was passed over. */
  readonly notes: readonly string[];
}

const isOpenClip = (file: string) => path.extname(file).toLowerCase() === ".clip";

/** Finds what paths mean, each thing once however often it is named: a shell names every image of a sequence. */
export class ItemFinder {
  readonly #seen = new Set<string>();
  /** Image sequences that were found by one of their files. */
  readonly #sequences = new Map<string, ImageSequence[]>();

  /** @throws CressetError `bad-input` in a sentence. */
  async find(written: string, { recursive = false }: { readonly recursive?: boolean } = {}): Promise<FoundItems> {
    const file = path.resolve(written);
    if (this.#isFound(file)) return { items: [], notes: [] };
    const info = await stat(file).catch(() => undefined);
    if (info?.isDirectory() === true) return this.#folder(file, recursive);
    if (info === undefined && isImportPattern(written)) return this.#pattern(written);
    if (isCut(file) || isOpenClip(file)) return this.#found([{ kind: isCut(file) ? "cut" : "openClip", path: file }]);
    refuseForeignCut(file);
    const media = await this.#media(file, info !== undefined);
    return this.#found([{ kind: "media", path: media }]);
  }

  #found(items: readonly ImportItem[], notes: readonly string[] = []): FoundItems {
    const fresh = items.filter((item) => {
      const key = item.kind === "versions" ? JSON.stringify(item.versions) : item.path;
      if (this.#seen.has(key)) return false;
      this.#seen.add(key);
      return true;
    });
    return { items: fresh, notes };
  }

  /** Whether a file is an image of a sequence that was found by another one: most of thousands are. */
  #isFound(file: string): boolean {
    const number = splitFrameNumber(path.basename(file))?.number;
    if (number === undefined) return false;
    const found = this.#sequences.get(sequenceKey(file)) ?? [];
    return found.some(
      (sequence) => sequence.first <= number && number <= sequence.last && frameFileName(sequence, number) === file,
    );
  }

  async #media(file: string, exists: boolean): Promise<string> {
    const sequence = await findImageSequence(file);
    if (sequence !== undefined) {
      const key = sequenceKey(file);
      if (exists) this.#sequences.set(key, [...(this.#sequences.get(key) ?? []), sequence]);
      return imageSequencePattern(sequence);
    }
    if (!exists) throw new CressetError("bad-input", `There is no ${file}.`);
    return file;
  }

  async #pattern(pattern: string): Promise<FoundItems> {
    const clips = await findPatternClips(pattern);
    return this.#found(clips.map(({ name, versions }) => ({ kind: "versions", path: pattern, name, versions })));
  }

  async #folder(folder: string, recursive: boolean): Promise<FoundItems> {
    const { items, subfolders, others, strange, warning } = await readMediaFolder(folder);
    if (warning !== undefined) throw new CressetError("bad-input", warning);
    const images = Map.groupBy(
      items.filter(({ kind }) => kind === "file"),
      (item) => imageKey(path.basename(item.path)),
    );
    const found: ImportItem[] = items
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((item) => {
        const name = path.basename(item.path);
        const key = item.kind === "file" ? imageKey(name) : undefined;
        // Pictures numbered by date are no sequence: each is spelled so that nobody looks for the others.
        if (key === undefined || images.get(key)?.length === 1) return { kind: "media", path: item.path };
        return { kind: "media", path: path.join(folder, singleImagePattern(name)), name: stemOf(name) };
      });
    const named = others.filter((name) => isCut(name) || isOpenClip(name)).map((name) => path.join(folder, name));
    const notes = [
      ...(named.length === 0
        ? []
        : [`Cuts and OpenClips in a folder are imported when they are named: ${named.join(", ")}.`]),
      ...(strange.length === 0 ? [] : [`Passed over in ${folder}: ${strange.join(", ")}.`]),
    ];
    const inside: FoundItems[] = [];
    if (recursive)
      for (const name of subfolders.toSorted()) inside.push(await this.#folder(path.join(folder, name), true));
    else if (found.length === 0)
      throw new CressetError(
        "bad-input",
        `The folder ${folder} holds no media${subfolders.length === 0 ? "" : "; the folders in it are looked into with --recursive"}.`,
      );
    const own = this.#found(found, notes);
    return {
      items: [...own.items, ...inside.flatMap(({ items: below }) => below)],
      notes: [...own.notes, ...inside.flatMap(({ notes: below }) => below)],
    };
  }
}

const sequenceKey = (file: string) => path.join(path.dirname(file), imageKey(path.basename(file)) ?? "");
