import type { Progress, QueueItemShape } from "../../../../src/server/shapes/queue-shapes.ts";
import type { RunShape } from "../../../../src/server/shapes/run-shapes.ts";
import { laterProgress } from "./later-progress.ts";

/** A line of the page: something of the queue, or a run of the history. */
export interface Work {
  readonly key: string;
  readonly section: "Running" | "Waiting" | "Finished" | "History";
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly itemId: string | null;
  readonly runId: string | null;
  readonly position: number | null;
  readonly who: string;
  readonly presets: readonly string[];
  readonly destination: string;
  /** Why it did not end well, in a sentence. */
  readonly message: string;
  readonly canResume: boolean;
  readonly progress: Progress | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** In short, what it wrote. */
  readonly written: string;
  /** A catalogue entry whose picture stands for it. */
  readonly entryId: string | null;
}

export function workOfItem(item: QueueItemShape, progress: Progress | undefined): Work {
  const end = endOf(item.state, item.result);
  const section = item.state === "running" ? "Running" : isWaiting(item.state) ? "Waiting" : "Finished";
  return {
    key: item.id,
    section,
    kind: item.kind,
    title: item.title,
    state: item.questions.length > 0 ? "asks" : end,
    itemId: item.id,
    runId: item.runId,
    position: item.position,
    who: item.who,
    presets: item.presets,
    destination: item.destination,
    message: item.message,
    // What a hook said no to is tried again, not resumed.
    canResume: item.canResume && end === item.state,
    progress: item.state === "running" ? shownProgress(item.progress, progress) : null,
    startedAt: item.startedAt,
    endedAt: item.endedAt,
    written: writtenText(item.result),
    entryId: item.entryId,
  };
}

const shownProgress = (said: Progress | null, told: Progress | undefined): Progress | null =>
  told === undefined ? said : laterProgress(said, told);

export function workOfRun(run: RunShape): Work {
  return {
    key: run.id,
    section: "History",
    kind: run.kind,
    title: run.title,
    state: run.status === "aborted" && run.written > 0 ? "stopped-some" : run.status,
    itemId: run.itemId,
    runId: run.id,
    position: null,
    who: run.user,
    presets: run.presets,
    destination: run.destination,
    message: run.message,
    canResume: run.canResume,
    progress: null,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    written: run.written === 0 ? "" : String(run.written),
    entryId: run.entryId,
  };
}

export const isWaiting = (state: string): boolean => state === "waiting" || state === "held";

const words: Readonly<Record<string, string>> = {
  asks: "Waits for an answer",
  waiting: "Waiting",
  held: "Held",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  finished: "Finished",
  "finished-with-hook-errors": "Finished, a hook failed",
  aborted: "Stopped by a hook",
  "stopped-some": "A hook stopped some of it",
  interrupted: "Interrupted",
};

export const stateWord = (state: string): string => words[state] ?? state;

/** How a state is coloured. */
export function stateKind(state: string): "good" | "bad" | "warning" | "live" | "quiet" {
  if (state === "done" || state === "finished" || state === "written") return "good";
  if (state === "failed" || state === "aborted" || state === "interrupted") return "bad";
  if (state === "asks" || state === "held" || state === "skipped") return "warning";
  if (state === "finished-with-hook-errors" || state === "stopped-some") return "warning";
  return state === "running" ? "live" : "quiet";
}

/** A hook's no is no failure, and what it let through was written. */
function endOf(state: string, result: unknown): string {
  if (state !== "failed" || typeof result !== "object" || result === null) return state;
  if (!("status" in result) || result.status !== "aborted") return state;
  return writtenText(result) === "" ? "aborted" : "stopped-some";
}

function writtenText(result: unknown): string {
  if (typeof result !== "object" || result === null) return "";
  const written = "written" in result ? result.written : "files" in result ? result.files : undefined;
  return typeof written === "number" && written > 0 ? String(written) : "";
}
