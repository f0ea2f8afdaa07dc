import { styleText } from "node:util";
import type { ArchiveEvent, ArchiveHandlers } from "../app/archives.ts";
import { CressetError } from "../errors.ts";
import { hookLines } from "./hook-lines.ts";
import { onInterrupt } from "./interrupt.ts";
import { printJson } from "./print-json.ts";
import { LineBar } from "./line-bar.ts";
import { formatBytes, formatSeconds } from "./table.ts";

type Progress = Extract<ArchiveEvent, { type: "progress" }>;

interface ArchivePrinter {
  readonly tell: (event: ArchiveEvent) => void;
  end(): void;
}

function createPrinter(json: boolean): ArchivePrinter {
  if (json) return { tell: (event) => console.log(JSON.stringify(event, plainNumbers)), end: () => {} };
  const bar = new LineBar(process.stdout);
  return {
    tell: (event) => {
      if (event.type === "progress") bar.show(fractionOf(event), progressText(event));
      else {
        const lines = linesOf(event);
        if (lines !== "") bar.above(lines);
      }
    },
    end: () => bar.end(),
  };
}

/**
 * Runs something with an archive as the command line does: prints what it tells, and takes Ctrl-C.
 * @param quiet tells nothing but progress, for commands whose `--json` is one object.
 */
export async function withArchivePrinter<T>(
  { json = false, quiet = false }: { readonly json?: boolean | undefined; readonly quiet?: boolean },
  work: (handlers: ArchiveHandlers) => Promise<T>,
): Promise<T> {
  const printer = json && quiet ? { tell: () => {}, end: () => {} } : createPrinter(json);
  const interrupt = onInterrupt();
  try {
    return await work({ signal: interrupt.signal, tell: printer.tell });
  } catch (error) {
    printer.end();
    if (json && error instanceof CressetError) printJson({ type: "error", code: error.code, message: error.message });
    // What was under way says what it was doing when it was stopped.
    if (interrupt.signal.aborted && !(error instanceof CressetError && error.code === "cancelled"))
      throw new CressetError("cancelled", "Stopped.", { cause: error });
    throw error;
  } finally {
    printer.end();
    interrupt.end();
  }
}

const plainNumbers = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);

const fractionOf = ({ bytes, bytesTotal }: Progress) => (bytesTotal > 0 ? Math.min(1, bytes / bytesTotal) : 0);

const verbs = { archive: "archived", compare: "compared", verify: "checked", restore: "restored" } as const;

function progressText(progress: Progress): string {
  const { what, bytes, bytesTotal, bytesPerSecond, secondsLeft } = progress;
  const rate = `${formatBytes(Math.round(bytesPerSecond))}/s`;
  if (bytesTotal === 0) return `${formatBytes(bytes)} ${verbs[what]}  ${rate}`;
  const percent = Math.floor(100 * fractionOf(progress));
  const done = `${percent} %  ${formatBytes(bytes)} of ${formatBytes(Math.round(bytesTotal))} ${verbs[what]}  ${rate}`;
  // What the first files took says nothing of the rest.
  return percent < 1 ? done : `${done}  ${formatSeconds(secondsLeft)} left`;
}

function linesOf(event: Exclude<ArchiveEvent, Progress>): string {
  switch (event.type) {
    case "started":
      return `Run ${event.runId}${event.session === undefined ? "" : `, session ${event.session}`}${event.resumed ? ", resumed" : ""}`;
    case "estimated": {
      const { files, bytes, segments, clips } = event.estimate;
      return `${clips > 0 ? `${count(clips, "clip")}, ` : ""}${count(files, "file")}, ${formatBytes(bytes)}, about ${count(segments, "segment")}`;
    }
    case "segment":
      return event.fault === ""
        ? `${styleText("green", "written")}  ${event.path}`
        : `${styleText("red", "bad segment")}  ${event.path}: ${event.fault}${event.isWrittenAgain ? " It is written again." : ""}`;
    case "problem":
      return `${styleText("red", "problem")}  ${event.path}: ${event.message}`;
    case "message":
      return event.text;
    case "hook":
      return event.replayed ? "" : hookLines(event.outcome);
  }
}

export const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
