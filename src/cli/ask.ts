import { createInterface } from "node:readline/promises";
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
