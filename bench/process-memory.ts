import { readFileSync, readdirSync } from "node:fs";

const pageBytes = 4096;

/**
 * Resident memory in bytes of a process and all that it started, now. Pages that processes share count once for each, so
 * the figure is rather too high than too low for a program of several processes, such as ours. Nothing where there is no
 * /proc.
 */
export function treeMemory(pid: number): number | undefined {
  const own = residentBytes(pid);
  if (own === undefined) return undefined;
  return childrenOf(pid).reduce((sum, child) => sum + (treeMemory(child) ?? 0), own);
}

function residentBytes(pid: number): number | undefined {
  const pages = read(`/proc/${pid}/statm`)?.split(" ")[1];
  return pages === undefined ? undefined : Number(pages) * pageBytes;
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (read(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Processes end while they are looked at: what is gone has nothing. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
