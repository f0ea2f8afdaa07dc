import { CressetError } from "../../errors.ts";
import { maximumNameBytes, safeComponent, safeValue } from "./safe-name.ts";

/** Every token Cresset resolves, with what it stands for. Hooks may resolve others: an unknown token stays as it is. */
export const knownTokens = {
  name: "Name of the clip or sequence",
  "shot name": "Name of the shot",
  "segment name": "Name of the segment",
  "source name": "Name of the source clip",
  tape: "Tape name of the source",
  "track name": "Name of the track",
  version: "Number of the version",
  "version name": "Name of the version, such as v001",
  frame: "Frame number; of a file sequence the range",
  ext: "Extension with its dot",
  YYYY: "Year",
  YY: "Year, two digits",
  MM: "Month",
  DD: "Day",
  hh: "Hour, 00 to 23",
  mm: "Minute",
  ss: "Second",
  date: "Date as YYYY_MM_DD",
  ampm: "AM or PM",
  width: "Width in pixels",
  height: "Height in pixels",
  resolution: "Width and height, such as 1920x1080",
  workstation: "Name of the machine",
  user: "Who exports",
  "user nickname": "Short name of who exports",
  project: "Name of the project",
  "project nickname": "Short name of the project",
  "subtitles name": "Name of the subtitles track",
  "event number": "Number of the segment in the whole cut",
  "record frame": "Record timecode of the first frame, in frames",
  "colour space": "Colour space of the asset",
  depth: "Bit depth of the asset",
  codec: "Codec of the asset",
  segment: "Index of the segment in its track, from 1",
  track: "Id of the track",
  "source version": "Number of the source's version",
  "source version name": "Name of the source's version",
  "batch name": "Name of the batch setup",
  iteration: "Number of the batch iteration",
  application: "Name of the application",
  "application version": "Version of the application",
} as const satisfies Record<string, string>;

/** What the tokens stand for, by their names without `<>`. A number can be padded. */
export type TokenValues = Readonly<Record<string, string | number>>;

interface TokenOptions {
  /** Digits of a numeric token that has no `#` of its own, by the token's name. */
  readonly padding?: Readonly<Record<string, number>>;
  /** Tokens that hooks brought along; a known token keeps its meaning. */
  readonly custom?: TokenValues;
  /** The pattern as its author wrote it, for messages; where it was changed on its way here. */
  readonly written?: string;
}

