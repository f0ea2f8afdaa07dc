import { hookNames, hookOfSpelling, pythonNames } from "./hook-names.ts";
import { type HookName, hookTable } from "./hook-table.ts";

interface Spelling {
  readonly hook: HookName;
  readonly words: readonly string[];
}

const spellings: readonly Spelling[] = hookNames.flatMap((hook) =>
  [...new Set([hook, ...pythonNames(hook)])].map((name) => ({ hook, words: wordsOf(name) })),
);

/** Joined texts shorter than this have ordinary words one letter away: `reexport` beside `preexport`. */
const longJoined = 12;
/** So have words up to this length: `host` beside `post`, `re` beside `pre`. */
const shortWord = 4;

/**
 * The hook that a function of a hook file was meant to be. Only what is really near: the words of a hook in other case or
 * joining (`PreExport`, `preexport_asset`), or the same number of words with one slip of typing in a word, two in all.
 * Another word, one more or one less make another name: `pre_import`, `do_export`, `my_post_export`, `export_asset`.
 */
export function misspeltHook(name: string): HookName | undefined {
  if (hookOfSpelling(name) !== undefined) return undefined;
  const words = wordsOf(name);
  let best: { readonly hook: HookName; readonly slips: number } | undefined;
  for (const { hook, words: meant } of spellings) {
    const slips = slipsBetween(words, meant);
    if (slips !== undefined && slips < (best?.slips ?? Infinity)) best = { hook, slips };
  }
  return best?.hook;
}

/** What to say of a function of a Python file that has nearly the name of a hook; nothing for any other. */
export function misspeltPythonHook(name: string): string | undefined {
  const hook = misspeltHook(name);
  return hook === undefined
    ? undefined
    : `${name} is no hook and is never called; did you mean ${hookTable[hook].python}?`;
}

/** `preExportAsset`, `Pre_Export_Asset` → pre, export, asset. */
function wordsOf(name: string): readonly string[] {
  const split = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
  return split.split("_").filter((word) => word !== "");
}

/** 0 for the same letters, then the slips of typing; undefined for another name. */
function slipsBetween(words: readonly string[], meant: readonly string[]): number | undefined {
  const [joined, joinedMeant] = [words.join(""), meant.join("")];
  if (joined === joinedMeant) return 0;
  if (words.length !== meant.length)
    return joinedMeant.length >= longJoined && isOneSlip(joined, joinedMeant) ? 1 : undefined;
  let slips = 0;
  for (const [index, word] of meant.entries()) {
    const written = words[index] ?? "";
    if (written === word) continue;
    if (word.length <= shortWord ? !isSwap(written, word) : !isOneSlip(written, word)) return undefined;
    slips += 1;
  }
  return slips <= 2 ? slips : undefined;
}

/** Two neighbouring letters have changed places. */
function isSwap(written: string, meant: string): boolean {
  const at = firstDifference(written, meant);
  return (
    written.length === meant.length &&
    written[at] === meant[at + 1] &&
    written[at + 1] === meant[at] &&
    written.slice(at + 2) === meant.slice(at + 2)
  );
}

/** One letter is missing, too many or another, or two have changed places. */
function isOneSlip(written: string, meant: string): boolean {
  const at = firstDifference(written, meant);
  const [rest, restMeant] = [written.slice(at), meant.slice(at)];
  return (
    isSwap(written, meant) ||
    rest.slice(1) === restMeant ||
    rest === restMeant.slice(1) ||
    rest.slice(1) === restMeant.slice(1)
  );
}

function firstDifference(written: string, meant: string): number {
  let at = 0;
  while (at < written.length && written[at] === meant[at]) at += 1;
  return at;
}
