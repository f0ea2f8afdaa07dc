import { type Journal, repeatedStep } from "./journal.ts";

/** A journal that keeps nothing, for dry runs and tests of hooks: no database is loaded, no file is touched. */
export function memoryJournal(request: unknown = null): Journal {
  const used = new Set<string>();
  let userData: unknown;
  return {
    id: "dry-run",
    resumed: false,
    request,
    get userData() {
      return userData;
    },
    isDone: () => false,
    async step(key, _kind, _parse, run) {
      if (used.has(key)) throw repeatedStep(key);
      used.add(key);
      const outcome = await run();
      if (outcome.userData !== undefined) userData = outcome.userData;
      return outcome.result;
    },
    group: (run) => run(),
    async claim() {},
    progress() {},
    async finish() {},
    async close() {},
  };
}
