import { exitCodeOf } from "../errors.ts";
import { hasWork } from "./interrupt.ts";

/**
 * What becomes of the program when nobody can read what it prints. Work goes on, and its exit code tells of it: who pipes an
 * export into `head` has not asked for half of it. What only prints is over; a reader that has seen enough is no failure.
 * Nor is a terminal that was closed: what runs is stopped cleanly by SIGHUP, and nobody hears what it says meanwhile.
 */
export function surviveLostOutput(): void {
  let isTold = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EIO") return;
    if (error.code === "EPIPE") {
      if (!hasWork()) process.exit(0);
      return;
    }
    if (!isTold)
      console.error(
        `error: What this command prints cannot be written (${error.message}).${hasWork() ? " Its work goes on." : ""}`,
      );
    isTold = true;
    if (!hasWork()) process.exit(exitCodeOf(error.code === "ENOSPC" ? "disk-full" : "bad-destination"));
  });
  // There is no place left to tell of it.
  process.stderr.on("error", () => {});
}
