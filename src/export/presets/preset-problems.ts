import { z } from "zod";
import { nearest } from "./nearest.ts";
import { presetJsonSchema } from "../preset-json-schema.ts";

type Path = readonly PropertyKey[];

/** One thing that is wrong with a preset, without its place in the file. */
export interface PresetFault {
  readonly path: Path;
  /** A sentence: what was expected, what was found, what was probably meant. */
  readonly message: string;
}

/** Turns what zod found into sentences for whoever writes presets by hand. `data` is what the file holds. */
export function presetFaults(issues: readonly z.core.$ZodIssue[], data: unknown): readonly PresetFault[] {
  return issues.flatMap((issue) => faultsOf(issue, [], data)).map(({ path, message }) => ({ path, message }));
}

interface Fault extends PresetFault {
  /** What was expected, for a list of the ways in which a value may be written. */
  readonly wanted: string;
  /** The value is of the right kind but wrong in itself, so that other kinds need no mention. */
  readonly close: boolean;
}

function faultsOf(issue: z.core.$ZodIssue, base: Path, data: unknown): readonly Fault[] {
  const path = [...base, ...issue.path];
  const value = valueAt(data, path);
  const one = (wanted: string, close: boolean, hint = ""): readonly Fault[] => [
    { path, message: `Expected ${wanted}${got(value)}${hint}`, wanted, close },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: unknownKey(key, keysAt(path)),
        wanted: "",
        close: true,
      }));
    case "invalid_union":
      return unionFaults(
        issue.errors.map((issues) => issues.flatMap((each) => faultsOf(each, path, data))),
        path,
        value,
      );
    case "invalid_type":
      return one(withArticle(issue.expected), false);
    case "invalid_value": {
      const words = issue.values.map(String);
      return one(oneOf(words), false, meant(value, words));
    }
    case "too_small":
      return one(issue.origin === "string" ? "some text" : `at least ${issue.minimum}`, true);
    case "too_big":
      return one(`at most ${issue.maximum}`, true);
    case "custom":
      return [{ path, message: issue.message, wanted: issue.message.replace(/^Expected /, ""), close: true }];
    case "invalid_format":
    case "invalid_element":
    case "invalid_key":
    case "not_multiple_of":
    default:
      return one(issue.message.replace(/^Expected /, ""), true);
  }
}

/** Of the ways a value may be written, the one that got furthest tells what is wrong; when none began, all are listed. */
function unionFaults(branches: readonly (readonly Fault[])[], path: Path, value: unknown): readonly Fault[] {
  const depth = (faults: readonly Fault[]) => Math.max(0, ...faults.map((fault) => fault.path.length));
  const [deepest = []] = branches.toSorted((a, b) => depth(b) - depth(a));
  if (depth(deepest) > path.length) return deepest;
  const close = branches.flat().filter((fault) => fault.close);
  if (close.length > 0) return close.slice(0, 1);
  const wanted = [...new Set(branches.flat().map((fault) => fault.wanted))].join(" or ");
  return [{ path, message: `Expected ${wanted}${got(value)}`, wanted, close: false }];
}

const got = (value: unknown) => (value === undefined ? ", but it is missing" : `, got ${shown(value)}`);

function meant(value: unknown, candidates: readonly string[]): string {
  const near = typeof value === "string" ? nearest(value, candidates) : undefined;
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined ? `Unknown key; expected ${oneOf(known)}` : `Unknown key; did you mean "${near}"?`;
}

const jsonSchemaNode = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** The keys that a preset may have at a path, read from the JSON Schema. */
function keysAt(path: Path): readonly string[] {
  let nodes: readonly unknown[] = [presetJsonSchema()];
  const branches = (node: unknown): readonly z.output<typeof jsonSchemaNode>[] => {
    const parsed = jsonSchemaNode.safeParse(node);
    return parsed.success ? [parsed.data, ...(parsed.data.anyOf ?? []).flatMap(branches)] : [];
  };
  for (const step of path)
    nodes = nodes
      .flatMap(branches)
      .map(({ properties, items }) => (typeof step === "string" ? properties?.[step] : items))
      .filter((node) => node !== undefined);
  return nodes.flatMap(branches).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a group of keys";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function withArticle(type: string): string {
  const words: Readonly<Record<string, string>> = {
    int: "a whole number",
    string: "text",
    boolean: "true or false",
    array: "a list",
    object: "a group of keys",
  };
  return words[type] ?? `a ${type}`;
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
