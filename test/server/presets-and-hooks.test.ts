import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { withFootage } from "./export-house.ts";
import type { Json } from "./test-server.ts";
import { openStream } from "./event-reader.ts";

const openHouse = withFootage();

const review = `version: 1
name: Review
type: movie
namePattern: <shot name>/<name>_<version name>
video: { codec: h264 }
versioning: {}
`;

it("presets are listed, read, checked as they are typed, and saved to the house's folder", async () => {
  const { ask, url, folder } = await openHouse();
  const names = async () => (await ask("GET", "/api/v1/presets")).body.items.map(({ name }: Json) => name);
  expect(await names()).toContain("ProRes 422 HQ");
  const png = (await ask("GET", "/api/v1/presets/png")).body;
  expect(png).toMatchObject({ name: "PNG", shipped: true, writable: false, preset: { container: "image" } });
  expect(png.text).toMatch(/^name: PNG$/m);
  const wrong = await ask("POST", "/api/v1/presets/check", { text: review.replace("h264", "h246") });
  expect(wrong.body).toMatchObject({
    preset: null,
    problems: [
      { severity: "error", key: "video.codec", line: 5, message: expect.stringContaining("did you mean h264") },
    ],
  });
  const levels = "abcdefgh".split("").map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(index === 0 ? "x" : `*${"abcdefgh"[index - 1]}`)
        .join(",")}]`,
  );
  for (const bomb of [levels.join("\n"), "[".repeat(20_000)]) {
    const { status, body } = await ask("POST", "/api/v1/presets/check", { text: bomb });
    expect([status, body.problems[0].severity]).toEqual([200, "error"]);
  }
  const slip = await ask("POST", "/api/v1/presets/check", { text: review.replace("<name>", "<nam>") });
  expect(slip.body).toMatchObject({ preset: { name: "Review" }, problems: [{ severity: "warning" }] });

  const stream = await openStream(`${url}/api/v1/events`);
  const saved = await ask("PUT", "/api/v1/presets/Review", { text: review });
  expect(saved).toMatchObject({ status: 200, body: { name: "Review", writable: true, shipped: false, text: review } });
  expect(readFileSync(path.join(folder, "presets", "Review.yaml"), "utf8")).toBe(review);
  while ((await stream.next()).type !== "presets.changed");
  expect(await names()).toContain("Review");
  const again = await ask("PUT", "/api/v1/presets/Review", { text: `${review}# again\n` });
  expect(again).toMatchObject({ status: 409, body: { code: "would-overwrite" } });
  await ask("PUT", "/api/v1/presets/Review", { text: `${review}# again\n`, replace: true });
  expect((await ask("GET", "/api/v1/presets/review")).body.text).toMatch(/# again/);
});

it("a preset is saved nowhere else, and nothing else is read as one", async () => {
  const { ask, folder } = await openHouse();
  const save = async (name: string, text = review) =>
    (await ask("PUT", `/api/v1/presets/${encodeURIComponent(name)}`, { text })).body.code;
  for (const name of ["../Review", "a/Review", ".Review", "Re\u0000view", "<b>Review</b>"])
    expect(await save(name)).toBe("usage");
  expect(await save("Other")).toBe("usage");
  expect(await save("Review", "version: 1\nname: Review\n")).toBe("bad-preset");
  expect(await save("Review", review.replace("codec: h264", "codec: h264, lut: /etc/passwd"))).toBe("forbidden");
  const elsewhere = path.join(folder, "elsewhere.yaml");
  writeFileSync(elsewhere, "mine");
  symlinkSync(elsewhere, path.join(folder, "presets", "Review.yaml"));
  await ask("PUT", "/api/v1/presets/Review", { text: review, replace: true });
  expect(readFileSync(elsewhere, "utf8")).toBe("mine");
  for (const name of ["cresset.config.yaml", "package.json", "../cresset.config.yaml", "/etc/passwd"])
    expect((await ask("GET", `/api/v1/presets/${encodeURIComponent(name)}`)).status).toBe(404);
});

