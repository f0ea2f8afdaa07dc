import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process holds a run. Ids of processes are used again, so the start of the process and of the machine count too. */
export interface RunOwner {
  readonly host: string;
  /** Namespace that process ids count in: containers that share a home each have their own. Empty where unknown. */
  readonly space: string;
  /** Differs after each start of the machine; empty where unknown. */
  readonly boot: string;
  readonly pid: number;
  /** Clock ticks from the start of the machine to that of the process; empty where unknown. */
  readonly started: string;
}

/** How often a process says that it still holds a run, in milliseconds. */
export const heartbeatInterval = 10_000;

/** Without a sign of life for this long (milliseconds), a process that cannot be looked up counts as gone. */
const heartbeatLimit = 6 * heartbeatInterval;

/** The owner that this process is. */
export const thisProcess = (): RunOwner => ({
  host: hostname(),
  space: readOr(() => readlinkSync("/proc/self/ns/pid")),
  boot: bootId(),
  pid: process.pid,
  started: processStart(process.pid),
});

/**
 * Whether the process that holds a run is still there. Looked up where that can be done (same machine, same namespace);
 * else by its last heartbeat.
 */
export function ownerLives(owner: RunOwner, heartbeat: Date, now: Date = new Date()): boolean {
  const fresh = now.getTime() - heartbeat.getTime() < heartbeatLimit;
  const self = thisProcess();
  if (owner.host !== self.host || owner.space !== self.space) return fresh;
  if (owner.boot !== self.boot) return false;
  if (owner.started !== "") return processStart(owner.pid) === owner.started;
  return isThere(owner.pid) && fresh;
}

const bootId = () => readOr(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());

/** Field 22 of `/proc/<pid>/stat` (proc_pid_stat(5)); empty for a process that is gone or ended (a zombie). */
function processStart(pid: number): string {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name, in brackets, may hold blanks and brackets: fields count from after the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}

/** Whether a process of this machine is there. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Systems without /proc say nothing. */
function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
