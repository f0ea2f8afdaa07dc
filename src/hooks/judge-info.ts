import { isDeepStrictEqual } from "node:util";
import { nearestName } from "./hook-names.ts";
import type { HookChange, HookInfo } from "./hook-runner.ts";
import { type HookName, type InfoType, hookTable } from "./hook-table.ts";
import { isPlainObject, jsonPart, ownValue } from "./user-data.ts";

/** What a handler made of info, after the contract had its say. */
export interface InfoVerdict {
  /** Read-only keys as they were, allowed writes as the handler left them. */
  readonly info: HookInfo;
  readonly changes: readonly HookChange[];
  /** One sentence for each write that was not kept. */
  readonly complaints: readonly string[];
  readonly aborted: boolean;
}

/** Compares info before and after a handler and keeps what the table lets this hook write. */
export function judgeInfo(hook: HookName, before: HookInfo, after: HookInfo): InfoVerdict {
  if (hookTable[hook].kind === "profiles") return judgeProfiles(before, after);
  const declarations: Readonly<Record<string, { readonly type: InfoType; readonly writable?: true }>> =
    hookTable[hook].info;
  const info: Record<string, unknown> = { ...before };
  const changes: HookChange[] = [];
  const complaints: string[] = [];
  for (const [written, value] of writtenKeys(before, after)) {
    const key = written === "abort_message" ? "abortMessage" : written;
    const declaration = ownValue(declarations, key);
    if (declaration === undefined) complaints.push(unknownKey(hook, key, Object.keys(declarations)));
    else if (declaration.writable !== true) complaints.push(readOnlyKey(hook, key, before[key], value));
    else {
      const kept = keptValue(key, value, declaration.type, before[key], complaints);
      if (kept === undefined || isDeepStrictEqual(kept, before[key])) continue;
      changes.push({ key, before: before[key], after: kept });
      info[key] = kept;
    }
  }
  const aborted = info["abort"] === true;
  if (!aborted && info["abortMessage"] !== before["abortMessage"]) {
    complaints.push("info.abortMessage was set, but info.abort was not set to true: nothing is aborted.");
  }
  return { info, changes, complaints, aborted };
}

/** Keys whose value is another one than before; a deleted key counts with `undefined`. */
function* writtenKeys(before: HookInfo, after: HookInfo): Generator<readonly [string, unknown]> {
  for (const key of Object.keys(after)) {
    const value = after[key];
    const was = ownValue(before, key);
    if (value !== was && !isDeepStrictEqual(value, was)) yield [key, value];
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) yield [key, undefined];
}

/** The value when it has the key's type. Nothing, with a complaint, when it has not. */
function keptValue(key: string, value: unknown, type: InfoType, before: unknown, complaints: string[]): unknown {
  if (types[type].has(value)) return value;
  if (type === "boolean" && (value === 0 || value === 1)) return value === 1;
  const stays = `it stays ${show(before)}.`;
  if (value === undefined) {
    complaints.push(`info.${key} was deleted: ${stays}`);
    return undefined;
  }
  const wrong = `info.${key} was set to ${show(value)}; expected ${types[type].name}:`;
  // A handler that means "no" is not overheard for a slip: anything but an empty value aborts.
  if (key === "abort" && Boolean(value)) {
    complaints.push(`${wrong} it counts as true.`);
    return true;
  }
  complaints.push(`${wrong} it was not kept, ${stays}`);
  return undefined;
}

interface TypeCheck {
  readonly name: string;
  readonly has: (value: unknown) => boolean;
}

const isString = (value: unknown): boolean => typeof value === "string";

const types: Readonly<Record<InfoType, TypeCheck>> = {
  string: { name: "a string", has: isString },
  boolean: { name: "true or false", has: (value) => typeof value === "boolean" },
  integer: { name: "a whole number", has: (value) => Number.isSafeInteger(value) },
  number: { name: "a number", has: (value) => Number.isFinite(value) },
  stringList: { name: "a list of strings", has: (value) => Array.isArray(value) && value.every(isString) },
  segmentMap: {
    name: "a map of strings",
    has: (value) => isPlainObject(value) && Object.values(value).every(isString),
  },
};

function unknownKey(hook: HookName, key: string, known: readonly string[]): string {
  if (key.startsWith("abort")) return `${hook} cannot abort: info.${key} was not kept.`;
  const near = nearestName(key, known);
  return `info.${key} is no key of ${hook} and changes nothing${near === undefined ? "." : `; did you mean ${near}?`}`;
}

const readOnlyKey = (hook: HookName, key: string, before: unknown, value: unknown): string =>
  `info.${key} is read-only in ${hook}: ${value === undefined ? "deleting it changes nothing" : `${show(value)} was not kept`}, it stays ${show(before)}.`;

/** A value in a sentence, shortened. */
function show(value: unknown): string {
  const text = value === undefined ? "unset" : jsonPart(value).json;
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** Profiles are the hook's to name; their userData is kept as far as JSON can hold it. */
function judgeProfiles(before: HookInfo, after: HookInfo): InfoVerdict {
  const part = jsonPart(after);
  const kept: unknown = JSON.parse(part.json);
  const info = isPlainObject(kept) ? kept : {};
  const changes = Object.keys({ ...before, ...info })
    .map((key) => ({ key, before: ownValue(before, key), after: ownValue(info, key) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
  return { info, changes, complaints: part.lost.map((lost) => `Of the profiles ${lost}.`), aborted: false };
}
