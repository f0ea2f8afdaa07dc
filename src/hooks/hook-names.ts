import { type HookName, hookTable } from "./hook-table.ts";

export const hookNames: readonly HookName[] = Object.keys(hookTable).filter(isHookName);

function isHookName(name: string): name is HookName {
  return Object.hasOwn(hookTable, name);
}

const spellings: ReadonlyMap<string, HookName> = new Map(
  hookNames.flatMap((hook) => [hook, ...pythonNames(hook)].map((name) => [name, hook] as const)),
);

/** Every name that a Python file may give to the hook, the present one first. */
export function pythonNames(hook: HookName): readonly string[] {
  return [...new Set([hookTable[hook].python, ...hookTable[hook].legacy, hook])];
}

/** The hook that a function of this name is: camelCase, snake_case, or a legacy name. */
export const hookOfSpelling = (name: string): HookName | undefined => spellings.get(name);

/** The hook that somebody who typed this name probably wants; for names in hook files see `misspeltHook`. */
export function nearestHook(name: string): HookName | undefined {
  const near = nearestName(name, [...spellings.keys()]);
  return near === undefined ? undefined : spellings.get(near);
}

/** The known name closest to one that is not known: at most a third of its letters differ, case and `_` aside. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[_-]/g, "");
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(plain(name), plain(candidate));
    if (distance <= Math.min(3, candidate.length / 3) && distance < (best?.distance ?? Infinity)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/** Letters to insert, delete or replace to get from one text to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
