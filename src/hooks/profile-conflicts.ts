import { isDeepStrictEqual } from "node:util";
import type { HookOutcome } from "./hook-runner.ts";

/** A custom export profile that one file filled in, and another filled in differently: what the last one left counts. */
export interface ProfileConflict {
  readonly profile: string;
  readonly files: readonly string[];
}

/** @param outcome of `getCustomExportProfiles`. A file that only adds to what another filled in is no conflict. */
export function profileConflicts({ calls }: Pick<HookOutcome, "calls">): readonly ProfileConflict[] {
  const files = new Map<string, readonly string[]>();
  const conflicts = new Map<string, readonly string[]>();
  for (const { file, changes } of calls) {
    for (const { key, before, after } of changes) {
      const known = files.get(key) ?? [];
      files.set(key, [...known, file]);
      if (known.length > 0 && !holds(after, before)) conflicts.set(key, [...known, file]);
    }
  }
  return [...conflicts].map(([profile, filling]) => ({ profile, files: filling }));
}

export const profileConflictText = ({ profile, files }: ProfileConflict): string =>
  `The custom export profile "${profile}" is filled in differently by ${files.join(" and ")}; the last counts.`;

/** Whether a value has all that another had. */
function holds(value: unknown, earlier: unknown): boolean {
  if (earlier === undefined || isDeepStrictEqual(value, earlier)) return true;
  if (typeof value !== "object" || value === null || typeof earlier !== "object" || earlier === null) return false;
  const now = new Map<string, unknown>(Object.entries(value));
  return Object.entries(earlier).every(([key, had]) => now.has(key) && holds(now.get(key), had));
}
