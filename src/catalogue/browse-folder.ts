import { stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { readMediaFolder } from "./conform/media-folder.ts";
import { isCut } from "./open-source.ts";

/** What a person may choose from in a folder: no file was opened. */
export interface BrowsedFolder {
  /** Names. */
  readonly folders: readonly string[];
  /** What could be imported, by name; an image sequence is one. */
  readonly media: readonly BrowsedMedia[];
}

export interface BrowsedMedia {
  readonly name: string;
  /** What to import, absolute. */
  readonly path: string;
  readonly kind: "file" | "image sequence" | "cut" | "openclip";
  /** Of an image sequence. */
  readonly frames?: number;
}

/** Lists a folder for somebody who looks for media. @throws CressetError `not-found` when it cannot be read. */
export async function browseFolder(folder: string): Promise<BrowsedFolder> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw new CressetError("not-found", `There is no folder ${folder}.`);
  const { items, subfolders, others, warning } = await readMediaFolder(folder);
  if (warning !== undefined) throw new CressetError("not-found", warning);
  const media = items.map(({ path: file, sequence }): BrowsedMedia => {
    const known = { name: path.basename(file), path: file };
    return sequence === undefined
      ? { ...known, kind: "file" }
      : { ...known, kind: "image sequence", frames: sequence.last - sequence.first + 1 - sequence.missing.length };
  });
  const cuts = others.flatMap((name): readonly BrowsedMedia[] => {
    const kind = isCut(name) ? "cut" : path.extname(name).toLowerCase() === ".clip" ? "openclip" : undefined;
    return kind === undefined ? [] : [{ name, path: path.join(folder, name), kind }];
  });
  return {
    folders: subfolders.toSorted(byName),
    media: [...media, ...cuts].toSorted((a, b) => byName(a.name, b.name)),
  };
}

const order = new Intl.Collator("en", { numeric: true });

const byName = (a: string, b: string): number => order.compare(a, b);
