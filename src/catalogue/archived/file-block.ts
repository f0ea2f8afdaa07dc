import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import type { ArchivedFile } from "../archive-history.ts";
import { folded } from "../project/search-text.ts";
import { signatureOf } from "./text-signature.ts";

/** Files that are kept as one row: enough that folders are said once, few enough that one is read in a moment. */
export const filesPerBlock = 512;

export interface FileBlock {
  /** Folded, one line each; what a search looks through first. */
  readonly names: string;
  readonly details: Uint8Array;
  readonly signature: Uint8Array;
}

/** A file of a block, and what a search finds it by. */
export interface BlockFile extends ArchivedFile {
  readonly clipName: string;
  readonly text: string;
}

const detailsSchema = z.object({
  folders: z.array(z.string()),
  clips: z.array(z.tuple([z.string(), z.string()])),
  files: z.array(z.unknown()),
});

/** [folder, name, bytes, clip, source, segment]: indexes, -1 for none; a source is the folder, or the whole path. */
type FileRow = readonly [number, string, number, number, number, number];

/** By hand: a search looks at tens of thousands of them. */
const isRow = (row: unknown): row is FileRow =>
  Array.isArray(row) &&
  row.length === 6 &&
  row.every((value, at) => (at === 1 ? typeof value === "string" : typeof value === "number"));

/** @param clipNames by id */
export function packBlock(files: readonly ArchivedFile[], clipNames: ReadonlyMap<string, string>): FileBlock {
  const folders = new Map<string, number>();
  const clips = new Map<string, number>();
  const lines = new Set<string>();
  const indexIn = (map: Map<string, number>, key: string): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, map.size);
    return map.size - 1;
  };
  const rows = files.map(({ path, bytes, clip, source, segment }) => {
    const cut = path.lastIndexOf("/") + 1;
    const name = path.slice(cut);
    lines.add(folded(name));
    const from = source.endsWith(`/${name}`) ? source.slice(0, -name.length) : source;
    return [
      cut === 0 ? -1 : indexIn(folders, path.slice(0, cut)),
      name,
      bytes,
      clip === "" ? -1 : indexIn(clips, clip),
      from === "" ? -1 : indexIn(folders, from),
      segment,
    ];
  });
  const named = [...clips.keys()].map((id) => [id, clipNames.get(id) ?? ""]);
  for (const folder of folders.keys()) lines.add(folded(folder));
  for (const [, name = ""] of named) lines.add(folded(name));
  const details = JSON.stringify({ folders: [...folders.keys()], clips: named, files: rows });
  return {
    names: [...lines].join("\n"),
    details: deflateRawSync(details, { level: 1 }),
    signature: signatureOf(lines),
  };
}

/** The files of a block, in their order. */
export function* unpackBlock(packed: Uint8Array): Generator<BlockFile> {
  const { folders, clips, files } = detailsSchema.parse(JSON.parse(inflateRawSync(packed).toString("utf8")));
  const foldedFolders = folders.map(folded);
  const foldedClips = clips.map(([, name]) => folded(name));
  for (const row of files) {
    if (!isRow(row))
      throw new CressetError("bad-input", "The history of archives is damaged: list its archives again.");
    const [folder, name, bytes, clip, from, segment] = row;
    const [id = "", clipName = ""] = clips[clip] ?? [];
    const word = folded(name);
    const source = sourceOf(folders[from], name);
    yield {
      path: `${folders[folder] ?? ""}${name}`,
      bytes,
      clip: id,
      source,
      segment,
      clipName,
      text: `${foldedFolders[folder] ?? ""}${word}\n${sourceOf(foldedFolders[from], word)}\n${foldedClips[clip] ?? ""}`,
    };
  }
}

const sourceOf = (found = "", name: string) => (found.endsWith("/") ? `${found}${name}` : found);
