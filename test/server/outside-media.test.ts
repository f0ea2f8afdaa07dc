import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "../export/otio-cut.ts";
import { scratchFolder, testServer } from "./test-server.ts";

const shape = { width: 160, height: 90, rate: rate(25), frames: 10, codec: "h264" } as const;

it("a cut inside the storage roots plays no media outside of them, and does not tell what lies there", async () => {
  const [root, outside] = [scratchFolder(), scratchFolder()];
  await writeTestFootage({ ...shape, path: path.join(outside, "secret.mov") });
  await writeTestFootage({ ...shape, path: path.join(root, "own.mov") });
  mkdirSync(path.join(root, "linked"));
  symlinkSync(path.join(outside, "secret.mov"), path.join(root, "linked/link.mov"));
  const { clip } = otioItems(25);
  const named = ["own.mov", path.join(outside, "secret.mov"), path.join(outside, "nothing.mov"), "linked/link.mov"];
  const cut = path.join(root, "cut.otio");
  const items = named.map((file) => clip({ path: file }, 0, 5));
  await writeOtioCut(cut, { name: "cut", rate: 25, start: 0, tracks: [{ items }] });
  const { ask } = await testServer({ roots: [root] });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });

  const { body: imported } = await ask("POST", "/api/v1/imports", { projectId: project.id, paths: [cut] });
  expect(imported.notes).toEqual([expect.stringContaining("3 segments have no media")]);
  const [sequence] = imported.clips;
  for (const source of [cut, `cresset:${sequence.id}`]) {
    const wish = { sources: [source], presets: ["JPEG"], destinationPath: path.join(root, "out") };
    const { status, body } = await ask("POST", "/api/v1/exports/dry-run", wish);
    expect(status).toBe(422);
    const lines = String(body.detail).split("\n");
    expect(lines).toHaveLength(3);
    // Whether it is there is nobody's business.
    expect(lines[0]).toContain("secret.mov lies outside of the storage roots");
    expect(lines[1]).toContain("nothing.mov lies outside of the storage roots");
    expect(lines[2]).toContain("link.mov lies outside of the storage roots");
  }
  const viewer = await ask("POST", "/api/v1/viewers", { source: cut });
  expect(viewer.status).toBe(422);
});

it("an OpenClip names no media outside of the storage roots", async () => {
  const [root, outside] = [scratchFolder(), scratchFolder()];
  await writeTestFootage({ ...shape, path: path.join(outside, "secret.mov") });
  writeFileSync(
    path.join(root, "shot.clip"),
    `<?xml version="1.0"?><clip type="clip" version="4"><tracks type="tracks"><track type="track" uid="video"><feeds type="feeds" currentVersion="v1"><feed type="feed" vuid="v1" uid="1"><spans type="spans"><span type="span"><path encoding="file">${path.join(outside, "secret.mov")}</path></span></spans></feed></feeds></track></tracks><versions type="versions" currentVersion="v1"><version type="version" uid="v1"><name>v1</name></version></versions></clip>`,
  );
  const { ask } = await testServer({ roots: [root] });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
  const { status, body } = await ask("POST", "/api/v1/imports", {
    projectId: project.id,
    paths: [path.join(root, "shot.clip")],
  });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(JSON.stringify(body)).toContain("lies outside of the storage roots");
});

it("an OpenClip with entities of its own is refused", async () => {
  const root = scratchFolder();
  const file = path.join(root, "shot.clip");
  writeFileSync(
    file,
    '<?xml version="1.0"?><!DOCTYPE clip [<!ENTITY e SYSTEM "file:///etc/hostname">]><clip>&e;</clip>',
  );
  const { ask } = await testServer({ roots: [root] });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
  const { status, body } = await ask("POST", "/api/v1/imports", { projectId: project.id, paths: [file] });
  expect([status, body.code]).toEqual([422, "bad-input"]);
});

it("an image sequence has no frame that is a link out of the storage roots", async () => {
  const [root, outside] = [scratchFolder(), scratchFolder()];
  for (const folder of [root, outside])
    await writeTestFootage({ ...shape, codec: "png", firstFileNumber: 1001, path: path.join(folder, "shot.%04d.png") });
  rmSync(path.join(root, "shot.1004.png"));
  symlinkSync(path.join(outside, "shot.1004.png"), path.join(root, "shot.1004.png"));
  const { ask } = await testServer({ roots: [root] });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
  const source = path.join(root, "shot.[1001-1010].png");
  const viewer = await ask("POST", "/api/v1/viewers", { source });
  expect(JSON.stringify(viewer.body)).toContain("shot.1004.png lies outside of the storage roots");
  const { body } = await ask("POST", "/api/v1/imports", { projectId: project.id, paths: [source] });
  expect(JSON.stringify(body)).toContain("shot.1004.png lies outside of the storage roots");

  rmSync(path.join(root, "shot.1004.png"));
  symlinkSync(path.join(root, "shot.1003.png"), path.join(root, "shot.1004.png"));
  expect((await ask("POST", "/api/v1/viewers", { source })).status).toBeLessThan(300);
});
