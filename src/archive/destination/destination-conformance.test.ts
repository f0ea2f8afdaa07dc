import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pageMemory } from "../../media/page-memory.ts";
import type { Destination } from "./destination.ts";
import { destinationKinds, kindOfDestination, openDestination } from "./open-destination.ts";
import { readLines } from "./read-lines.ts";
import { readStoredText, writeWhole } from "./whole-file.ts";

// One suite for all destinations: what the writer and the reader of archives count on.
describe.each(destinationKinds)("a destination of the kind %s", (kind) => {
  let root = "";
  let destination: Destination;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(tmpdir(), "cresset-destination-"));
    destination = openDestination({ kind, root });
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  test("keeps what is written, aligned blocks and the rest, and reads any stretch of it", () => {
    const block = Buffer.from(pageMemory(65_536)).fill(7);
    destination.makeFolder("a/b");
    const file = destination.create("a/b/segment.tar");
    for (const part of [block, Buffer.from("odd"), block]) file.write(part);
    expect(file.bytes).toBe(2 * 65_536 + 3);
    file.finish();
    const stored = destination.open("a/b/segment.tar", "disk");
    const into = Buffer.alloc(10);
    expect([stored.bytes, stored.read(into, 65_534)]).toEqual([2 * 65_536 + 3, 10]);
    expect(into.toString("latin1")).toBe("\u0007\u0007odd\u0007\u0007\u0007\u0007\u0007");
    expect(stored.read(into, 2 * 65_536)).toBe(3);
    stored.close();
  });

  test("gives a file its name when it is finished, and not before; it can be read back until then", () => {
    const file = destination.create("one");
    file.write(Buffer.from("text"));
    file.sync();
    expect(destination.list("")).not.toContain("one");
    const back = file.reread();
    const into = Buffer.alloc(4);
    back.read(into, 0);
    back.close();
    expect(into.toString()).toBe("text");
    file.finish();
    expect(destination.list("")).toEqual(["one"]);
  });

  test("never writes over anything, and leaves nothing of what was discarded", () => {
    writeWhole(destination, "one", "first");
    expect(() => destination.create("one")).toThrow(expect.objectContaining({ code: "bad-destination" }));
    const late = destination.create("two");
    late.write(Buffer.from("late"));
    fs.writeFileSync(path.join(root, "two"), "early");
    expect(() => late.finish()).toThrow(expect.objectContaining({ code: "bad-destination" }));
    late.discard();
    const third = destination.create("three");
    third.write(Buffer.from("x"));
    third.discard();
    third.discard();
    expect([readStoredText(destination, "one"), readStoredText(destination, "two")]).toEqual(["first", "early"]);
    expect(destination.list("").filter((name) => name.includes("three"))).toEqual([]);
  });

  test("takes away what a killed run left, and nothing else", () => {
    destination.create("half").write(Buffer.from("x"));
    writeWhole(destination, "whole", "x");
    destination.discardPartials("");
    expect(fs.readdirSync(root)).toEqual(["whole"]);
    destination.remove("whole");
    destination.remove("whole");
    expect(destination.list("")).toEqual([]);
  });

  test("lets a log grow over several openings, behind a line that was cut off on a line of its own", () => {
    const first = destination.log("log");
    first.append("one\ntw");
    first.sync();
    first.close();
    const second = destination.log("log");
    second.append("three\n");
    second.close();
    expect([...readLines(destination, "log")]).toEqual(["one", "tw", "three"]);
  });

  test("replaces small files at once", () => {
    destination.replace("chain", "one");
    destination.replace("chain", "two");
    expect(readStoredText(destination, "chain")).toBe("two");
    expect(destination.list("")).toEqual(["chain"]);
  });

  test("says what is not there, and makes no folder where its root is gone", () => {
    expect(destination.list("nowhere")).toEqual([]);
    expect(() => destination.open("nothing")).toThrow(expect.objectContaining({ code: "not-found" }));
    fs.rmSync(root, { recursive: true });
    expect(() => destination.makeFolder("session")).toThrow(expect.objectContaining({ code: "bad-destination" }));
    expect(fs.existsSync(root)).toBe(false);
    expect(destination.freeBytes()).toBeUndefined();
  });

  test("knows how much fits", () => {
    expect(destination.freeBytes()).toBeGreaterThan(0);
  });

  test("is written to by one process; what one left that is gone is taken over", () => {
    const lease = destination.lease();
    expect(() => destination.lease()).toThrow(/Another Cresset is writing/);
    lease.release();
    lease.release();
    const again = destination.lease();
    const file = path.join(root, ".writing");
    const owner: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    again.release();
    // A process id that was given again belongs to another process by now.
    fs.writeFileSync(file, JSON.stringify({ ...Object(owner), id: "gone", started: "1" }));
    destination.lease().release();
    // Another host's, touched a moment ago and long ago.
    fs.writeFileSync(file, JSON.stringify({ ...Object(owner), id: "far", system: "another" }));
    expect(() => destination.lease()).toThrow(/Another Cresset is writing/);
    fs.utimesSync(file, Date.now() / 1000 - 300, Date.now() / 1000 - 300);
    destination.lease().release();
    expect(fs.readdirSync(root)).toEqual([]);
  });
});

test("a folder on a tape is found by what is mounted", () => {
  const mounts = "/dev/sda1 / ext4 rw 0 0\nltfs:/dev/st0 /mnt/tape\\0401 fuse rw 0 0\n//server/x /mnt cifs rw 0 0\n";
  expect(kindOfDestination("/mnt/tape 1/archive", mounts)).toBe("ltfs");
  expect(kindOfDestination("/mnt/tape 10", mounts)).toBe("folder");
  expect(kindOfDestination("/", mounts)).toBe("folder");
});
