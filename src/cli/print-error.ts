import { styleText } from "node:util";
import { CressetError, exitCodeOf } from "../errors.ts";

/** Prints a failure for people: the sentence, then its detail. @returns the exit code. */
export function printError(error: unknown): number {
  if (error instanceof CressetError) {
    console.error(`${styleText("red", "error", { stream: process.stderr })}: ${error.message}`);
    if (error.detail !== undefined && error.detail !== error.message)
      console.error(
        error.detail
          .split("\n")
          .map((line) => `  ${line}`)
          .join("\n"),
      );
    return exitCodeOf(error.code);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`${styleText("red", "error", { stream: process.stderr })}: Cresset itself failed. ${text}`);
  return exitCodeOf("internal");
}
