import { CressetError } from "../../errors.ts";

/**
 * JSON as OTIO files hold it, with nothing lost: numbers keep their text (so `24` and `24.0`, 128-bit integers and bare
 * `NaN` or `-Infinity` survive), members keep their order and even a key that stands twice stays twice.
 */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;

export interface JsonNumber {
  readonly kind: "number";
  /** As written: `24`, `24.0`, `1e-3`, `NaN`, `-Infinity`. */
  readonly text: string;
}

export interface JsonArray {
  readonly kind: "array";
  readonly items: readonly JsonValue[];
}

export interface JsonObject {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
  /** Line of its `{` in the file, counted from 1; 0 for an object that was made and not read. */
  readonly line: number;
}

export type JsonMember = readonly [key: string, value: JsonValue];

/** Deeper than any cut, shallow enough for the stack. */
const deepest = 1000;

const numberPattern = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|Inf(?:inity)?)/y;
const endOfWord = /[\s,\]}:"]|$/;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads OTIO JSON: JSON plus bare `NaN`, `Inf`, `Infinity` and `-Infinity`, integers of any size.
 * @throws CressetError `bad-input` that names the file, line and column and what was expected there.
 */
export function parseOtioJson(text: string, fileName: string): JsonValue {
  return new Parser(text, fileName).document();
}

class Parser {
  private readonly text: string;
  private readonly fileName: string;
  private at = 0;
  private depth = 0;
  private line = 1;
  private lineCountedTo = 0;

  constructor(text: string, fileName: string) {
    this.text = text;
    this.fileName = fileName;
    if (text.startsWith("\uFEFF")) this.at = 1;
  }

  document(): JsonValue {
    this.skipSpace();
    const value = this.value("a JSON value");
    this.skipSpace();
    if (this.at < this.text.length) this.fail("the end of the file");
    return value;
  }

  private value(expected: string): JsonValue {
    switch (this.text.charAt(this.at)) {
      case "{":
        return this.object();
      case "[":
        return this.array();
      case '"':
        return this.string();
      case "t":
        return this.word("true", true, expected);
      case "f":
        return this.word("false", false, expected);
      case "n":
        return this.word("null", null, expected);
      default:
        return this.number(expected);
    }
  }

  private word<T extends JsonValue>(word: string, value: T, expected: string): T {
    if (!this.text.startsWith(word, this.at)) this.fail(expected);
    this.at += word.length;
    return value;
  }

  private number(expected: string): JsonNumber {
    numberPattern.lastIndex = this.at;
    const [text] = numberPattern.exec(this.text) ?? [];
    if (text === undefined) this.fail(expected);
    const next = this.text[this.at + text.length];
    // "01", "1.", "1e" and "NaNo" begin like a number and go on as none.
    if (next !== undefined && /[\w.+-]/.test(next)) this.fail("a number");
    this.at += text.length;
    return { kind: "number", text };
  }

  private array(): JsonArray {
    this.open();
    const items: JsonValue[] = [];
    this.skipSpace();
    if (this.text[this.at] !== "]")
      for (;;) {
        items.push(this.value('a value or "]"'));
        this.skipSpace();
        if (this.text[this.at] !== ",") break;
        this.step();
      }
    this.close("]");
    return { kind: "array", items };
  }

  private object(): JsonObject {
    const line = this.lineHere();
    this.open();
    const members: JsonMember[] = [];
    this.skipSpace();
    if (this.text[this.at] !== "}")
      for (;;) {
        if (this.text[this.at] !== '"') this.fail('a key in quotes or "}"');
        const key = this.string();
        this.skipSpace();
        if (this.text[this.at] !== ":") this.fail(`":" after the key "${key}"`);
        this.step();
        members.push([key, this.value(`a value for the key "${key}"`)]);
        this.skipSpace();
        if (this.text[this.at] !== ",") break;
        this.step();
      }
    this.close("}");
    return { kind: "object", members, line };
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > deepest) this.fail(`at most ${deepest} objects and arrays inside each other`);
    this.at += 1;
  }

  private close(bracket: string): void {
    if (this.text[this.at] !== bracket) this.fail(`"," or "${bracket}"`);
    this.depth -= 1;
    this.at += 1;
  }

  private step(): void {
    this.at += 1;
    this.skipSpace();
  }

  private string(): string {
    this.at += 1;
    let result = "";
    for (;;) {
      result += this.plainText();
      const next = this.text[this.at];
      if (next === '"') break;
      if (next !== "\\") this.fail(next === undefined ? "a closing quote" : "no control character in a text");
      result += this.escape();
    }
    this.at += 1;
    return result;
  }

  /** Up to the next quote, backslash or control character. */
  private plainText(): string {
    const start = this.at;
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34 || code === 92 || code < 32) break;
    }
    return this.text.slice(start, this.at);
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[\da-fA-F]{4}$/.test(digits)) this.fail("four hex digits after \\u");
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (meant === undefined) this.fail('an escape such as \\n, \\" or \\u00e9');
    this.at += 2;
    return meant;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  /** Counts on from where it was asked last, so that a whole file is counted once. */
  private lineHere(): number {
    for (;;) {
      const next = this.text.indexOf("\n", this.lineCountedTo);
      if (next === -1 || next >= this.at) return this.line;
      this.line += 1;
      this.lineCountedTo = next + 1;
    }
  }

  private fail(expected: string): never {
    const line = this.lineHere();
    const column = this.at - this.text.lastIndexOf("\n", this.at - 1);
    const rest = this.text.slice(this.at, this.at + 40);
    const word = rest.slice(0, Math.max(1, rest.search(endOfWord)));
    const got = rest === "" ? "the end of the file" : JSON.stringify(word);
    throw new CressetError(
      "bad-input",
      `${this.fileName}, line ${line}, column ${column}: expected ${expected}, got ${got}`,
    );
  }
}
