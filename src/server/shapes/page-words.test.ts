import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { pageWords } from "./page-words.ts";

const src = fileURLToPath(new URL("../../", import.meta.url));
/** Rooms of the command line itself, and what only whoever starts a server or checks hook files reads. */
const itsOwn = /^(?:cli|testing\.ts|hooks|server\/server\.ts|server\/settings|server\/shapes\/page-words\.ts)/;
/** Options and commands as people type them. */
const typed =
  /(?:^|[\s`"'(])(?:--[a-z][a-z-]+\b|cresset (?:archive|bin|clip|export|hooks|presets|project|runs|undelete)\b)/;
/** What a line says to people: texts that are sentences or begin with an option. */
function sentences(line: string): readonly string[] {
  if (/^\s*(?:\/?\*|\/\/)/.test(line)) return [];
  const texts: string[] = [];
  // What is put into a template may be a text itself: from the inside out.
  let rest = line;
  for (let inner; (inner = /\$\{([^{}]*)\}/.exec(rest)) !== null; rest = rest.replace(inner[0], "SOMETHING"))
    texts.push(...literals(inner[1] ?? ""));
  return [...texts, ...literals(rest)].filter((text) => typed.test(text) && /\w \w/.test(text));
}
const literals = (code: string) =>
  [...code.matchAll(/`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)"/g)].map(([, template, text]) => template ?? text ?? "");

it("no sentence that a page may show says what to type at the command line", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|(?:^|\/)test-/.test(file) && !itsOwn.test(file));
  const found = files.flatMap((file) =>
    readFileSync(path.join(src, file), "utf8")
      .split("\n")
      .flatMap((line) => sentences(line).map((text) => ({ file, text }))),
  );
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter(({ text }) => typed.test(pageWords(text)))).toEqual([]);
});

it("advice is spelled for pages, and everything else is left as it is", () => {
  expect(pageWords('The clip "b" (1) is in the bin. "cresset undelete 0a-b" brings it back.')).toBe(
    'The clip "b" (1) is in the bin. It can be brought back.',
  );
  expect(pageWords('--in 3000000 lies outside of "a", which has 10 frames, 0 to 9.')).toBe(
    'The mark in 3000000 lies outside of "a", which has 10 frames, 0 to 9.',
  );
  expect(pageWords("take --two -- of cresset.mov is missing")).toBe("take --two -- of cresset.mov is missing");
});
