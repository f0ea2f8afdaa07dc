import { CressetError } from "../errors.ts";
import { hookNames, hookOfSpelling, nearestHook, pythonNames } from "./hook-names.ts";
import { type HookName, type InfoType, hookTable } from "./hook-table.ts";

/** A key of info as the documentation tells it. */
export interface ExplainedKey {
  readonly name: string;
  readonly type: string;
  readonly writable: boolean;
  readonly doc: string;
}

/** What there is to know about a hook, from the table. */
export interface ExplainedHook {
  readonly hook: HookName;
  readonly python: readonly string[];
  readonly runs: string;
  /** How a handler is written: `preExport(info, userData, cresset)`. */
  readonly typescript: string;
  readonly pythonCall: string;
  /** What becomes of the export when the hook throws or runs out of time. */
  readonly onError: string;
  readonly keys: readonly ExplainedKey[];
}

const typeNames: Readonly<Record<InfoType, string>> = {
  string: "string",
  boolean: "boolean",
  integer: "integer",
  number: "number",
  stringList: "list of strings",
  segmentMap: "map: integer → string",
};

const scopes = {
  listing: "the list of profiles",
  export: "the whole export",
  sequence: "this sequence; the others go on",
  asset: "this asset; the others go on",
  archive: "the archive",
} as const;

export function describeHook(hook: HookName): ExplainedHook {
  const { kind, info, onError, scope, doc } = hookTable[hook];
  const [python = hook] = pythonNames(hook);
  const keys: readonly ExplainedKey[] = Object.entries<{ type: InfoType; writable?: true; doc: string }>(info).map(
    ([name, key]) => ({ name, type: typeNames[key.type], writable: key.writable === true, doc: key.doc }),
  );
  const names = keys.map(({ name }) => name);
  const first =
    kind === "profiles"
      ? ["profiles"]
      : kind === "value"
        ? names
        : kind === "archive"
          ? ["info"]
          : ["info", "userData"];
  const told = Object.entries<{ type: InfoType; only?: string }>(info).flatMap(([name, { only }]) =>
    only === undefined ? name : [],
  );
  const positional = kind === "archive" ? told.map(snakeCase) : first;
  return {
    hook,
    python: pythonNames(hook),
    runs: doc,
    typescript: `${hook}(${[...first, "cresset"].join(", ")})`,
    pythonCall: `${python}(${[...positional, "*args", "**kwargs"].join(", ")})`,
    onError:
      onError === "closed"
        ? `An error, or running out of time, stops ${scopes[scope]}.`
        : "An error, or running out of time, is reported; everything goes on.",
    keys,
  };
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * What `cresset hooks explain NAME` prints.
 *
 * @param name in any spelling: `preExportAsset`, `pre_export_asset`.
 * @throws CressetError `not-found`, with the name that was probably meant and the list of all.
 */
export function explainHook(name: string): string {
  const hook = hookOfSpelling(name);
  if (hook === undefined) {
    const near = nearestHook(name);
    throw new CressetError(
      "not-found",
      `There is no hook ${name}.${near === undefined ? "" : ` Did you mean ${near}?`}`,
      { detail: `The hooks are: ${hookNames.join(", ")}.` },
    );
  }
  const { python, runs, typescript, pythonCall, onError, keys } = describeHook(hook);
  const [, ...others] = python.filter((spelling) => spelling !== hook);
  const lines = [
    `${hook}  (Python: ${[python[0], ...others].join(", also ")})`,
    "",
    runs,
    onError,
    "",
    `  TypeScript  ${typescript}`,
    `  Python      def ${pythonCall}`,
  ];
  if (keys.length > 0) lines.push("", "info, * = this hook may write it:", ...keyLines(keys));
  return lines.join("\n");
}

function keyLines(keys: readonly ExplainedKey[]): readonly string[] {
  const widest = Math.max(...keys.map(({ name }) => name.length));
  const widestType = Math.max(...keys.map(({ type }) => type.length));
  return keys.map(
    ({ name, type, writable, doc }) =>
      `  ${writable ? "*" : " "} ${name.padEnd(widest)}  ${type.padEnd(widestType)}  ${doc}`,
  );
}
