import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type LogLine, logLineShape } from "../shapes/run-shapes.ts";

/** The logs of runs of this server: a file of JSON lines each, in the home. */
export interface RunLogs {
  /** Keeps a line; written in the background, in order. */
  add(runId: string, line: LogLine): void;
  /** Everything that was kept of a run; nothing where this home's server did not run it. */
  read(runId: string): Promise<readonly LogLine[] | undefined>;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

export function createRunLogs(home: string, complain: (error: unknown) => void): RunLogs {
  const folder = path.join(home, "logs");
  const waiting = new Map<string, string[]>();
  let last: Promise<void> = Promise.resolve();
  const fileOf = (runId: string) => path.join(folder, `${runId}.jsonl`);
  const write = async () => {
    await mkdir(folder, { recursive: true });
    const batch = [...waiting];
    waiting.clear();
    for (const [runId, lines] of batch) await appendFile(fileOf(runId), lines.join(""));
  };
  return {
    add(runId, line) {
      // What is added while a batch is written goes out with the next.
      if (waiting.size === 0) last = last.then(write).catch(complain);
      waiting.set(runId, [...(waiting.get(runId) ?? []), `${JSON.stringify(line)}\n`]);
    },
    async read(runId) {
      await last;
      const text = await readFile(fileOf(runId), "utf8").catch(() => undefined);
      // A line that a kill cut short is passed over.
      return text?.split("\n").flatMap((each) => {
        const parsed = logLineShape.safeParse(parseJson(each));
        return parsed.success ? [parsed.data] : [];
      });
    },
    close: () => last,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
