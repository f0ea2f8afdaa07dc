import { inspect } from "node:util";
import type { OverwriteAnswer } from "./hook-info.ts";
import { type HookName, hookTable } from "./hook-table.ts";

const overwriteAnswers = ["ask", "overwrite", "overwrite_all", "skip"] as const satisfies readonly OverwriteAnswer[];

/** The answer of a value hook, nothing where it gave none, a complaint where it makes no sense. */
export function judgeAnswer(
  hook: HookName,
  answer: unknown,
): { readonly answer?: string | boolean; readonly complaint?: string } {
  if (hookTable[hook].kind !== "value" || answer === undefined || answer === null) return {};
  if (hook === "useBackburnerPostExportAsset") {
    if (answer === 0 || answer === 1) return { answer: answer === 1 };
    return typeof answer === "boolean" ? { answer } : { complaint: wrongAnswer(hook, answer, "true or false") };
  }
  const known = overwriteAnswers.find((word) => word === answer);
  if (known !== undefined) return { answer: known };
  return {
    complaint: wrongAnswer(hook, answer, `${overwriteAnswers.map((word) => `"${word}"`).join(", ")} or nothing`),
  };
}

const wrongAnswer = (hook: HookName, answer: unknown, expected: string): string =>
  `${hook} answered ${inspect(answer, { depth: 0 })}; expected ${expected}.`;
