import { readFileSync } from "node:fs";
import { CressetError } from "../errors.ts";

/** What a `.cube` file holds: a curve for each channel, or a cube over all three. */
export type CubeKind = "1D" | "3D";

/** Largest tables that FFmpeg's `lut1d` and `lut3d` take. */
const largest = { "1D": 65_536, "3D": 256 } as const;

/**
 * Reads a `.cube` file as far as to know that it can be applied. Source of the format: Adobe, "Cube LUT Specification 1.0".
 * @throws CressetError `bad-input` that names the file, the line, what was expected and what was found.
 */
export function readCubeKind(path: string): CubeKind {
  const fault = (line: number | undefined, expected: string) =>
    new CressetError(
      "bad-input",
      `The LUT ${path} cannot be used: ${line === undefined ? "" : `line ${line}: `}${expected}. Export it again as a .cube file.`,
    );
  let table: { readonly kind: CubeKind; readonly size: number; readonly rows: number } | undefined;
  let rows = 0;
  for (const [index, raw] of readText(path)
    .split(/\r\n|\n|\r/)
    .entries()) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    const number = index + 1;
    const [word = "", ...values] = text.split(/\s+/);
    const kind = word === "LUT_1D_SIZE" ? "1D" : word === "LUT_3D_SIZE" ? "3D" : undefined;
    if (kind !== undefined) {
      if (table !== undefined)
        throw fault(
          number,
          `expected one table, found a second one (${text}); a LUT with a shaper must be baked into one`,
        );
      const size = Number(values[0]);
      if (values.length !== 1 || !Number.isInteger(size) || size < 2 || size > largest[kind])
        throw fault(number, `expected ${word} and a whole number from 2 to ${largest[kind]}, found ${shown(text)}`);
      table = { kind, size, rows: kind === "1D" ? size : size ** 3 };
    } else if (isNumber(word)) {
      if (table === undefined)
        throw fault(number, `expected LUT_1D_SIZE or LUT_3D_SIZE before the first numbers, found ${shown(text)}`);
      if (values.length !== 2 || !values.every(isNumber))
        throw fault(number, `expected three numbers, found ${shown(text)}`);
      rows++;
      if (rows > table.rows) throw fault(number, `expected ${countOf(table)}, found more`);
    } else if (word === "TITLE") continue;
    else {
      const [key, plain] = defaults(word);
      if (key === undefined)
        throw fault(number, `expected three numbers or a key of a .cube file, found ${shown(text)}`);
      const usual = values.length === plain.length && values.every((value, at) => Number(value) === plain[at]);
      const understood =
        table !== undefined && word.startsWith("DOMAIN_") && values.length === 3 && values.every(isNumber);
      // FFmpeg reads the domain after the size only, and no other range at all.
      if (!understood && (!usual || table !== undefined))
        throw fault(number, `expected ${word} ${plain.join(" ")} before the size of the table, found ${shown(text)}`);
    }
  }
  if (table === undefined) throw fault(undefined, `it has neither LUT_1D_SIZE nor LUT_3D_SIZE`);
  if (rows < table.rows) throw fault(undefined, `expected ${countOf(table)}, found ${rows}; it is cut off`);
  return table.kind;
}

const countOf = ({ kind, size, rows }: { kind: CubeKind; size: number; rows: number }) =>
  `${rows} lines of three numbers (LUT_${kind}_SIZE ${size})`;

/** Keys about the range of the input, with what they are when nothing is said. */
function defaults(word: string): readonly [string | undefined, readonly number[]] {
  if (word === "DOMAIN_MIN") return [word, [0, 0, 0]];
  if (word === "DOMAIN_MAX") return [word, [1, 1, 1]];
  if (word === "LUT_1D_INPUT_RANGE" || word === "LUT_3D_INPUT_RANGE") return [word, [0, 1]];
  return [undefined, []];
}

const isNumber = (word: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(word);

const shown = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const why = code === "ENOENT" ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
    throw new CressetError("bad-input", `The LUT ${path} cannot be read: ${why}. Check its path.`, { cause });
  }
}
