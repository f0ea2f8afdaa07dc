import { CressetError, GoesOnLater } from "../errors.ts";
import type { TaskEnd } from "./task.ts";

/** Why work stops that goes on with the next start. */
export const stoppedByClosing = () => new GoesOnLater("The server ended. It goes on when it is started again.");
export const cancelledByPerson = () => new CressetError("cancelled", "It was cancelled.");

/** How work ended that threw. */
export function endOfError(error: unknown, signal: AbortSignal): TaskEnd {
  const message = error instanceof Error ? error.message : String(error);
  const isCancelled = signal.aborted || (error instanceof CressetError && error.code === "cancelled");
  return { state: isCancelled ? "cancelled" : "failed", message };
}
