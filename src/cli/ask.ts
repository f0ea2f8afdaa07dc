import { createInterface } from "node:readline/promises";
import type { Dialog, DialogAnswers } from "../app/dialog.ts";
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
export async function askAboutOverwrite(path: string, signal: AbortSignal): Promise<OverwriteAnswer> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const typed = await terminal.question(
        `${path} exists. (o)verwrite, (s)kip, (v)ersion up, overwrite (a)ll, skip all (n), (c)ancel? `,
        { signal },
      );
      const answer = answers[typed.trim().toLowerCase().slice(0, 1)];
      if (answer !== undefined) return answer;
    }
  } finally {
    terminal.close();
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

async function askLine(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question, { signal })).trim();
  } finally {
    terminal.close();
  }
}
