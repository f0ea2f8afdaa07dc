import { copyFile, link, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportWish } from "../../src/app/cresset.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "../export/workshop.ts";
import { tree } from "./command-line.ts";

let shop: Workshop;
let movie = "";

beforeAll(async () => {
  shop = await openWorkshop();
  movie = await shop.shoot("a.mov", { codec: "prores_422", frames: 3, rate: rate(24) });
});
afterAll(() => shop.close());

/** A folder with a copy of the movie as its only file. */
async function folderWith(name: string): Promise<string> {
  const folder = shop.in(name);
  await mkdir(folder, { recursive: true });
  await copyFile(movie, path.join(folder, "a.mov"));
  return folder;
}

/** What an export into a folder ends with, and whether it left all that was there as it was. */
async function exportInto(folder: string, wish: Omit<ExportWish, "destinationPath">) {
  const before = tree(folder);
  const error = await shop.cresset
    .export({ presets: ["ProRes 422"], overwrite: "overwrite", ...wish, destinationPath: folder })
    .then(
      ({ status }) => status,
      (failure: unknown) => failure,
    );
  const after = tree(folder);
  return { error, untouched: JSON.stringify(after) === JSON.stringify(before), files: Object.keys(after).toSorted() };
}

const refused = {
  error: expect.objectContaining({
    code: "bad-destination",
    message: expect.stringContaining("which this export reads. Nothing was written"),
  }),
  untouched: true,
};

describe("A source of the export is never written over", () => {
  test.for(["overwrite", "ask", "skip"] as const)("by a movie of its name, with --overwrite %s", async (overwrite) => {
    const folder = await folderWith(`movie-${overwrite}`);
    expect(await exportInto(folder, { sources: [path.join(folder, "a.mov")], overwrite })).toMatchObject(refused);
  });

  test("whatever a hook answers", async () => {
    const folder = await folderWith("hooked");
    await mkdir(shop.in("hooks"), { recursive: true });
    await writeFile(shop.in("hooks/x.ts"), 'export const exportOverwriteFile = () => "overwrite_all";');
    const wish = { sources: [path.join(folder, "a.mov")], hookFolders: [shop.in("hooks")] };
    expect(await exportInto(folder, wish)).toMatchObject(refused);
    expect(await exportInto(folder, { ...wish, overwrite: "version-up" })).toMatchObject(refused);
  });

  test("through a hard link, a link, or a folder that is a link", async () => {
    const hard = shop.in("hard");
    await mkdir(hard);
    await link(movie, path.join(hard, "a.mov"));
    expect(await exportInto(hard, { sources: [movie] })).toMatchObject(refused);
    const soft = shop.in("soft");
    await mkdir(soft);
    await symlink(movie, path.join(soft, "a.mov"));
    expect(await exportInto(soft, { sources: [movie] })).toMatchObject(refused);
    await symlink(shop.in("media"), shop.in("linked"));
    expect(await exportInto(shop.in("linked"), { sources: [movie] })).toMatchObject(refused);
  });

  test("by file sequences that share a file with the one they are made from", async () => {
    const { destination } = await shop.export({ sources: [movie], presets: ["PNG"], namePattern: "a.<frame####>" });
    expect(Object.keys(tree(destination))).toHaveLength(3);
    const wish = { sources: [destination], presets: ["PNG"], namePattern: "a.<frame####>" };
    expect(await exportInto(destination, wish)).toMatchObject(refused);
  });

  test("nor the cut, its subtitles or the preset", async () => {
    const folder = await folderWith("papers");
    const files = {
      "reel.edl":
        "TITLE: reel\n\n001  a AX V C 00:00:00:00 00:00:00:03 01:00:00:00 01:00:00:03\n* FROM CLIP NAME: a.mov\n",
      "words.srt": "1\n00:00:00,000 --> 00:00:00,100\nHello\n",
      "own.yaml": [
        "version: 1",
        "name: Own",
        "type: movie",
        "namePattern: movie",
        "video: { codec: prores_422 }",
        "cut: [{ format: edl, namePattern: reel }]",
        "",
      ].join("\n"),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    const own = path.join(folder, "own.yaml");
    const reel = path.join(folder, "reel.edl");
    const media = { mediaFolders: [folder], rate: "24" };
    expect(await exportInto(folder, { sources: [reel], presets: [own], ...media })).toMatchObject(refused);
    await link(path.join(folder, "words.srt"), path.join(folder, "a_words.srt"));
    const words = { subtitleFiles: [path.join(folder, "words.srt")], namePattern: "film" };
    expect(await exportInto(folder, { sources: [movie], ...words })).toMatchObject(refused);
    await link(own, path.join(folder, "film2.mov"));
    expect(await exportInto(folder, { sources: [movie], presets: [own], namePattern: "film2" })).toMatchObject(refused);
  });

  test("but written beside with version-up", async () => {
    const folder = await folderWith("beside");
    expect(await exportInto(folder, { sources: [path.join(folder, "a.mov")], overwrite: "version-up" })).toMatchObject({
      error: "finished",
      files: ["a.mov", "a_v002.mov"],
    });
  });
});

test("A hook's transcode is not written over its own input", async () => {
  const folder = shop.in("transcoded");
  await mkdir(shop.in("transcoding"));
  await writeFile(
    shop.in("transcoding/x.ts"),
    `export async function postExportAsset(info, _, cresset) {
      const file = info.destinationPath + "/" + info.resolvedPath;
      await cresset.transcode({ input: file, output: file, preset: "H.264" });
    }`,
  );
  const wish = { sources: [movie], presets: ["ProRes 422"], hookFolders: [shop.in("transcoding")] };
  const outcome = await shop.cresset.export({ ...wish, destinationPath: folder });
  expect(outcome.status).toBe("finished-with-hook-errors");
  expect(outcome.hookErrors[0]).toContain("over its own input");
  expect(tree(folder)["a.mov"]).toBeDefined();
});

test("A hook's transcode is not written over a source or an asset of the export", async () => {
  const folder = shop.in("claimed");
  const other = await shop.shoot("b.mov", { codec: "prores_422", frames: 3, rate: rate(24) });
  await mkdir(shop.in("claiming"));
  await writeFile(
    shop.in("claiming/x.ts"),
    `const outputs = { a: ${JSON.stringify(other)}, b: ${JSON.stringify(path.join(folder, "a.mov"))} };
    export async function postExportAsset(info, _, cresset) {
      const file = info.destinationPath + "/" + info.resolvedPath;
      await cresset.transcode({ input: file, output: outputs[info.assetName], preset: "ProRes 422" });
    }`,
  );
  const before = tree(shop.in("media"));
  const wish = { sources: [movie, other], presets: ["ProRes 422"], hookFolders: [shop.in("claiming")] };
  const { hookErrors } = await shop.cresset.export({ ...wish, destinationPath: folder });
  expect(hookErrors.toSorted()).toEqual([
    expect.stringMatching(/over .*a\.mov, which this export writes/),
    expect.stringMatching(/over .*b\.mov, which this export reads/),
  ]);
  expect(tree(shop.in("media"))).toEqual(before);
});
