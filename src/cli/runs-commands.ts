import { openCresset } from "../app/cresset.ts";
import type { RunRecord, RunStore } from "../catalogue/run-store.ts";
import { CressetError } from "../errors.ts";
import type { WrittenFile } from "../catalogue/journal.ts";
import { traceOf, withHistory } from "../app/history.ts";
import { traceText } from "../hooks/trace-text.ts";
import { fileRows } from "./file-rows.ts";
import { printJson } from "./print-json.ts";
import { runInTerminal } from "./run-in-terminal.ts";
import { formatSeconds, table } from "./table.ts";

/** `cresset runs list`. */
export async function listCommand({ limit, json }: { readonly limit: number; readonly json?: boolean }): Promise<void> {
  const runs = await withHistory((store) => store.runs({ limit }));
  if (json === true) printJson(runs);
  else if (runs.length === 0) console.log("No run yet.");
  else
    console.log(
      table(
        runs.map(({ id, status, startedAt, endedAt, request }) => [
          id,
          status,
          startedAt.toLocaleString(),
          endedAt === undefined ? "" : formatSeconds((endedAt.getTime() - startedAt.getTime()) / 1000),
          sourcesText(request),
        ]),
      ),
    );
}

function sourcesText(request: unknown): string {
  if (typeof request !== "object" || request === null || !("sources" in request) || !Array.isArray(request.sources))
    return "";
  return request.sources.map(String).join(", ");
}

async function latest(store: RunStore): Promise<RunRecord> {
  const [run] = await store.runs({ limit: 1 });
  if (run === undefined) throw new CressetError("not-found", "There is no run in the history yet.");
  return run;
}

/** `cresset runs show`. */
export async function showCommand(id: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  await withHistory(async (store) => {
    const run = id === undefined ? await latest(store) : await store.run(id);
    const [files, trace, steps] = [await store.files(run.id), await traceOf(store, run.id), await store.steps(run.id)];
    if (json === true) {
      printJson({ run, files, trace });
      return;
    }
    console.log(`${run.id}  ${run.status}  ${run.startedAt.toLocaleString()}  ${sourcesText(run.request)}`);
    for (const { key, status, error } of steps)
      if (status === "failed") console.log(`  failed: ${key}: ${messageIn(error)}`);
    if (messageIn(run.summary) !== "") console.log(`  ${messageIn(run.summary)}`);
    if (files.length > 0) console.log(`\nFiles\n${filesText(files)}`);
    if (trace.length > 0) console.log(`\nHooks\n${traceText(trace)}`);
  });
}

const messageIn = (value: unknown): string =>
  typeof value === "object" && value !== null && "message" in value ? String(value.message) : "";

const shownFiles = 100;

function filesText(files: readonly WrittenFile[]): string {
  const rows = fileRows(files);
  const more = rows.length > shownFiles ? `\n  … and ${rows.length - shownFiles} more (--json shows all)` : "";
  return `${table(rows.slice(0, shownFiles).map(([path = "", ...rest]) => [`  ${path}`, ...rest]))}${more}`;
}

/** `cresset runs resume`. @returns the exit code. */
export async function resumeCommand(
  id: string,
  options: { readonly json?: boolean; readonly input: boolean },
): Promise<number> {
  return runInTerminal(options, (handlers) => openCresset().resume(id, handlers));
}
