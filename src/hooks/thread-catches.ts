/** Everything that hook files print goes to `receive` instead of the terminal. */
export function catchOutput(receive: (text: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      receive(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") queueMicrotask(() => Reflect.apply(callback, undefined, []));
      return true;
    };
  }
  // Node's own listener would tell of the experimental parts that the runner uses.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") receive(`${warning.name}: ${warning.message}\n`);
  });
}

/** Errors that no handler can be the one to throw: from timers, and from promises that nobody awaits. */
export function catchStrayErrors(receive: (error: unknown) => void): void {
  process.on("uncaughtException", receive);
  process.on("unhandledRejection", receive);
}

/** Ending the program is not a hook's to do: instead of ending the thread these throw, and the hook has failed. */
export function refuseExit(): void {
  const refuse = (what: string): never => {
    throw new Error(`${what} was called: a hook cannot end the program. To stop the export, set info.abort = true.`);
  };
  process.exit = (code) => refuse(`process.exit(${code ?? ""})`);
  process.abort = () => refuse("process.abort()");
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => (pid === process.pid ? refuse(`process.kill(${pid})`) : kill(pid, signal));
}
