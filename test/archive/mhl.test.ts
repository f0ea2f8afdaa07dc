import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { c4OfFile } from "../../src/archive/c4.ts";
import { verifyArchive } from "../../src/archive/read-back.ts";
import { archiveCase, makeSource, newCase, placeOf, who } from "./faults/archive-case.ts";
import { mhlFaults, xmlNodes } from "./mhl-structure.ts";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-mhl-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const verify = (root: string) =>
  verifyArchive({
    place: placeOf(root),
    percent: 100,
    seed: "",
    record: { ...who, comment: "" },
    signal,
    onProgress: () => {},
  });

/** The manifests of a history, oldest first; each is held against the schema and the chain. */
function manifestsOf(history: string): readonly string[] {
  const chain = fs.readFileSync(path.join(history, "ascmhl_chain.xml"), "utf8");
  expect(mhlFaults(xmlNodes(chain))).toEqual([]);
  const links = xmlNodes(chain)[0]?.children ?? [];
  const names = fs.readdirSync(history).filter((name) => name.endsWith(".mhl"));
  expect(links.map(({ attributes }) => attributes["@_sequencenr"])).toEqual(names.map((_, index) => String(index + 1)));
  return links.map(({ children: [file, c4] }) => {
    const manifest = path.join(history, file?.text ?? "");
    expect(path.basename(manifest)).toMatch(/^\d{4}_.+_\d{4}-\d\d-\d\d_\d{6}Z\.mhl$/);
    expect(c4OfFile(manifest)).toBe(c4?.text);
    const text = fs.readFileSync(manifest, "utf8");
    expect(mhlFaults(xmlNodes(text))).toEqual([]);
    return text;
  });
}

const pathsOf = (manifest: string, action: string) =>
  [...manifest.matchAll(/<hash>\s*<path[^>]*>([^<]*)<\/path>\s*<xxh128 action="(\w+)"/g)]
    .filter(([, , said]) => said === action)
    .map(([, name]) => name);

test("an archive's folder has a history: a generation for each session and each check, and none is ever changed", async () => {
  const one = newCase(folder, "one");
  makeSource(one.source);
  await archiveCase(one);
  const history = path.join(one.root, "ascmhl");
  const [first = ""] = manifestsOf(history);
  expect(pathsOf(first, "original")).toEqual(
    expect.arrayContaining(["README.txt", "archive.json", "session_0001/seg_0001.tar", "session_0001/session.json"]),
  );
  await archiveCase(one);
  expect((await verify(one.root)).faults).toEqual([]);
  fs.appendFileSync(path.join(one.root, "README.txt"), "more");
  const { faults } = await verify(one.root);
  expect(faults.map(({ message }) => message)).toEqual([expect.stringContaining("README.txt is not what was written")]);

  const [again, second = "", third = "", fourth = ""] = manifestsOf(history);
  expect(again).toBe(first);
  expect(pathsOf(second, "original").every((name) => name?.startsWith("session_0002/"))).toBe(true);
  expect(pathsOf(third, "verified").length).toBe(
    pathsOf(first, "original").length + pathsOf(second, "original").length,
  );
  expect(pathsOf(fourth, "failed")).toEqual(["README.txt"]);
});

test("what tar extracts has a history that names every file with its checksum", async () => {
  const one = newCase(folder, "two");
  makeSource(one.source, 100_000);
  fs.writeFileSync(path.join(one.source, "a\nb & <c>"), "odd");
  await archiveCase(one);
  const session = path.join(one.root, "session_0001");
  for (const name of fs.readdirSync(session).filter((each) => each.endsWith(".tar")))
    execFileSync("tar", ["-xf", path.join(session, name), "-C", one.at]);
  const [manifest = ""] = manifestsOf(path.join(one.at, "Faults_0001/ascmhl"));
  expect(pathsOf(manifest, "original")).toContain("files/tree/a&#10;b &amp; &lt;c&gt;");
  expect(manifest).toBe(fs.readFileSync(path.join(session, "payload.mhl"), "utf8"));
});
