import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { cliReference, type CommandHelp, readCommandHelp } from "../scripts/cli-reference.ts";
import { exitCodeOf } from "../src/errors.ts";
import { knownTokens } from "../src/export/naming/tokens.ts";
import { codeIn, commandLinesIn, findWrongWords, linksIn } from "./docs/read-markdown.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const documents = ["*.md", "docs/**/*.md", "examples/**/*.md"].flatMap((pattern) => globSync(pattern, { cwd: root }));
/** Documents that speak of Cresset's command line; the bench has options of its own. */
const guides = documents.filter((file) => /^(README|CONTRIBUTING|ARCHITECTURE)\.md$|^docs\/[^/]+\.md$/.test(file));

let helps: CommandHelp;
beforeAll(() => {
  helps = readCommandHelp();
});

it("every relative link of the documentation leads to a file that exists", () => {
  const links = documents.flatMap((file) => linksIn(read(file)).map((link) => ({ file, link })));
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ file, link }) => !existsSync(path.join(root, path.dirname(file), link)))).toEqual([]);
});

it("every command line of the documentation uses commands and options that exist", () => {
  const lines = guides.flatMap((file) => commandLinesIn(read(file)).map((line) => ({ file, line })));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.flatMap(({ file, line }) => findWrongWords(line, helps).map((wrong) => `${file}: ${wrong}`))).toEqual(
    [],
  );
});

it("a command line with an option that does not exist is found", () => {
  expect(findWrongWords('export a.mov --preset "--x y" --too out', helps)).toEqual([
    'cresset export a.mov --preset "--x y" --too out: --too is no option of cresset export',
  ]);
  expect(findWrongWords("hooks lst", helps)).toEqual(["cresset hooks lst: lst is no command"]);
});

it("every option that is named in the text exists", () => {
  const known = [...helps.values()].join("\n");
  const named = guides
    .filter((file) => file !== "docs/bench.md")
    .flatMap((file) => codeIn(read(file)).map((code) => ({ file, option: /^--[a-z][a-z\d-]*/.exec(code)?.[0] })))
    .filter(({ option }) => option !== undefined);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ option }) => !new RegExp(`${option}\\b(?!-)`).test(known))).toEqual([]);
});

it("docs/cli.md is what --help says now (scripts/generate-cli-reference.ts writes it)", () => {
  expect(read("docs/cli.md")).toBe(cliReference(helps));
});

it("the table of exit codes is that of the program", () => {
  const rows = [...read("docs/export.md").matchAll(/^\| (\d+) \| `([a-z-]+)` \|/gm)];
  expect(rows.map(([, code, name]) => [name, Number(code)])).toEqual(
    rows.map(([, , name]) => [name, exitCodeOf(name as Parameters<typeof exitCodeOf>[0])]),
  );
  const [, table = ""] = /const codes = \{(.*?)\} as const/s.exec(read("src/errors.ts")) ?? [];
  const codes = [...table.matchAll(/^ {2}"?([a-z-]+)"?: \{ exit: \d+,/gm)].map(([, name]) => name);
  expect(new Set(rows.map(([, , name]) => name))).toEqual(new Set(codes));
});

it("the table of tokens has every token that Cresset resolves", () => {
  const rows = [...read("docs/presets.md").matchAll(/^\| `<([^>]+)>` \|/gm)].map(([, name]) => name);
  expect(new Set(rows)).toEqual(new Set(Object.keys(knownTokens)));
});

it("docs/presets.md tells of every key that a preset can have", () => {
  const keys = new Set(keysOf(JSON.parse(read("presets/preset.schema.json"))));
  const text = read("docs/presets.md");
  expect(keys.size).toBeGreaterThan(40);
  expect([...keys].filter((key) => !text.includes(key))).toEqual([]);
});

/** Names of all properties of a JSON Schema, at any depth. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) =>
    name === "properties" && typeof value === "object" && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(keysOf)]
      : keysOf(value),
  );
}
