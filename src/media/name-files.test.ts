import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { haveNames, nameFiles } from "./name-files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cresset-names-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);

/** A verified file sequence of three frames that waits for its names. */
function frames() {
  const partial = at(".a.partial");
  mkdirSync(partial);
  const files = ["a.1.dpx", "a.2.dpx", "a.3.dpx"].map((name) => {
    writeFileSync(path.join(partial, name), name);
    return { path: at(name), bytes: name.length, xxh128: "" };
  });
  return { partial, files };
}

test("A file that came up while another was rendered is left alone, and nothing of the other gets a name", async () => {
  const asset = frames();
  writeFileSync(at("a.3.dpx"), "a colleague's");
  await expect(nameFiles(asset, { mayReplace: false })).rejects.toThrow(/a\.3\.dpx" came up while it was rendered/);
  expect(readFileSync(at("a.3.dpx"), "utf8")).toBe("a colleague's");
  expect(existsSync(at("a.1.dpx"))).toBe(false);
});

test("What may be replaced is replaced", async () => {
  const asset = frames();
  writeFileSync(at("a.3.dpx"), "old");
  await nameFiles(asset, { mayReplace: true });
  expect(readFileSync(at("a.3.dpx"), "utf8")).toBe("a.3.dpx");
  expect(existsSync(asset.partial)).toBe(false);
});

test("The asset's own files give way where nothing else does", async () => {
  const asset = frames();
  writeFileSync(at("a.1.dpx"), "own");
  await nameFiles(asset, { mayReplace: false, ownFiles: [at("a.1.dpx")] });
  expect(haveNames(asset.files)).toBe(true);
});

test("What else there was of a file sequence goes when all files have their names, also when that was killed", async () => {
  const asset = frames();
  const outdated = [at("a.4.dpx"), at("a.5.dpx")];
  for (const file of outdated) writeFileSync(file, "old");
  // A folder cannot be replaced by a file: naming fails before its end.
  mkdirSync(at("a.3.dpx"));
  await expect(nameFiles(asset, { outdated })).rejects.toThrow(/a\.1\.dpx/);
  expect(outdated.every(existsSync)).toBe(true);
  rmSync(at("a.3.dpx"), { recursive: true });
  await nameFiles(asset, { outdated });
  expect(outdated.some(existsSync)).toBe(false);
  // Whatever comes there later is somebody else's.
  writeFileSync(outdated[0] ?? "", "new");
  await nameFiles(asset, { outdated });
  expect(outdated.filter(existsSync)).toEqual([at("a.4.dpx")]);
});

test("A file that was killed between its two names loses the temporary one", async () => {
  const asset = frames();
  linkSync(path.join(asset.partial, "a.2.dpx"), at("a.2.dpx"));
  await nameFiles(asset, { mayReplace: false });
  expect(haveNames(asset.files)).toBe(true);
  expect(existsSync(asset.partial)).toBe(false);
});

test("Naming that was killed half-way goes on where it stopped", async () => {
  const asset = frames();
  const [first] = asset.files;
  rmSync(path.join(asset.partial, "a.1.dpx"));
  writeFileSync(first?.path ?? "", "a.1.dpx");
  expect(haveNames(asset.files)).toBe(false);
  await nameFiles(asset, { mayReplace: false });
  expect(haveNames(asset.files)).toBe(true);
  await nameFiles(asset, { mayReplace: false });
});
