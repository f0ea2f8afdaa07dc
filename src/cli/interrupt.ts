let working = false;

/** Whether this process does, or did, work that Ctrl-C stops, and not only printed. */
export const hasWork = (): boolean => working;

/**
 * Ctrl-C, SIGTERM and SIGHUP (the terminal was closed, the connection is lost) as a signal that the program's parts obey. A
 * second Ctrl-C or SIGTERM ends the program at once; a closed terminal may say so several times and means it once.
 */
export function onInterrupt(): { readonly signal: AbortSignal; readonly end: () => void } {
  working = true;
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error("Stopping cleanly … (again to stop at once)");
    controller.abort();
  };
  const hangUp = () => {
    if (!controller.signal.aborted) stop();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.on("SIGHUP", hangUp);
  return {
    signal: controller.signal,
    end: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      process.off("SIGHUP", hangUp);
    },
  };
}
