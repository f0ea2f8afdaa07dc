import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { resolveOutputPath } from "./output-path.ts";
import { pathCollisions, pathKey } from "./path-key.ts";

let root = "";
let destination = "";
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "cresset-output-")));
  destination = join(root, "out");
  mkdirSync(join(destination, "shots"), { recursive: true });
  mkdirSync(join(root, "vault"));
  symlinkSync(join(root, "vault"), join(destination, "link-out"));
  symlinkSync(join(root, "nowhere/deep"), join(destination, "link-nowhere"));
  symlinkSync("shots", join(destination, "link-in"));
  symlinkSync("loop", join(destination, "loop"));
  symlinkSync(destination, join(root, "out-by-link"));
});
afterAll(() => rmSync(root, { recursive: true }));

const output = (resolvedPath: string, storageRoots: readonly string[] = [], destinationPath = destination) =>
  resolveOutputPath({ destinationPath, resolvedPath, storageRoots });

describe("the path that a hook leaves", () => {
  it.each([
    ["cut.mov", "cut.mov"],
    ["shots/sh010/sh010.[1001-1070].exr", "shots/sh010/sh010.[1001-1070].exr"],
    ["shots//./sh010/../cut.mov", "shots/cut.mov"],
    ["link-in/cut.mov", "link-in/cut.mov"],
    ["not/there/yet/cut.mov", "not/there/yet/cut.mov"],
    ["..cut.mov", "..cut.mov"],
  ])("%s stays within the destination", (path, expected) => {
    expect(output(path)).toBe(join(destination, expected));
  });

  it("may go through a destination that is a link itself", () => {
    expect(output("cut.mov", [], join(root, "out-by-link"))).toBe(join(root, "out-by-link/cut.mov"));
  });

  it.each([
    ["", /is empty/],
    ["  ", /is empty/],
    ["../cut.mov", /leads to .*outside the destination/],
    ["shots/../../vault/cut.mov", /leads to .*outside the destination/],
    ["/etc/cron.d/cut", /absolute and lies outside/],
    [".", /names the destination folder itself/],
    ["shots/..", /names the destination folder itself/],
    ["shots/", /ends with a slash/],
    ["a\u0000b.mov", /control character/],
    ["a\nb.mov", /control character/],
    ["C:\\Windows\\cut.mov", /Windows drive/],
    ["..\\cut.mov", /backslash/],
    ["link-out/cut.mov", /is a link that leads to .*vault/],
    ["link-out/sub/cut.mov", /is a link that leads to .*vault/],
    ["link-nowhere/cut.mov", /is a link that leads to .*nowhere/],
    [`${"n".repeat(256)}.mov`, /260 bytes long/],
  ])("%j is refused", (path, why) => {
    expect(() => output(path)).toThrow(why);
    expect(() => output(path)).toThrow(CressetError);
  });

  it("does not hang on a link that leads to itself", () => {
    expect(output("loop/cut.mov")).toBe(join(destination, "loop/cut.mov"));
  });

  it("may leave the destination for a storage root, by any way", () => {
    const vault = join(root, "vault");
    expect(output("../vault/cut.mov", [vault])).toBe(join(vault, "cut.mov"));
    expect(output(join(vault, "a/cut.mov"), [vault])).toBe(join(vault, "a/cut.mov"));
    expect(output("link-out/cut.mov", [vault])).toBe(join(destination, "link-out/cut.mov"));
    expect(() => output("../vault-2/cut.mov", [vault])).toThrow(/and the storage roots/);
  });

  it("is inside or refused, whatever it is", () => {
    const part = fc.oneof(
      fc.constantFrom("..", ".", "", "shots", "link-in", "link-out", "C:", "~"),
      fc.string({ maxLength: 5, unit: "binary" }),
    );
    const isSafe = (path: string) => {
      try {
        const target = output(path);
        return target.startsWith(destination + sep) && !target.startsWith(join(destination, "link-out") + sep);
      } catch (error) {
        return error instanceof CressetError;
      }
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expect(isSafe(parts.join("/"))).toBe(true);
      }),
    );
  });
});

describe("places that decide what code runs", () => {
  const hooks = () => join(destination, "hooks");
  const into = (resolvedPath: string, place = hooks()) =>
    resolveOutputPath({ destinationPath: destination, resolvedPath, storageRoots: [], codePlaces: [place] });

  it.each(["hooks/a.py", "hooks/deeper/a.py", "shots/../hooks/a.py", "hooks", "link-in/../hooks/a.py"])(
    "%s is not written",
    (path) => {
      expect(() => into(path)).toThrow(/decides what code runs/);
    },
  );

  it("are known behind links", () => {
    expect(() => into("link-in/a.py", join(destination, "shots"))).toThrow(/decides what code runs/);
    expect(() => into("shots/a.py", join(destination, "link-in"))).toThrow(/decides what code runs/);
  });

  it("leave everything else alone", () => {
    expect(into("hooks.mov")).toBe(join(destination, "hooks.mov"));
    expect(into("shots/hooks/a.py")).toBe(join(destination, "shots/hooks/a.py"));
  });
});

describe("two assets on one path", () => {
  it("are seen whatever case and accents say", () => {
    expect(pathKey("/out/Café.MOV")).toBe(pathKey("/out/cafe\u0301.mov"));
    expect(pathKey("/out/ΣΑΣ")).toBe(pathKey("/out/σασ"));
    expect(pathKey("/out/σας")).toBe(pathKey("/out/σασ"));
    expect(pathKey("/out/straße")).not.toBe(pathKey("/out/strasse"));
    expect(pathKey("/out/a.mov")).not.toBe(pathKey("/out/a_.mov"));
  });

  it.each([
    ["different files", ["/o/a.mov", "/o/b.mov", "/o/a.wav"], []],
    ["one file", ["/o/a.mov", "/o/b.mov", "/o/A.mov"], [{ first: 0, second: 2, kind: "file" }]],
    ["one file sequence", ["/o/a.[1-9].exr", "/o/a.[1-9].exr"], [{ first: 0, second: 1, kind: "file" }]],
    ["sequences that overlap", ["/o/a.[50-99].exr", "/o/a.[01-50].exr"], [{ first: 0, second: 1, kind: "file" }]],
    ["sequences side by side", ["/o/a.[50-99].exr", "/o/a.[01-49].exr"], []],
    [
      "a long one over two",
      ["/o/a.[1-2].exr", "/o/a.[0-9].exr", "/o/a.[8-8].exr"],
      [
        { first: 0, second: 1, kind: "file" },
        { first: 1, second: 2, kind: "file" },
      ],
    ],
    ["a file that is a folder", ["/o/a.mov/b.mov", "/o/A.mov"], [{ first: 0, second: 1, kind: "folder", blocker: 1 }]],
    ["a folder that is a file", ["/o/A.mov", "/o/a.mov/b.mov"], [{ first: 0, second: 1, kind: "folder", blocker: 0 }]],
  ])("are found: %s", (_, paths, collisions) => {
    expect(pathCollisions(paths)).toEqual(collisions);
  });

  it("are found among thousands", () => {
    const paths = Array.from({ length: 20_000 }, (_, index) => `/o/${index % 50}/sh${index}.[1001-1070].exr`);
    expect(pathCollisions([...paths, "/o/7/sh7.[1070-1071].exr"])).toEqual([
      { first: 7, second: 20_000, kind: "file" },
    ]);
  });
});
