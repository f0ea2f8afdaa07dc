import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { serializeOtio } from "../src/timeline/formats/otio-document.ts";
import { readOtio } from "../src/timeline/formats/otio-reader.ts";
import { writeOtio } from "../src/timeline/formats/otio-writer.ts";
import type { Sequence } from "../src/timeline/sequence.ts";
import { describeSequence } from "./describe-sequence.ts";

const folder = new URL("samples/otio/", import.meta.url);
const samples = readdirSync(folder)
  .filter((name) => name.endsWith(".otio"))
  .map((name) => name.slice(0, -".otio".length));
const textOf = (name: string) => readFileSync(new URL(name, folder), "utf8");

/** Written in another tool's order of keys, or with a key that stands twice. */
const unsorted = new Set(["oddities", "older-collection", "unknown-top"]);

describe.each(samples)("the sample %s.otio", (name) => {
  const text = textOf(`${name}.otio`);

  it("reads as its .txt says, to the last frame and warning", () => {
    const { document, sequences } = readOtio(text, `${name}.otio`);
    const described =
      sequences.length > 0
        ? sequences.map(describeSequence).join("")
        : document.warnings.map(({ code, message, place }) => `! ${code}: ${message} [${place}]\n`).join("");
    expect(described).toBe(textOf(`${name}.txt`));
  });

  it("is written back with everything in it", () => {
    const written = serializeOtio(readOtio(text, name).document);
    expect(wordsOf(written)).toEqual(wordsOf(text));
    expect(written === text).toBe(!unsorted.has(name));
  });

  it("means the same cut after Cresset has written it itself", () => {
    for (const sequence of readOtio(text, name).sequences) {
      const [again] = readOtio(writeOtio(sequence), "again.otio").sequences;
      expect(withoutPlaces(again!)).toEqual(withoutPlaces(sequence));
    }
  });
});

/** All keys, texts and numbers as they stand, whatever the order: `é` and `\u00e9` are one text. */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/"(?:[^"\\]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?|-?\w+/g) ?? [])
    .map((word) => (word.startsWith('"') ? JSON.stringify(JSON.parse(word)) : word))
    .toSorted();

const withoutPlaces = (sequence: Sequence): unknown =>
  JSON.parse(
    JSON.stringify({ ...sequence, warnings: [], origin: undefined }, (key, value: unknown) =>
      key === "place" ? "" : typeof value === "bigint" ? String(value) : value,
    ),
  );
