import { rmSync } from "node:fs";
import { lstat, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "./checksum.ts";
import type { FrameNotes, ImageFile } from "./image-files.ts";

/** Stands in the folder of a file sequence while it is written; no frame has such a name. */
const journalName = ".frames";

/** A file of a sequence with its place in it, from 0. */
interface NotedFile extends ImageFile {
  readonly index: number;
}

/**
 * Notes which files of a sequence are whole and on the disk, and for which rendering, so that the same rendering can go on
 * behind them after a kill. It is never believed without a look at the files, so it need not be brought to the disk itself.
 */
export class FrameJournal implements FrameNotes {
  readonly #path: string;
  #lines: Promise<void>;

  /** Begins anew, with files that are there already. @param rendering see `renderFingerprint` */
  constructor(folder: string, rendering: string, there: readonly ImageFile[]) {
    this.#path = join(folder, journalName);
    const lines = [{ rendering }, ...there.map((file, index) => ({ index, ...file }))];
    this.#lines = writeFile(this.#path, lines.map(lineOf).join("")).catch(() => {});
  }

  /** Call it for a file that is on the disk. A note that fails costs no more than rendering that file again. */
  note(index: number, file: ImageFile): void {
    const line = lineOf({ index, ...file });
    this.#lines = this.#lines.then(() => writeFile(this.#path, line, { flag: "a" })).catch(() => {});
  }

  /** When everything is noted. */
  settled(): Promise<void> {
    return this.#lines;
  }
}

const lineOf = (line: object): string => `${JSON.stringify(line)}\n`;

/** Takes the notes out of the folder of a sequence that is finished. */
export const removeFrameJournal = (folder: string): void => rmSync(join(folder, journalName), { force: true });

/** Whether a folder holds frames of just this rendering. */
export async function isOfRendering(folder: string, rendering: string): Promise<boolean> {
  return (await readJournal(folder)).rendering === rendering;
}

/**
 * Looks at every file that a rendering left in a folder, and keeps those from its first on that are, to the last byte, what
 * was written; everything else in the folder is removed.
 * @param nameOf the name of the file at an index
 */
export async function keepWholeFrames(
  folder: string,
  count: number,
  nameOf: (index: number) => string,
): Promise<readonly ImageFile[]> {
  const { files } = await readJournal(folder);
  const kept: ImageFile[] = [];
  for (let index = 0; index < count; index++) {
    const file = files.get(index);
    if (file?.name !== nameOf(index) || !(await isAsWritten(join(folder, file.name), file))) break;
    kept.push(file);
  }
  const names = new Set(kept.map(({ name }) => name));
  for (const name of await readdir(folder))
    if (!names.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  return kept;
}

async function isAsWritten(path: string, { bytes, xxh128 }: ImageFile): Promise<boolean> {
  const facts = await lstat(path).catch(() => undefined);
  // A link may lead anywhere, and a file of two names may be changed under the other.
  if (facts?.isFile() !== true || facts.nlink !== 1 || facts.size !== bytes || bytes === 0) return false;
  return (await hashFile(path)).xxh128 === xxh128;
}

async function readJournal(folder: string): Promise<{ rendering: unknown; files: ReadonlyMap<number, ImageFile> }> {
  const files = new Map<number, ImageFile>();
  const text = await readFile(join(folder, journalName), "utf8").catch(() => "");
  const [head, ...lines] = text.split("\n").slice(0, -1).map(parsed);
  for (const line of lines) if (isNoted(line)) files.set(line.index, fileOf(line));
  const rendering = typeof head === "object" && head !== null && "rendering" in head ? head.rendering : undefined;
  return { rendering, files };
}

/** Nothing for a line that a kill or a lost power has cut off. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isNoted = (line: unknown): line is NotedFile =>
  typeof line === "object" &&
  line !== null &&
  "index" in line &&
  typeof line.index === "number" &&
  "name" in line &&
  typeof line.name === "string" &&
  "bytes" in line &&
  typeof line.bytes === "number" &&
  "xxh128" in line &&
  typeof line.xxh128 === "string";

const fileOf = ({ name, bytes, xxh128 }: NotedFile): ImageFile => ({ name, bytes, xxh128 });
