import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import type { Lease } from "./destination.ts";

/** Lies in an archive while a process writes to it. */
export const leaseFile = ".writing";

interface Owner {
  readonly id: string;
  /** For people. */
  readonly host: string;
  /** The system's run and its space of process ids: in another one the same ids are other processes. */
  readonly system: string;
  readonly pid: number;
  /** When the process was started, in the system's ticks: a process id may be given again. */
  readonly started: string;
}

/** The owner touches its file this often, and counts as gone to other hosts when it did not for so long. */
const heartbeatMs = 10_000;
const goneAfterMs = 120_000;

/**
 * Takes the lease of a folder. One that a process left that is not there any more, or that another host has not touched for
 * two minutes by the folder's own clock, is taken over: nobody needs to clear anything up.
 * @param beats whether the file is touched while it is held; not where every byte costs, and only one host can write.
 * @throws CressetError `bad-destination` while another process holds it.
 */
export function takeLease(root: string, beats: boolean): Lease {
  const file = path.join(root, leaseFile);
  const own = describeOwn();
  const draft = `${file}-${own.id}`;
  fs.writeFileSync(draft, `${JSON.stringify(own)}\n`, { flag: "wx" });
  try {
    for (let attempt = 0; !placed(draft, file); attempt += 1) {
      const found = readOwner(file);
      if (attempt > 10 || (found !== undefined && isAlive(found, own, file, draft))) throw busy(root, found);
      setAside(file, `${draft}-before`, found);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  const beat = beats ? setInterval(() => touch(file, own), heartbeatMs).unref() : undefined;
  return {
    release() {
      clearInterval(beat);
      if (readOwner(file)?.id === own.id) fs.rmSync(file, { force: true });
    },
  };
}

/** A link fails where there is a file already; where there are no links, making the file does. */
function placed(draft: string, file: string): boolean {
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS" && code !== "EOPNOTSUPP") throw error;
  }
  try {
    fs.copyFileSync(draft, file, fs.constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Takes away an abandoned lease, and puts it back when it was another one by then. */
function setAside(file: string, aside: string, expected: Owner | undefined): void {
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (readOwner(aside)?.id !== expected?.id) placed(aside, file);
  fs.rmSync(aside, { force: true });
}

function readOwner(file: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** By hand: schemas take long to load, and threads that write have no other. */
const isOwner = (value: unknown): value is Owner =>
  typeof value === "object" &&
  value !== null &&
  ["id", "host", "system", "started"].every((key) => typeof Reflect.get(value, key) === "string") &&
  Number.isInteger(Reflect.get(value, "pid"));

/** Ages are differences of two times of the folder's own clock: those of hosts do not agree. */
function isAlive(found: Owner, own: Owner, file: string, draft: string): boolean {
  if (found.system === own.system) return startOf(found.pid) === found.started;
  try {
    return fs.statSync(draft).mtimeMs - fs.statSync(file).mtimeMs < goneAfterMs;
  } catch {
    return false;
  }
}

function touch(file: string, own: Owner): void {
  if (readOwner(file)?.id !== own.id) return;
  try {
    // Not by setting the time: it must be that of the folder's clock.
    fs.appendFileSync(file, "\n");
  } catch {
    // The destination is gone: the next write says so.
  }
}

function describeOwn(): Owner {
  return { id: randomUUID(), host: hostname(), system: systemId(), pid: process.pid, started: startOf(process.pid) };
}

function systemId(): string {
  try {
    return `${fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fs.readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** When a process was started; empty when it is not there. */
function startOf(pid: number): string {
  try {
    // Fields after the name, which may hold anything, brackets included: the 20th of them is the start.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    // No such process, or a system without /proc.
  }
  try {
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    return codeOf(error) === "EPERM" ? "alive" : "";
  }
}

const busy = (root: string, owner: Owner | undefined): CressetError =>
  new CressetError(
    "bad-destination",
    `Another Cresset is writing to the archive ${root}${owner === undefined ? "" : ` (process ${owner.pid} on ${owner.host})`}. Wait until it is done; if it was stopped, its hold ends by itself within two minutes.`,
  );

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
