import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Hands the reading end of a pipe to a small program of its own, which reads until the last writer closes it, also when
 * this program has ended: who writes into a pipe that nobody reads is ended by the system (SIGPIPE), without a word.
 *
 * @param pipe of a child process; nobody reads it here any more.
 */
export function drainOutput(pipe: Readable): void {
  pipe.pause();
  const isWindows = process.platform === "win32";
  const [command, ...args] = isWindows ? [process.execPath, "-e", "process.stdin.resume()"] : ["cat"];
  try {
    const reader = spawn(command, args, {
      stdio: [pipe, "ignore", "ignore"],
      detached: true,
      windowsHide: true,
      // No folder is kept from being unmounted.
      ...(isWindows ? {} : { cwd: "/" }),
    });
    reader.on("error", () => {});
    reader.unref();
  } catch {
    // It was closed meanwhile.
  }
  pipe.destroy();
}

/**
 * Closes the pipes that the output of an ended process came from, once all of it is here.
 *
 * @param waitMs how long what it printed may be on its way.
 * @returns whether another program still holds one of them; it may print on.
 */
export async function closeOutput(pipes: readonly Readable[], waitMs: number): Promise<boolean> {
  const open = pipes.filter((pipe) => !pipe.readableEnded);
  const ends = Promise.all(open.map((pipe) => new Promise<void>((resolve) => void pipe.once("close", resolve))));
  let timer: NodeJS.Timeout | undefined;
  // It keeps the program alive meanwhile: nothing else may.
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs)));
  await Promise.race([ends, late]);
  clearTimeout(timer);
  // Timers come before what waits in pipes, where this program was held up.
  await nextTurn();
  const held = open.filter((pipe) => !pipe.readableEnded && !pipe.destroyed);
  for (const pipe of held) drainOutput(pipe);
  return held.length > 0;
}
