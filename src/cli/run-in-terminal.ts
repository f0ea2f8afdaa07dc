import type { ExportHandlers } from "../app/cresset.ts";
import type { ExportOutcome } from "../export/export-outcome.ts";
import { askAboutOverwrite, terminalAnswers } from "./ask.ts";
import { createExportPrinter } from "./export-printer.ts";
import { onInterrupt } from "./interrupt.ts";

/**
 * Runs an export as the command line does: prints what it tells, takes Ctrl-C, and asks about files that exist, and
 * what scripts ask, where somebody sits at a terminal.
 * @returns the exit code.
 */
export async function runInTerminal(
  { json = false, input }: { readonly json?: boolean | undefined; readonly input: boolean },
  work: (handlers: Omit<ExportHandlers, "dryRun">) => Promise<ExportOutcome>,
): Promise<number> {
  const printer = createExportPrinter({ json });
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && input && !json;
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  try {
    const outcome = await work({
      signal,
      tell: printer.tell,
      ...(isTerminal
        ? {
            ask: (path, goesToo) => printer.pause(() => askAboutOverwrite(path, goesToo, signal)),
            answers: terminalAnswers(signal, (asking) => printer.pause(asking)),
          }
        : {}),
    });
    return printer.exitCode(outcome);
  } catch (error) {
    printer.fail(error);
    throw error;
  } finally {
    printer.end();
    interrupt.end();
  }
}
