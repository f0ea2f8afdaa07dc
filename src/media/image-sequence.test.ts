import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findImageSequence, frameFileName, imageSequencePattern, listImageSequences } from "./image-sequence.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "cresset-sequence-"));
});
afterAll(() => rm(root, { recursive: true }));

async function folderWith(...names: string[]): Promise<string> {
  const folder = await mkdtemp(join(root, "f-"));
  for (const name of names) await writeFile(join(folder, name), "");
  return folder;
}

describe("an image sequence", () => {
  it.each(["sh_v02.[1001-1004].exr", "sh_v02.%04d.exr", "sh_v02.####.exr", "sh_v02.#.exr", "sh_v02.1002.exr", "."])(
    "is found as %s",
    async (spelling) => {
      const folder = await folderWith("sh_v02.1001.exr", "sh_v02.1002.exr", "sh_v02.1004.exr", "notes_v02.txt");
      const found = await findImageSequence(join(folder, spelling));
      expect(found).toEqual({
        folder,
        prefix: "sh_v02.",
        suffix: ".exr",
        padding: 4,
        first: 1001,
        last: 1004,
        missing: [1003],
      });
      expect(imageSequencePattern(found!)).toBe(join(folder, "sh_v02.[1001-1004].exr"));
    },
  );

  it("keeps to the range that was asked for", async () => {
    const folder = await folderWith("a.0008.dpx", "a.0009.dpx", "a.0010.dpx", "a.0012.dpx");
    expect(await findImageSequence(join(folder, "a.[0009-0013].dpx"))).toMatchObject({
      first: 9,
      last: 13,
      missing: [11, 13],
    });
  });

  it("is told from neighbours by name, type and padding", async () => {
    const folder = await folderWith("a.001.png", "a.0001.png", "a.0002.png", "b.1.png", "b.10.png", "a.0001.exr");
    expect(await findImageSequence(join(folder, "a.0002.png"))).toMatchObject({ padding: 4, first: 1, last: 2 });
    expect(await findImageSequence(join(folder, "a.###.png"))).toMatchObject({ padding: 3, first: 1, last: 1 });
    expect(await findImageSequence(join(folder, "b.%d.png"))).toMatchObject({ padding: 0, first: 1, last: 10 });
    expect(await listImageSequences(folder)).toHaveLength(4);
    await expect(findImageSequence(folder)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("found 4"),
      detail: expect.stringContaining("a.[0001-0002].png"),
    });
  });

  it("is not seen where there is none", async () => {
    const folder = await folderWith("movie_001.mov", "logo.png", "beauty_v02.exr");
    await writeFile(join(root, "Rec709.exr"), "");
    expect(await findImageSequence(join(root, "Rec709.exr"))).toBeUndefined();
    for (const name of ["movie_001.mov", "logo.png", "beauty_v02.exr", "gone.mov"])
      expect(await findImageSequence(join(folder, name))).toBeUndefined();
    await expect(findImageSequence(folder)).rejects.toThrow("found no numbered images");
    await expect(findImageSequence(join(folder, "x.%04d.exr"))).rejects.toThrow("No file of the image sequence");
    await expect(findImageSequence(join(folder, "x.[20-10].exr"))).rejects.toThrow("first frame before the last");
    await mkdir(join(folder, "stills"));
    await writeFile(join(folder, "stills", "p00000001.jpg"), "");
    await writeFile(join(folder, "stills", "p20240101.jpg"), "");
    await expect(findImageSequence(join(folder, "stills"))).rejects.toThrow("name the range");
  });

  it("gives back every file name it was found by, however it is named, padded and spelled", async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9 _]{0,6}[a-z][._-]$/).filter((text) => !/[._-]v[._-]$/.test(text));
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.constantFrom("exr", "dpx", "PNG", "tif"),
        fc.nat(5),
        fc.uniqueArray(fc.nat(12_000), { minLength: 1, maxLength: 6 }),
        async (prefix, type, padding, numbers) => {
          const files = numbers.map((number) => `${prefix}${String(number).padStart(padding, "0")}.${type}`);
          const folder = await folderWith(...files);
          const padded = padding === 0 ? "%d" : `%0${padding}d`;
          const first = Math.min(...numbers);
          const last = Math.max(...numbers);
          const range = `[${String(first).padStart(padding, "0")}-${String(last).padStart(padding, "0")}]`;
          for (const spelling of [`${prefix}${padded}.${type}`, `${prefix}${range}.${type}`, files[0]!, "."]) {
            const found = (await findImageSequence(join(folder, spelling)))!;
            const missing = new Set(found.missing);
            const there: string[] = [];
            for (let number = found.first; number <= found.last; number++)
              if (!missing.has(number)) there.push(basename(frameFileName(found, number)));
            expect(there.toSorted()).toEqual(files.toSorted());
            const again = await findImageSequence(imageSequencePattern(found));
            expect(again).toMatchObject({ first, last, missing: found.missing });
          }
          await rm(folder, { recursive: true });
        },
      ),
      { numRuns: 25 },
    );
  });
});
