// The thread that reads archives back: to check them, or to restore from them.
import { mkdirSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { CressetError } from "../../errors.ts";
import { readArchive } from "../archive.ts";
import { type DestinationPlace, openDestination } from "../destination/open-destination.ts";
import { TocDamaged } from "../format/read-toc.ts";
import type { GenerationFacts } from "../mhl/append-generation.ts";
import { type ArchiveCheck, checkArchive, type CheckOptions } from "./check-archive.ts";
import { type RestoredSessions, type RestoreOptions, restoreSessions } from "./restore-session.ts";
import type { RestoreProblem } from "./restore-files.ts";

/** The first message to the thread, and the only one. */
export interface ReadThreadData {
  readonly place: DestinationPlace;
  /** Set to 1 to stop. */
  readonly stop: SharedArrayBuffer;
  readonly task: ReadTask;
}

export type ReadTask =
  | ({ readonly kind: "check"; readonly record: GenerationFacts | undefined } & Omit<CheckOptions, "onRead">)
  | ({ readonly kind: "restore" } & Omit<RestoreOptions, "onRead" | "onProblem">);

export type FromReadThread =
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "problem"; readonly session: number; readonly problem: RestoreProblem }
  | { readonly kind: "checked"; readonly check: ArchiveCheck }
  | { readonly kind: "restored"; readonly restored: RestoredSessions }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

let stopped = new Int32Array(new SharedArrayBuffer(4));
const progressEveryMs = 100;
let read = 0;
let lastProgress = 0;

const say = (message: FromReadThread) => parentPort?.postMessage(message, []);

function onRead(bytes: number): void {
  if (Atomics.load(stopped, 0) === 1) throw new CressetError("cancelled", "Reading the archive was stopped.");
  read += bytes;
  const now = performance.now();
  if (now - lastProgress < progressEveryMs) return;
  lastProgress = now;
  say({ kind: "progress", bytes: read });
}

parentPort?.once("message", (data: ReadThreadData) => {
  stopped = new Int32Array(data.stop);
  void work(data);
});

async function work({ place, task }: ReadThreadData): Promise<void> {
  try {
    const archive = readArchive(place);
    const destination = openDestination(place);
    if (task.kind === "check") {
      const check = checkArchive(archive, destination, { ...task, onRead });
      const isWhole = task.percent >= 100 && task.sessions === undefined;
      // Only who needs it waits for it to be loaded.
      const history = isWhole
        ? (await import("./check-history.ts")).checkHistory(destination, check.hashes, task.record, onRead)
        : undefined;
      const faults = (history?.faults ?? []).map((message) => ({ session: 0, kind: "description" as const, message }));
      say({
        kind: "checked",
        check: { ...check, faults: [...check.faults, ...faults], unrecorded: history?.unrecorded },
      });
    } else {
      mkdirSync(task.target, { recursive: true });
      const onProblem = (session: number, problem: RestoreProblem) => say({ kind: "problem", session, problem });
      say({ kind: "restored", restored: restoreSessions(archive, destination, { ...task, onRead, onProblem }) });
    }
  } catch (error) {
    say(failure(error));
  }
}

function failure(error: unknown): FromReadThread {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CressetError) return { kind: "failed", code: error.code, message };
  if (error instanceof TocDamaged)
    return { kind: "failed", code: "bad-input", message: `${message} It was written so: its checksum is right.` };
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return { kind: "failed", code: "disk-full", message: `There is no room left to restore to: ${message}` };
  return { kind: "failed", code: "internal", message: error instanceof Error ? (error.stack ?? message) : message };
}
