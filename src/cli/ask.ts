import { createInterface } from "node:readline/promises";
import type { Dialog, DialogAnswers } from "../app/dialog.ts";
import { CressetError } from "../errors.ts";
import type { OverwriteAnswer } from "../export/overwrite.ts";

const answers: Readonly<Record<string, OverwriteAnswer>> = {
  o: "overwrite",
  s: "skip",
  v: "version-up",
  a: "overwrite_all",
  n: "skip_all",
  c: "cancel",
};

/** Asks in the terminal what to do with a file that exists, until the answer is one of the letters. */
export async function askAboutOverwrite(
  path: string,
  goesToo: readonly string[],
  signal: AbortSignal,
): Promise<OverwriteAnswer> {
  const others = goesToo.length === 0 ? "" : ` Overwriting it removes ${goesToo.slice(0, 3).join(", ")}, too.`;
  const question = `${path} exists.${others} (o)verwrite, (s)kip, (v)ersion up, overwrite (a)ll, skip all (n), (c)ancel? `;
  for (;;) {
    const typed = await askLine(question, signal);
    const answer = answers[typed.toLowerCase().slice(0, 1)];
    if (answer !== undefined) return answer;
  }
}

/** Answers what scripts ask people, in the terminal. `pause` takes away what is drawn there meanwhile. */
export function terminalAnswers(
  signal: AbortSignal,
  pause: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): DialogAnswers {
  return {
    choose: (dialog) => pause(() => askToChoose(dialog, signal)),
    paths: ({ title, path }) =>
      pause(async () => {
        const typed = await askLine(`${title === "" ? "Path" : title}${path === "" ? "" : ` [in ${path}]`}: `, signal);
        return typed === "" ? [] : [typed];
      }),
  };
}

/** Asks until the answer is the number of a button, its text, or a beginning of it that no other button has. */
async function askToChoose({ title, message, buttons }: Dialog, signal: AbortSignal): Promise<string> {
  const choices = buttons.map((button, index) => `${index + 1} ${button}`).join(", ");
  for (;;) {
    const typed = (await askLine(`${title}: ${message}\n(${choices})? `, signal)).toLowerCase();
    const numbered = buttons[Number(typed) - 1];
    if (numbered !== undefined) return numbered;
    const begun = typed === "" ? [] : buttons.filter((button) => button.toLowerCase().startsWith(typed));
    const found =
      buttons.find((button) => button.toLowerCase() === typed) ?? (begun.length === 1 ? begun[0] : undefined);
    if (found !== undefined) return found;
  }
}

/** @throws CressetError `cancelled` where nothing more can be typed (Ctrl-D), as for Ctrl-C. */
async function askLine(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const atEnd = new AbortController();
  terminal.once("close", () => atEnd.abort());
  try {
    return (await terminal.question(question, { signal: AbortSignal.any([signal, atEnd.signal]) })).trim();
  } catch (cause) {
    if (signal.aborted || !(cause instanceof Error) || cause.name !== "AbortError") throw cause;
    process.stdout.write("\n");
    throw new CressetError("cancelled", "No answer was given: the input ended at the question.", { cause });
  } finally {
    terminal.close();
  }
}
