import { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { drainOutput } from "./drain-output.ts";

/** Programs that hook files of this thread start. */
export interface ThreadChildren {
  /**
   * Lets those go on that print into a pipe to this thread, which is about to end.
   * @returns the files that started them.
   */
  leave(): readonly string[];
}

/**
 * @param fileNow whose code runs.
 * @param onFirst called with the first one.
 */
export function watchThreadChildren(fileNow: () => string, onFirst: () => void): ThreadChildren {
  const files = new Map<ChildProcess, string>();
  let isFirst = true;
  subscribe("child_process", (message) => {
    if (typeof message !== "object" || message === null || !("process" in message)) return;
    const child = message.process;
    if (!(child instanceof ChildProcess)) return;
    files.set(child, fileNow());
    child.once("close", () => files.delete(child));
    if (isFirst) onFirst();
    isFirst = false;
  });
  return {
    leave() {
      const left = new Set<string>();
      for (const [child, file] of files) {
        const pipes = [child.stdout, child.stderr].filter((pipe) => pipe !== null && !pipe.destroyed);
        if (pipes.length > 0) left.add(file);
        for (const pipe of pipes) if (pipe !== null) drainOutput(pipe);
      }
      return [...left];
    },
  };
}
