import { isDeepStrictEqual } from "node:util";
import type { HookChange } from "./hook-runner.ts";
import { isPlainObject, ownValue } from "./user-data.ts";

const mostChanges = 20;

/**
 * Where two states of userData differ, as the smallest places that changed: `userData.files[3]`. A list of files that
 * grows with every asset thus costs one line per asset, not the whole list.
 */
export function userDataChanges(before: unknown, after: unknown): readonly HookChange[] {
  const changes: HookChange[] = [];
  collect("userData", before, after, changes);
  if (changes.length <= mostChanges) return changes;
  const more = changes.length - mostChanges;
  return [
    ...changes.slice(0, mostChanges),
    { key: "userData", before: undefined, after: `… and ${more} more changes` },
  ];
}

function collect(path: string, before: unknown, after: unknown, changes: HookChange[]): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      if (before[index] !== after[index]) collect(`${path}[${index}]`, before[index], after[index], changes);
    }
  } else if (isPlainObject(before) && isPlainObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(`${path}.${key}`, ownValue(before, key), ownValue(after, key), changes);
    }
  } else if (!isDeepStrictEqual(before, after)) changes.push({ key: path, before, after });
}
