import fs from "node:fs";

/** A path of an archive that may not be restored, and why. */
export class UnsafePath extends Error {
  override readonly name = "UnsafePath";
}

const slash = Buffer.from("/");

/**
 * The parts of a path of an archive, none of which leads out of where it is restored to.
 * @throws UnsafePath for absolute paths, `..`, empty parts and NUL.
 */
export function safeParts(path: Buffer): readonly Buffer[] {
  if (path.includes(0)) throw new UnsafePath("Its name holds a zero byte.");
  if (path[0] === 0x2f) throw new UnsafePath("Its path is absolute.");
  const parts: Buffer[] = [];
  for (let start = 0; start <= path.length;) {
    const end = path.indexOf(0x2f, start);
    const part = path.subarray(start, end === -1 ? path.length : end);
    const text = part.toString("latin1");
    if (text === "" || text === "." || text === "..") throw new UnsafePath(`Its path has a part "${text}".`);
    parts.push(part);
    if (end === -1) break;
    start = end + 1;
  }
  return parts;
}

/** Folders that are being restored into, entered one by one, so that no link on the way leads elsewhere. */
export interface TargetFolders {
  /** The folder of a path, made where it is missing, as a name that can be opened. @throws UnsafePath. */
  enter(parts: readonly Buffer[]): Buffer;
  close(): void;
}

/** Names longer than this are entered through an open folder: systems take 4,096 bytes at most. */
const longName = 3000;

export function targetFolders(root: string): TargetFolders {
  const known = new Map<string, Buffer>([["", Buffer.from(root)]]);
  const handles: number[] = [];

  function folder(parts: readonly Buffer[]): Buffer {
    const key = Buffer.concat(parts.flatMap((part) => [slash, part])).toString("latin1");
    const found = known.get(key);
    if (found !== undefined) return found;
    const above = folder(parts.slice(0, -1));
    const own = Buffer.concat([above, slash, parts.at(-1) ?? Buffer.alloc(0)]);
    makeFolder(own);
    const name = own.length > longName && process.platform === "linux" ? enterByHandle(own) : own;
    if (known.size > 10_000) known.clear();
    if (known.size === 0) known.set("", Buffer.from(root));
    known.set(key, name);
    return name;
  }

  function enterByHandle(own: Buffer): Buffer {
    const handle = fs.openSync(own, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW);
    handles.push(handle);
    return Buffer.from(`/proc/self/fd/${handle}`);
  }

  return {
    enter: folder,
    close: () => {
      for (const handle of handles.splice(0)) fs.closeSync(handle);
    },
  };
}

/** @throws UnsafePath when something else, a link above all, has the folder's name. */
function makeFolder(folder: Buffer): void {
  try {
    fs.mkdirSync(folder, 0o755);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if (!fs.lstatSync(folder).isDirectory())
      throw new UnsafePath(`${folder.toString()} is no folder, and nothing is restored through a link.`);
  }
}
