import { readFileSync, readdirSync } from "node:fs";

const pageBytes = 4096;
/** Linux counts processor time in these, whatever the kernel's own. */
const ticksPerSecond = 100;

/** What a process and all that it started take. */
export interface Usage {
  /**
   * Resident memory now. Pages that processes share count once for each, so the figure is rather too high than too low for a
   * program of several processes, such as ours.
   */
  readonly residentBytes: number;
  /** Of all processors, since it was started, children that have ended included. */
  readonly cpuSeconds: number;
}

/** Nothing where there is no /proc, or the process has ended. */
export function treeUsage(pid: number): Usage | undefined {
  const own = ownUsage(pid);
  if (own === undefined) return undefined;
  const children = childrenOf(pid).flatMap((child) => treeUsage(child) ?? []);
  return {
    residentBytes: children.reduce((sum, child) => sum + child.residentBytes, own.residentBytes),
    cpuSeconds: children.reduce((sum, child) => sum + child.cpuSeconds, own.cpuSeconds),
  };
}

function ownUsage(pid: number): Usage | undefined {
  const pages = read(`/proc/${pid}/statm`)?.split(" ")[1];
  const stat = read(`/proc/${pid}/stat`);
  if (pages === undefined || stat === undefined) return undefined;
  // Behind the name, which may hold anything: user and system time, of its own and of children that have ended.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { residentBytes: Number(pages) * pageBytes, cpuSeconds: ticks / ticksPerSecond };
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