/** A name, `#` for digits, and a slice `[a:b]` or `[i]`, the last two in either order. */
const tokenShape = /<([^<>[\]#/\\]+)(#*)(?:\[\s*(-?\d*)\s*(?:(:)\s*(-?\d*)\s*)?\])?(#*)>/g;

/** What is in angle brackets, which may be a hook's token however it reads; or a character that Windows refuses in a name. */
const tokenOrUnsafe = /<[^<>/\\]+>|[<>:"|?*]/g;

/**
 * Resolves the tokens of a text that is no path (a burn-in, a version name). `#` pads numbers (`<iteration###>`), a slice
 * takes characters as Python does (`<name[0:3]>`), an unknown token stays as it is. Values are composed (NFC), so that no
 * slice parts an accent from its letter.
 */
export function resolveTokenText(text: string, values: TokenValues, options: TokenOptions = {}): string {
  return replaceTokens(text, values, options, (value) => value);
}

/**
 * Resolves a name pattern into a path relative to the destination, `/` between folders, without an extension of its own.
 * Values never make folders nor leave the destination: what file systems refuse in a name becomes `_`. A folder whose
 * tokens are all empty is left out, and so is a `./` of the pattern.
 * @throws CressetError `bad-destination` when nothing is left for the file's name, or a name is longer than 255 bytes.
 */
export function resolveNamePattern(pattern: string, values: TokenValues, options: TokenOptions = {}): string {
  const { written = pattern } = options;
  const resolved = replaceTokens(pattern.replaceAll(/(?<=^|\/)\.\//g, ""), values, options, (value, token) =>
    token === "ext" ? safeValue(value.replace(/^\./, "")).replace(/^(?=.)/, ".") : safeValue(value),
  );
  // Values are safe by now, and tokens that hooks may resolve stay: what is left was written in the pattern itself.
  const safe = resolved.replace(tokenOrUnsafe, (found) => (found.length === 1 ? "_" : found));
  const components = safe.split("/").map(safeComponent);
  if (components.at(-1) === "") throw emptyName(written, values, options);
  for (const component of components) {
    const bytes = Buffer.byteLength(component);
    if (bytes > maximumNameBytes)
      throw new CressetError(
        "bad-destination",
        `The name pattern "${written}" makes the name "${component.slice(0, 40)}…", which is ${bytes} bytes long; file systems allow ${maximumNameBytes}. Shorten the pattern, or slice a token, as in <name[0:40]>.`,
      );
  }
  return components.filter((component) => component !== "").join("/");
}

/** Whether a pattern has a `<` or `>` that belongs to no token. */
export const hasLooseBracket = (pattern: string): boolean =>
  [...pattern.matchAll(tokenOrUnsafe)].some(([found]) => found === "<" || found === ">");

/** The tokens that a pattern holds, by name, in order; known or not. */
export function tokensOf(pattern: string): readonly string[] {
  return [...pattern.matchAll(tokenShape)].map(([, name = ""]) => name.trim());
}

function replaceTokens(
  text: string,
  values: TokenValues,
  { custom = {}, padding = {} }: TokenOptions,
  guard: (value: string, token: string) => string,
): string {
  return text.replace(
    tokenShape,
    (
      whole: string,
      written: string,
      hashesBefore: string,
      start: string | undefined,
      colon: string | undefined,
      end: string | undefined,
      hashesAfter: string,
    ) => {
      const name = written.trim();
      const value = Object.hasOwn(values, name) ? values[name] : Object.hasOwn(custom, name) ? custom[name] : undefined;
      if (value === undefined || (start === "" && colon === undefined)) return whole;
      const digits = hashesBefore.length + hashesAfter.length;
      const own = typeof value === "number" && Object.hasOwn(padding, name) ? padding[name] : undefined;
      const padded = padNumber(String(value).normalize("NFC"), digits > 0 ? digits : own);
      return guard(start === undefined ? padded : slice(padded, start, colon !== undefined, end ?? ""), name);
    },
  );
}

/** Writes whole numbers, given as such or as text, with as many digits; without digits, and anything else, stays. */
function padNumber(text: string, digits: number | undefined): string {
  const [, sign, number] = /^(-?)0*(\d+)$/.exec(text) ?? [];
  if (digits === undefined || sign === undefined || number === undefined) return text;
  return sign + number.padStart(digits, "0");
}

/** Python's slice of characters; an index past either end gives nothing. */
function slice(text: string, start: string, range: boolean, end: string): string {
  const characters = Array.from(text);
  if (!range) return characters.at(Number(start)) ?? "";
  return characters.slice(start === "" ? 0 : Number(start), end === "" ? undefined : Number(end)).join("");
}

function emptyName(pattern: string, values: TokenValues, { custom = {} }: TokenOptions): CressetError {
  const all: TokenValues = { ...custom, ...values };
  const empty = tokensOf(pattern).filter((name) => Object.hasOwn(all, name) && String(all[name]).trim() === "");
  const why =
    empty.length > 0
      ? `because ${empty.map((name) => `<${name}>`).join(" and ")} ${empty.length === 1 ? "is" : "are"} empty`
      : "because nothing stands after its last /";
  const hasName = String(all["name"] ?? "").trim() !== "";
  const help = hasName ? "Add a token that is never empty, such as <name>." : "Add words of your own to the pattern.";
  return new CressetError("bad-destination", `The name pattern "${pattern}" gives no file name here, ${why}. ${help}`);
}
