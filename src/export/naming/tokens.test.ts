import { resolve, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateTokens } from "../date-tokens.ts";
import { resolveAssetPath } from "./asset-path.ts";
import { knownTokens, resolveNamePattern, resolveTokenText, type TokenValues, tokensOf } from "./tokens.ts";

const shot: TokenValues = {
  name: "Opening",
  "shot name": "sh010",
  "segment name": "A003C012",
  tape: "A003",
  version: 7,
  iteration: 3,
  segment: 2,
  ext: ".exr",
};

describe("name patterns", () => {
  it.each([
    ["<name>", "Opening"],
    ["<shot name>/<segment name>_<tape>", "sh010/A003C012_A003"],
    ["<iteration###>", "003"],
    ["<iteration>", "3"],
    ["<version>", "007"],
    ["<version####>", "0007"],
    ["<version#>", "7"],
    ["<name[0:3]>", "Ope"],
    ["<name[-3:]>", "ing"],
    ["<name[:-3]>", "Open"],
    ["<name[2]>", "e"],
    ["<name[-1]>", "g"],
    ["<name[3:1]>x", "x"],
    ["<version###[1:]>", "07"],
    ["<version[1:]###>", "07"],
    ["<name###>", "Opening"],
    ["<unknown token>_<name>", "<unknown token>_Opening"],
    ["<name[a:b]>", "<name[a:b]>"],
    ["<constructor>", "<constructor>"],
    ["plain/text with spaces-1.2", "plain/text with spaces-1.2"],
    ["./<name>", "Opening"],
    ["././<shot name>/./<name>.<version>", "sh010/Opening.007"],
    ["<name><ext>", "Opening.exr"],
    ["../<name>", "__/Opening"],
    ["<name", "_name"],
    ['a:b?*|"<name>>', "a_b____Opening_"],
    ["<client[0:3]>/<who?>", "<client[0:3]>/<who?>"],
  ])("resolves %s to %s", (pattern, path) => {
    expect(resolveNamePattern(pattern, shot, { padding: { version: 3 } })).toBe(path);
  });

  it("leaves out a folder whose tokens are empty, but not a file's name", () => {
    const values = { name: "cut", "shot name": "" };
    expect(resolveNamePattern("<shot name>/<name>", values)).toBe("cut");
    expect(() => resolveNamePattern("<name>/<shot name>", values)).toThrow(
      /gives no file name.*<shot name> is empty\. Add a token that is never empty, such as <name>\.$/,
    );
    expect(() => resolveNamePattern("<name>", { name: "  " })).toThrow(
      /gives no file name.*<name> is empty\. Add words of your own to the pattern\.$/,
    );
  });

  it("lets hooks bring tokens along, without changing what known tokens mean", () => {
    const custom = { client: "ACME", name: "other" };
    expect(resolveNamePattern("<client>_<name>", shot, { custom })).toBe("ACME_Opening");
  });

  it.each([
    ["a/b", "a_b"],
    ["..", "__"],
    ["../../etc/passwd", "___.._etc_passwd"],
    [".hidden", "_hidden"],
    ['a:b*c?"<>|', "a_b_c_____"],
    ["line\nbreak\u0000", "line_break_"],
    ["name.", "name"],
    ["name ", "name"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["console", "console"],
    ["cafe\u0301", "caf\u00e9"],
    ["photo\u202Egpj.exe", "photo_gpj.exe"],
  ])("makes the value %j a part of a name", (value, name) => {
    expect(resolveNamePattern("<name>", { name: value })).toBe(name);
  });

  it("that are refused are shown as they were written", () => {
    const long = { pattern: "<name>/<name>.<frame>", values: { name: "ä".repeat(130) }, extension: "jpg" };
    expect(() => resolveAssetPath({ ...long, fileRange: { first: 1, last: 9, padding: 4 } })).toThrow(
      'The name pattern "<name>/<name>.<frame>" makes the name',
    );
  });
  it("names a name that is too long, counted in bytes", () => {
    expect(() => resolveNamePattern("<name>", { name: "ä".repeat(128) })).toThrow(
      /256 bytes long; file systems allow 255/,
    );
    expect(resolveNamePattern("<name>", { name: "ä".repeat(127) })).toHaveLength(127);
  });

  it("never leaves the destination, whatever the values are", () => {
    const nasty = fc.oneof(
      fc.constantFrom("..", ".", "/", "\\", "../x", "/etc", "C:\\", "~", "\u0000", " ", ". .", "CON"),
      fc.string({ unit: "binary" }),
    );
    const pattern = fc
      .array(fc.constantFrom("<a>", "<b[1:]>", "/", ".", "x", "<c[-2:]>", " "), { minLength: 1, maxLength: 8 })
      .map((parts) => `${parts.join("")}<a>end`);
    fc.assert(
      fc.property(pattern, nasty, nasty, nasty, (text, a, b, c) => {
        fc.pre(a.length + b.length + c.length < 60);
        const path = resolveNamePattern(text, { a, b, c });
        const full = resolve("/mnt/out", path);
        expect(full.startsWith(`/mnt/out${sep}`)).toBe(true);
        expect(full).toBe(`/mnt/out/${path}`);
        for (const name of path.split("/")) expect(name).toMatch(/^(?! )[^\\\p{Cc}]*[^ .\\\p{Cc}]$/u);
      }),
    );
  });

  it("resolves plain text to itself, and again", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,10}[A-Za-z0-9_]$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        fc.pre(words.every((each) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(each)));
        const text = words.join("/");
        expect(resolveNamePattern(text, shot)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (name) => {
        const once = resolveNamePattern("x<name>", { name });
        expect(resolveNamePattern("<name>", { name: once })).toBe(once);
      }),
    );
  });
});

describe("slices", () => {
  /** Python's rule, written from its documentation: bounds count from the end when negative, then are clipped. */
  const pythonSlice = (text: string, start: number | undefined, end: number | undefined) => {
    const letters = Array.from(text);
    const bound = (value: number) => Math.min(letters.length, Math.max(0, value < 0 ? value + letters.length : value));
    const [from, to] = [bound(start ?? 0), bound(end ?? letters.length)];
    let result = "";
    for (let index = from; index < to; index++) result += letters[index];
    return result;
  };

  it("are Python's on any text", () => {
    const index = fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined });
    const text = fc.string({ unit: "grapheme", maxLength: 10 }).map((value) => value.normalize("NFC"));
    fc.assert(
      fc.property(text, index, index, (name, start, end) => {
        const pattern = `[<name[${start ?? ""}:${end ?? ""}]>]`;
        expect(resolveTokenText(pattern, { name })).toBe(`[${pythonSlice(name, start, end)}]`);
      }),
    );
  });
});

describe("tokens", () => {
  it("are listed by name", () => {
    expect(tokensOf("<name[0:3]>/<version###>_<client>")).toEqual(["name", "version", "client"]);
  });
  it("of a date agree with each other", () => {
    const tokens = dateTokens(new Date(2026, 1, 3, 13, 4, 5));
    expect(tokens).toEqual({
      YYYY: "2026",
      YY: "26",
      MM: "02",
      DD: "03",
      hh: "13",
      mm: "04",
      ss: "05",
      date: "2026_02_03",
      ampm: "PM",
    });
    for (const token of Object.keys(tokens)) expect(knownTokens).toHaveProperty(token);
  });
});
