import { CressetError } from "../../errors.ts";
import { maximumNameBytes } from "./safe-name.ts";
import { type FileRange, fileRangeText } from "../sequence-path.ts";
import { knownTokens, resolveNamePattern, type TokenValues } from "./tokens.ts";

interface AssetPathRequest {
  readonly pattern: string;
  readonly values: TokenValues;
  /** Without its dot. */
  readonly extension: string;
  /** Of a file sequence: the numbers of its files. */
  readonly fileRange?: FileRange;
  /** Digits of numeric tokens, by name. */
  readonly padding?: Readonly<Record<string, number>>;
  readonly custom?: TokenValues;
}

/**
 * Makes an asset's path relative to the destination out of its name pattern, extension appended unless the pattern ends
 * with `<ext>`. A file sequence carries its range where the last `<frame>` of the file's name stands, or before the
 * extension: `sh010/sh010.[1001-1070].exr`. `<frame####>` sets the digits of the range.
 * @throws CressetError `bad-destination`, see `resolveNamePattern`.
 */
export function resolveAssetPath(request: AssetPathRequest): string {
  const { values, extension, fileRange, padding = {}, custom = {} } = request;
  // <ext> brings its dot along; a pattern that writes one more means one.
  const pattern = request.pattern.replaceAll(".<ext>", "<ext>");
  const all: TokenValues = {
    ...withoutValue(custom),
    ...withoutNumberPatterns(values, fileRange === undefined ? rangePattern : anyNumberPattern),
    ext: `.${extension}`,
  };
  const options = { padding, custom, written: request.pattern };
  const dotted = pattern.endsWith("<ext>") ? "" : `.${extension}`;
  if (fileRange === undefined) return checkLength(resolveNamePattern(pattern, all, options) + dotted, pattern);

  const firstNumber: TokenValues = { ...all, frame: fileRange.first };
  const framePadding = { ...options, padding: { ...padding, frame: fileRange.padding } };
  const [, before, hashes, after] = /^(.*)<frame(#*)>([^/]*)$/s.exec(pattern) ?? [];
  const marked =
    before !== undefined && hashes !== undefined && after !== undefined
      ? `${before}${rangeMark}${after}`
      : dotted === ""
        ? `${pattern.slice(0, -"<ext>".length)}.${rangeMark}<ext>`
        : `${pattern}.${rangeMark}`;
  const range = fileRangeText({
    ...fileRange,
    padding: hashes === undefined || hashes === "" ? fileRange.padding : hashes.length,
  });
  const path = resolveNamePattern(marked, firstNumber, framePadding).replaceAll(rangeMark, () => range);
  return checkLength(path + dotted, pattern);
}

/** A token that means something, but nothing here, is empty: the version of what has none. */
const withoutValue = (custom: TokenValues): TokenValues =>
  Object.keys(custom).length === 0 ? noValues : emptyTokens(Object.keys(custom));

const emptyTokens = (except: readonly string[]): TokenValues =>
  Object.fromEntries(
    Object.keys(knownTokens)
      .filter((name) => !except.includes(name))
      .map((name) => [name, ""]),
  );

const noValues = emptyTokens([]);

/** A range names the files of a file sequence, so no other name may have one; a pattern matters in file sequences only. */
const rangePattern = /\[\d+-\d+\]/g;
const anyNumberPattern = /%\d*d|\[\d+-\d+\]|#/g;

/** What would be read as the place of a file's number becomes `_`. */
function withoutNumberPatterns(values: TokenValues, pattern: RegExp): TokenValues {
  const result: Record<string, string | number> = { ...values };
  for (const [name, value] of Object.entries(values))
    if (typeof value === "string" && /[%[#]/.test(value)) result[name] = value.replace(pattern, "_");
  return result;
}

/** Stands for the range while the pattern is resolved; a noncharacter that no value keeps (see `safeValue`). */
const rangeMark = "\uFFFF";

function checkLength(path: string, pattern: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const bytes = Buffer.byteLength(name);
  if (bytes <= maximumNameBytes) return path;
  throw new CressetError(
    "bad-destination",
    `The name pattern "${pattern}" makes the file name "${name.slice(0, 40)}…", which is ${bytes} bytes long with its extension; file systems allow ${maximumNameBytes}. Shorten the pattern, or slice a token, as in <name[0:40]>.`,
  );
}
