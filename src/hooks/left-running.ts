import { basename } from "node:path";
import type { HookCallTrace } from "./hook-runner.ts";

/** What is told of programs that hold the output of hooks when these are over. @param files that started programs. */
export function leftRunning(files: readonly string[]): HookCallTrace {
  const known = files.filter((file) => file !== "");
  const [file = "", ...others] = known;
  const names = known.map((each) => basename(each)).join(", ");
  const starter = file === "" ? "hooks" : others.length === 0 ? names : `hooks (${names})`;
  const text = `A program that ${starter} started is still at work: it goes on, and what it prints is not shown any more.`;
  return {
    file: others.length === 0 ? file : "",
    milliseconds: 0,
    changes: [],
    log: [],
    complaints: [text],
    outcome: "ok",
    detail: "when hooks were over",
  };
}
