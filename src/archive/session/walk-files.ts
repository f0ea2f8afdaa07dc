import fs from "node:fs";
import { frameFileName } from "../../media/image-sequence.ts";
import type { ImageSequence } from "../../media/media-info.ts";
import type { ExtendedAttributes } from "../extended-attributes.ts";
import type { MemberType } from "../pax/pax-header.ts";

/** Something that is to be archived, and where it lies in the archive. */
export type SelectedRoot =
  | {
      /** A file, or a folder with all that lies in it. */
      readonly kind: "tree";
      /** Relative to the session's root. */
      readonly path: string;
      readonly source: string;
      /** The catalogue's clip that it belongs to. */
      readonly clip?: string;
    }
  | ({
      /** Numbered files of a folder. */
      readonly kind: "frames";
      /** The folder that they lie in, relative to the session's root. */
      readonly path: string;
      readonly clip?: string;
    } & Omit<ImageSequence, "missing">);

/** A file, folder or link as it was found. */
export interface FoundFile {
  /** Relative to the session's root. */
  readonly path: Buffer;
  /** Where it lies, for people. */
  readonly source: Buffer;
  /** How it is opened: shorter than `source` where that is longer than the system takes. Good until the next is asked for. */
  readonly access: Buffer;
  readonly type: MemberType;
  /** For links. */
  readonly link?: Buffer;
  readonly stat: fs.BigIntStats;
  readonly clip: string | undefined;
  /** Looked for when it is archived. */
  readonly xattrs?: ExtendedAttributes;
}

/** Something that could not be looked at, or that an archive has no place for. */
export interface NotFound {
  readonly path: Buffer;
  readonly source: Buffer;
  readonly kind: "unreadable" | "vanished" | "unsupported";
  readonly problem: string;
  readonly clip: string | undefined;
}

/** Names longer than this are entered through an open folder: systems take 4,096 bytes at most. */
const longName = 3000;

/**
 * Everything under the roots in the archive's order: roots by their path, in a folder by name, letter by letter by byte;
 * a folder comes before what lies in it. The same tree is always walked in the same order, which is what lets an
 * interrupted session go on.
 */
export function* walkFiles(roots: readonly SelectedRoot[]): Generator<FoundFile | NotFound> {
  const sorted = roots.toSorted((a, b) => compareArchivePaths(Buffer.from(a.path), Buffer.from(b.path)));
  for (const root of sorted) {
    if (root.kind === "frames") yield* walkFrames(root);
    else {
      const source = Buffer.from(root.source);
      yield* walk({ path: Buffer.from(root.path), source, access: source, clip: root.clip });
    }
  }
}

interface Place {
  readonly path: Buffer;
  readonly source: Buffer;
  readonly access: Buffer;
  readonly clip: string | undefined;
}

function* walkFrames(root: Extract<SelectedRoot, { kind: "frames" }>): Generator<FoundFile | NotFound> {
  const files = Array.from({ length: root.last - root.first + 1 }, (_, index) =>
    frameFileName(root, root.first + index),
  );
  // Numbers without padding are in another order than their names.
  if (files[0]?.length !== files.at(-1)?.length) files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const file of files) {
    const source = Buffer.from(file);
    const name = file.slice(file.lastIndexOf("/") + 1);
    yield* walk({ path: Buffer.from(`${root.path}/${name}`), source, access: source, clip: root.clip });
  }
}

function* walk(place: Place): Generator<FoundFile | NotFound> {
  let stat: fs.BigIntStats;
  try {
    stat = fs.lstatSync(place.access, { bigint: true });
  } catch (error) {
    yield missing(place, error);
    return;
  }
  if (stat.isDirectory()) yield* walkFolder(place, stat);
  else if (stat.isFile()) yield { ...place, stat, type: "file" };
  else if (stat.isFIFO()) yield { ...place, stat, type: "fifo" };
  else if (stat.isSymbolicLink()) {
    try {
      yield { ...place, stat, type: "symlink", link: fs.readlinkSync(place.access, { encoding: "buffer" }) };
    } catch (error) {
      yield missing(place, error);
    }
  } else
    yield {
      ...place,
      kind: "unsupported",
      problem: stat.isSocket()
        ? "A socket is no file; it is not archived."
        : "A device is no file; it is not archived.",
    };
}

function* walkFolder(place: Place, stat: fs.BigIntStats): Generator<FoundFile | NotFound> {
  // A letter for each byte: far less memory than a Buffer for each name, and sorted as bytes are.
  let names: string[];
  try {
    names = fs.readdirSync(place.access, { encoding: "latin1" }).toSorted();
  } catch (error) {
    yield missing(place, error);
    return;
  }
  yield { ...place, stat, type: "folder" };
  const entered = place.access.length > longName && process.platform === "linux" ? enter(place.access) : undefined;
  const access = entered === undefined ? place.access : Buffer.from(`/proc/self/fd/${entered}`);
  try {
    for (const name of names) {
      const part = Buffer.from(`/${name}`, "latin1");
      const source = Buffer.concat([place.source, part]);
      yield* walk({
        path: Buffer.concat([place.path, part]),
        source,
        // The same nearly always, and there may be millions.
        access: access === place.source ? source : Buffer.concat([access, part]),
        clip: place.clip,
      });
    }
  } finally {
    if (entered !== undefined) fs.closeSync(entered);
  }
}

function enter(folder: Buffer): number | undefined {
  try {
    return fs.openSync(folder, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  } catch {
    return undefined;
  }
}

function missing(place: Place, error: unknown): NotFound {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return { ...place, kind: code === "ENOENT" ? "vanished" : "unreadable", problem: message };
}

/** The archive's order of two paths: part by part, each by its bytes; a folder before what lies in it. */
export function compareArchivePaths(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left = 0, right = 0] = [a[index], b[index]];
    if (left === right) continue;
    // The end of a part comes before everything that may stand in one.
    if (left === 0x2f) return -1;
    if (right === 0x2f) return 1;
    return left - right;
  }
  return a.length - b.length;
}
