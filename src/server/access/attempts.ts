import { CressetError } from "../../errors.ts";

/** Refused for now. */
export class TooMany extends CressetError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("too-many", `Too many wrong passwords. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts what fails, by a key, within a time. */
export interface Attempts {
  /** @throws TooMany when too many failed. */
  refuseIfTooMany(key: string): void;
  failed(key: string): void;
  succeeded(key: string): void;
}

/** @param most Failures of a key within `window` milliseconds. */
export function countAttempts(most: number, window: number, now: () => number = Date.now): Attempts {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > now() - window);
  return {
    refuseIfTooMany(key) {
      const [first = 0, ...rest] = recent(key);
      if (rest.length + 1 < most || first === 0) return;
      throw new TooMany(Math.ceil((first + window - now()) / 1000));
    },
    failed(key) {
      // Guessers make up names: the oldest are forgotten.
      if (failures.size > 10_000) for (const oldest of [...failures.keys()].slice(0, 1000)) failures.delete(oldest);
      const list = recent(key);
      failures.delete(key);
      failures.set(key, [...list, now()]);
    },
    succeeded: (key) => failures.delete(key),
  };
}
