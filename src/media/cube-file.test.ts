import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCubeKind } from "./cube-file.ts";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-cube-"));
  path = join(folder, "look.cube");
});
afterAll(() => rm(folder, { recursive: true }));

const corners = "0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n";

test.each([
  ["3D", `TITLE "a look"\n# made by hand\n\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1.0 2.0 1.0\n${corners}`],
  ["3D", `LUT_3D_INPUT_RANGE 0.0 1.0\r\nDOMAIN_MAX 1 1 1\r\nLUT_3D_SIZE 2\r\n${corners.replaceAll("\n", "\r\n")}`],
  ["1D", "LUT_1D_SIZE 3\n-.1 0 0\n5e-1 .5 0.50000\n1. 1 +1"],
])("a %s table is known", async (kind, text) => {
  await writeFile(path, text);
  expect(readCubeKind(path)).toBe(kind);
});

test.each([
  ["", "it has neither LUT_1D_SIZE nor LUT_3D_SIZE"],
  ["0 0 0\n", 'line 1: expected LUT_1D_SIZE or LUT_3D_SIZE before the first numbers, found "0 0 0"'],
  ["LUT_3D_SIZE two\n", 'line 1: expected LUT_3D_SIZE and a whole number from 2 to 256, found "LUT_3D_SIZE two"'],
  ["LUT_3D_SIZE 500\n", "line 1: expected LUT_3D_SIZE and a whole number from 2 to 256"],
  [`LUT_3D_SIZE 2\n${corners.slice(6)}`, "expected 8 lines of three numbers (LUT_3D_SIZE 2), found 7; it is cut off"],
  [`LUT_3D_SIZE 2\n${corners}2 2 2`, "line 10: expected 8 lines of three numbers (LUT_3D_SIZE 2), found more"],
  [`LUT_3D_SIZE 2\n0 0 0\n1 0\n`, 'line 3: expected three numbers, found "1 0"'],
  [`LUT_3D_SIZE 2\n0 0 0\n1 0 nan\n`, 'line 3: expected three numbers, found "1 0 nan"'],
  [`LUT_3D_SIZE 2\n0 0 0\nhello\n`, 'line 3: expected three numbers or a key of a .cube file, found "hello"'],
  [`LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n`, "line 2: expected one table, found a second one (LUT_3D_SIZE 2)"],
  [`DOMAIN_MAX 4 4 4\nLUT_3D_SIZE 2\n`, "line 1: expected DOMAIN_MAX 1 1 1 before the size of the table"],
  [`LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 4\n`, "line 2: expected LUT_3D_INPUT_RANGE 0 1 before the size of the table"],
])("what is wrong with %j is told with its line", async (text, told) => {
  await writeFile(path, text);
  expect(() => readCubeKind(path)).toThrow(`The LUT ${path} cannot be used: ${told}`);
});

test("a file that is not there is told", () => {
  const missing = join(folder, "missing.cube");
  expect(() => readCubeKind(missing)).toThrow(`The LUT ${missing} cannot be read: there is no such file.`);
});
