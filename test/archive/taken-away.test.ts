import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readArchive } from "../../src/archive/archive.ts";
import { verifyArchive } from "../../src/archive/read-back.ts";
import { type ArchiveCase, archiveCase, newCase, placeOf, restoreCase, who } from "./faults/archive-case.ts";

let folder = "";
let one: ArchiveCase;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-taken-"));
  one = newCase(folder, "taken");
  fs.mkdirSync(one.source);
  for (const name of ["first", "second"]) {
    fs.writeFileSync(path.join(one.source, name), name);
    await archiveCase(one);
  }
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** As `cresset archive verify` does: what it finds is noted in the archive's own history. */
async function verify() {
  const { faults, unrecorded } = await verifyArchive({
    place: placeOf(one.root),
    percent: 100,
    seed: "",
    record: { ...who, comment: "" },
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  return { faults: faults.map(({ message }) => message).join("\n"), unrecorded };
}

test("a session that is gone is told each time, after any number of checks, and its number is not given again", async () => {
  fs.rmSync(path.join(one.root, "session_0002"), { recursive: true });
  for (const round of ["a", "b"]) {
    expect((await verify()).faults).toContain("Session 2 is not there.");
    expect(restoreCase(one.root, path.join(one.at, round))).toContain("Session 2 is not there.");
  }
  await expect(archiveCase(one)).rejects.toThrow(/Session 2 is not there.*Bring it back/);
  expect(fs.existsSync(path.join(one.root, "session_0002"))).toBe(false);
});

test("a checksum history that was taken away, or a part of it, is told each time and nothing is written over it", async () => {
  expect(await verify()).toEqual({ faults: "", unrecorded: undefined });
  const history = path.join(one.root, "ascmhl");
  const whole = path.join(folder, "whole");
  fs.cpSync(history, whole, { recursive: true });
  const manifests = fs.readdirSync(history).filter((name) => name.endsWith(".mhl"));
  for (const lost of ["", "ascmhl_chain.xml", ...manifests]) {
    fs.rmSync(path.join(history, lost), { recursive: true });
    for (let round = 0; round < 2; round += 1) {
      const { faults, unrecorded } = await verify();
      expect(faults).toContain(`${path.join("ascmhl", lost || "ascmhl_chain.xml")} is not there`);
      expect(unrecorded).toContain("damaged");
    }
    await expect(archiveCase(one)).rejects.toThrow(/ascmhl.* is not there.*can be restored/);
    fs.cpSync(whole, history, { recursive: true });
  }
  expect(await verify()).toEqual({ faults: "", unrecorded: undefined });
  await archiveCase(one);
  expect(readArchive(placeOf(one.root)).sessions).toHaveLength(3);
});

test("a first session that was killed before its history was begun is no fault", async () => {
  const killed = newCase(folder, "killed");
  fs.cpSync(one.source, killed.source, { recursive: true });
  await archiveCase(killed);
  // The chain is begun before `session.json`, the manifest comes behind it.
  const history = path.join(killed.root, "ascmhl");
  for (const name of fs.readdirSync(history)) if (name.endsWith(".mhl")) fs.rmSync(path.join(history, name));
  fs.writeFileSync(
    path.join(history, "ascmhl_chain.xml"),
    '<?xml version="1.0" encoding="UTF-8"?>\n<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">\n</ascmhldirectory>\n',
  );
  const place = placeOf(killed.root);
  const signal = new AbortController().signal;
  const check = await verifyArchive({ place, percent: 100, seed: "", signal, onProgress: () => {} });
  expect(check.faults).toEqual([]);
  await archiveCase(killed);
  expect(fs.readdirSync(history).filter((name) => name.endsWith(".mhl"))).toHaveLength(1);
});
