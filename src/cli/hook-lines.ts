import { styleText } from "node:util";
import type { HookOutcome } from "../hooks/hook-runner.ts";

/** What the files of one call printed, what was not kept, and errors with their stack, under the name of the file. */
export function hookLines({ hook, calls }: Pick<HookOutcome, "hook" | "calls">): string {
  return calls
    .flatMap(({ file, log, complaints, outcome, detail }) => [
      ...log.map((line) => `${styleText("dim", baseName(file))} ${line}`),
      ...complaints.map((line) => `${styleText("yellow", "warning")}: ${baseName(file)}: ${line}`),
      ...(outcome === "error" || outcome === "timeout"
        ? [`${styleText("red", "error")}: ${baseName(file)}, ${hook}: ${detail.split("\n").join("\n  ")}`]
        : []),
    ])
    .join("\n");
}

/** Empty for what belongs to no file. */
const baseName = (file: string) => (file === "" ? "hooks" : file.slice(file.lastIndexOf("/") + 1));
