import { existsSync, readdirSync, rmSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Names on common file systems hold 255 bytes, which the four parts of a partial's name share. */
const short = (text: string, longest: number): string => text.replaceAll(/[^\w.-]/g, "_").slice(0, longest);

/** The machine and the process are in the name, so that it can be told whether somebody is still writing. */
const stemOf = (path: string): string => `.${short(basename(path), 100)}.${short(hostname(), 50)}-`;

/**
 * Where this process writes what shall become `path`: beside it, so that the last step is a rename on one file system.
 * `tag` tells apart what one process writes for one path.
 */
export const partialPath = (path: string, tag: string): string =>
  join(dirname(path), `${stemOf(path)}${process.pid}-${short(tag, 60)}.partial`);

/** What a process of this machine writes, or has left, of a file or file sequence. */
export interface FoundPartial {
  readonly path: string;
  /** The process is gone. */
  readonly isLeft: boolean;
}

/** What there is of a file or file sequence, whoever writes it on this machine. The folder may be missing. */
export const partialsOf = async (path: string): Promise<readonly FoundPartial[]> =>
  partialsAmong(await readdir(dirname(path)).catch(() => []), path);

const partialsAmong = (names: readonly string[], path: string): readonly FoundPartial[] => {
  const [folder, stem] = [dirname(path), stemOf(path)];
  return names.flatMap((name) => {
    const pid = name.startsWith(stem) ? /^(\d+)-.*\.partial$/.exec(name.slice(stem.length))?.[1] : undefined;
    return pid === undefined ? [] : [{ path: join(folder, name), isLeft: !isAlive(Number(pid)) }];
  });
};

/** Removes what processes of this machine that are gone left of a file or file sequence. */
export async function removeLeftovers(path: string): Promise<void> {
  for (const found of await partialsOf(path)) if (found.isLeft) await rm(found.path, { recursive: true, force: true });
}

/** The same at once, for a process in which nobody waits for anything else meanwhile. */
export function removeLeftoversNow(path: string): void {
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const found of partialsAmong(names, path))
    if (found.isLeft) rmSync(found.path, { recursive: true, force: true });
}

/** How long it is waited for processes that are about to end, as media processes of one that was killed are. */
const patience = 3000;

/** Removes what processes of this machine that are gone, or soon are, left of files and file sequences. */
export async function removeAllLeftovers(paths: readonly string[]): Promise<void> {
  for (const giveUp = performance.now() + patience; ;) {
    let isWritten = false;
    for (const [folder, within] of Map.groupBy(paths, dirname)) {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".partial"));
      if (names.length === 0) continue;
      for (const found of within.flatMap((path) => partialsAmong(names, path)))
        if (found.isLeft) await rm(found.path, { recursive: true, force: true });
        else isWritten = true;
    }
    if (!isWritten || performance.now() > giveUp) return;
    await setTimeout(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
