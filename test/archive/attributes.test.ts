/** Extended attributes and access lists, in and out. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Addon from "@napi-rs/xattr";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

const addon = (): typeof Addon => createRequire(import.meta.url)("@napi-rs/xattr");
const list = "system.posix_acl_access";
// Version 2; owner rw, user 12345 r, group r, mask r, others nothing.
const entries = [
  [0x01, 6, 0xffffffff],
  [0x02, 4, 12_345],
  [0x04, 4, 0xffffffff],
  [0x10, 4, 0xffffffff],
  [0x20, 0, 0xffffffff],
] as const;
const accessList = Buffer.concat([
  Buffer.from([2, 0, 0, 0]),
  ...entries.map(([tag, bits, id]) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt16LE(tag, 0);
    entry.writeUInt16LE(bits, 2);
    entry.writeUInt32LE(id, 4);
    return entry;
  }),
]);

let shell: CommandLine;
let given: Readonly<Record<string, Readonly<Record<string, Buffer>>>>;
let hasLists = true;

const attributes = (file: string) =>
  Object.fromEntries(
    addon()
      .listAttributesSync(file)
      .filter((name) => !name.startsWith("security."))
      .map((name) => [name, addon().getAttributeSync(file, name)]),
  );

beforeAll(async () => {
  shell = await openCommandLine();
  mkdirSync(shell.in("rushes/day 1"), { recursive: true });
  for (const name of ["tagged.txt", "read-only.txt", "plain.txt"]) writeFileSync(shell.in("rushes/day 1", name), name);
  writeFileSync(shell.in("rushes/long.bin"), Buffer.alloc(3_000_000, 7));
  writeFileSync(shell.in("rushes/holes.bin"), "");
  truncateSync(shell.in("rushes/holes.bin"), 5_000_000);
  given = {
    "day 1": { "user.shoot": Buffer.from("night") },
    "day 1/tagged.txt": {
      "user.colour": Buffer.from("grün"),
      "user.odd=name": Buffer.from([0, 10, 255]),
      "user.empty": Buffer.alloc(0),
      "user.long": Buffer.alloc(2000, 5),
    },
    "day 1/read-only.txt": { "user.locked": Buffer.from("yes") },
    "day 1/plain.txt": {},
    "long.bin": { "user.take": Buffer.from("7") },
    "holes.bin": { "user.take": Buffer.from("8") },
  };
  for (const [name, values] of Object.entries(given))
    for (const [key, value] of Object.entries(values)) addon().setAttributeSync(shell.in("rushes", name), key, value);
  try {
    addon().setAttributeSync(shell.in("rushes/day 1/read-only.txt"), list, accessList);
  } catch {
    hasLists = false;
  }
  chmodSync(shell.in("rushes/day 1/tagged.txt"), 0o444);
  const formatted = await shell.run(["archive", "format", "Job", "--to", ".", "--segment-size", "2MB"]);
  const added = await shell.run(["archive", "add", "Job", "rushes", "--verify", "both"]);
  if (formatted.code !== 0 || added.code !== 0) throw new Error(formatted.stderr + added.stderr);
});
afterAll(() => shell.close());

test("come back with the files and folders that had them, whatever their mode and however many segments they fill", async () => {
  const { code, stderr } = await shell.run(["archive", "restore", "Job", "--to", "back"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const restored = findRushes("back");
  for (const [name, values] of Object.entries(given))
    expect(attributes(`${restored}/${name}`)).toEqual({
      ...values,
      ...(hasLists && name.endsWith("read-only.txt") ? { [list]: accessList } : {}),
    });
});

test("tar gives them back to files that one segment holds", () => {
  mkdirSync(shell.in("by tar"));
  execFileSync("sh", ["-c", 'for s in ../Job/*/*.tar; do tar xf "$s" --xattrs; done'], { cwd: shell.in("by tar") });
  const restored = findRushes("by tar");
  for (const name of ["day 1", "day 1/tagged.txt", "day 1/plain.txt"]) {
    // A header has no place for a name with "=" in it; the table of contents has.
    const { "user.odd=name": _, ...values } = given[name] ?? {};
    expect(attributes(`${restored}/${name}`)).toEqual(values);
  }
});

const findRushes = (folder: string): string => {
  const [first] = execFileSync("find", [shell.in(folder), "-type", "d", "-name", "rushes"], { encoding: "utf8" }).split(
    "\n",
  );
  if (first === undefined || first === "") throw new Error(`There are no rushes in ${folder}`);
  return first;
};