it("names are previewed as a pattern is typed, with what is wrong with them; tokens are told", async () => {
  const { ask, footage, folder } = await openHouse();
  const sources = [footage("a.mov"), footage("b.mov")];
  const preview = async (more: object) =>
    (await ask("POST", "/api/v1/names/preview", { text: review, sources, ...more })).body;
  expect(await preview({})).toMatchObject({
    items: [{ sequence: "a", type: "movie", name: "a_v001.mp4", problem: "" }, { name: "b_v001.mp4" }],
    total: 2,
  });
  mkdirSync(path.join(folder, "out"));
  writeFileSync(path.join(folder, "out", "a_v007.mp4"), "");
  expect((await preview({ destinationPath: path.join(folder, "out"), limit: 1 })).items).toMatchObject([
    { name: "a_v008.mp4" },
  ]);
  expect((await preview({ namePattern: "<shot name>" })).items[0]).toMatchObject({
    name: "",
    problem: expect.stringContaining("<shot name> is empty"),
  });
  expect((await preview({ text: undefined, preset: "PNG" })).items[0].name).toBe("a/a.[1001-1010].png");
  expect((await preview({ preset: "PNG" })).code).toBe("usage");
  expect((await preview({ sources: ["/etc/passwd"] })).code).toBe("forbidden");
  const { body: tokens } = await ask("GET", "/api/v1/tokens");
  expect(tokens.items).toContainEqual({ name: "shot name", description: "Name of the shot" });
});

it("hook files are listed with what they define, broken ones with their traceback, until they are mended", async () => {
  const { ask, folder } = await openHouse();
  const broken = path.join(folder, "hooks", "zz_broken.py");
  writeFileSync(broken, "def post_export(info, user_data, *args):\n    pass\n\nimport nowhere_to_be_found\n");
  const { body: hooks } = await ask("GET", "/api/v1/hooks");
  expect(hooks.files).toMatchObject([
    { path: path.join(folder, "hooks/house.ts"), language: "TypeScript", state: "loaded", visibility: "house" },
    { path: broken, language: "Python", state: "broken", error: expect.stringContaining("nowhere_to_be_found") },
  ]);
  expect(hooks.files[0].hooks).toContainEqual(expect.objectContaining({ name: "preExportAsset", position: 1, of: 1 }));
  expect(hooks.files[1].detail).toContain("Traceback");
  expect(hooks.profiles).toEqual(["Dailies"]);
  writeFileSync(broken, "def post_export(info, user_data, *args\n    pass\n");
  expect((await ask("GET", "/api/v1/hooks")).body.files[1].state).toBe("broken");
  const { body: unreadable } = await ask("POST", "/api/v1/hooks/rescan");
  expect(unreadable.files[1].error).toMatch(/^Line \d: SyntaxError: /);
  writeFileSync(broken, "def post_export(info, user_data, *args):\n    pass\n");
  expect((await ask("POST", "/api/v1/hooks/rescan")).body.files[1]).toMatchObject({ state: "loaded", error: "" });
  expect((await ask("GET", "/api/v1/hooks")).body.files[1].state).toBe("loaded");
  const called = await ask("POST", "/api/v1/hooks/run", { hook: "pre_export_asset", info: { assetName: "stop it" } });
  expect(called.body).toMatchObject({ hook: "preExportAsset", aborted: true, handlers: [{ outcome: "aborted" }] });
  expect((await ask("POST", "/api/v1/hooks/run", { hook: "dance", info: {} })).status).toBe(404);
  expect((await ask("POST", "/api/v1/hooks/check")).body).toMatchObject({ sound: true, python: [{ path: broken }] });
  const { body: help } = await ask("GET", "/api/v1/hooks/reference");
  expect(help.items).toContainEqual(expect.objectContaining({ name: "preExport", python: "pre_export" }));
});

it("a file is probed, inside of the storage roots alone", async () => {
  const { ask, footage } = await openHouse();
  const probe = (file: string) => ask("GET", `/api/v1/storage/probe?path=${encodeURIComponent(file)}`);
  expect((await probe(footage("a.mov"))).body).toMatchObject({
    kind: "media",
    media: { video: [{ codec: "prores", width: 320, frameCount: 10 }] },
  });
  expect((await probe("/etc/passwd")).body.code).toBe("forbidden");
});
