import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { scratchFolder, testServer } from "./test-server.ts";

it("nothing is written into folders of hook files, nor over what names them, however the path is spelled", async () => {
  const folder = scratchFolder();
  for (const name of ["house", "hooks", "deliveries", "plain"]) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, "cresset.config.yaml"), "hooks: [house]\nstorageRoots: [.]\n");
  writeFileSync(path.join(folder, "plain", "evil.py"), "def pre_export(info, userData): pass\n");
  symlinkSync(path.join(folder, "house"), path.join(folder, "deliveries", "link"));
  const movie = path.join(folder, "a.mov");
  await writeTestFootage({ path: movie, codec: "prores_422", frames: 2, width: 64, height: 36, rate: rate(24) });
  const home = path.join(folder, "home");
  const cresset = openCresset({ folder, home, project: "Job" });
  const { ask } = await testServer({ cresset, roots: [] });
  const inHooks = ["house", "house/deeper", "hooks", "home/hooks", "deliveries/link", "deliveries/../house"];
  const forbidden = { status: 403, body: { code: "forbidden" } };
  for (const name of inHooks) {
    const destinationPath = `${folder}/${name}`;
    const wish = { sources: [movie], presets: ["PNG"], destinationPath };
    expect(await ask("POST", "/api/v1/exports", wish)).toMatchObject(forbidden);
    const archive = { name: "Job", destination: destinationPath };
    expect(await ask("POST", "/api/v1/archives", archive)).toMatchObject(forbidden);
  }
  // What a name becomes counts, not only the folder that is named.
  const sly = { sources: [movie], presets: ["PNG"], destinationPath: folder, namePattern: "hooks/<name>" };
  const tried = await ask("POST", "/api/v1/exports/dry-run", sly);
  expect(JSON.stringify(tried.body)).toContain("decides what code runs");
  const { body: sent } = await ask("POST", "/api/v1/exports", sly);
  await expect
    .poll(async () => (await ask("GET", `/api/v1/queue/${sent.itemId}`)).body)
    .toMatchObject({ state: "failed", message: expect.stringContaining("decides what code runs") });
  expect(readdirSync(path.join(folder, "hooks"))).toEqual([]);
  for (const nowhere of ["exports", "exports/dry-run"])
    expect(await ask("POST", `/api/v1/${nowhere}`, { ...sly, destinationPath: "" })).toMatchObject({ status: 400 });

  const viewer = await ask("POST", "/api/v1/viewers", { source: movie });
  const snapshot = { frame: 0, mediaPath: path.join(folder, "hooks") };
  expect(await ask("POST", `/api/v1/viewers/${viewer.body.id}/snapshot`, snapshot)).toMatchObject(forbidden);
  const named = { frame: 0, mediaPath: folder, namePattern: "hooks/evil" };
  expect((await ask("POST", `/api/v1/viewers/${viewer.body.id}/snapshot`, named)).status).toBeGreaterThanOrEqual(400);
  const peeking = { frame: 0, mediaPath: path.join(folder, "deliveries"), preset: "/etc/hostname" };
  expect(await ask("POST", `/api/v1/viewers/${viewer.body.id}/snapshot`, peeking)).toMatchObject(forbidden);
  expect(readdirSync(path.join(folder, "hooks"))).toEqual([]);
  const made = await ask("POST", "/api/v1/archives", { name: "Job", destination: path.join(folder, "deliveries") });
  expect(made.status).toBe(201);
  const restore = (wish: object) => ask("POST", `/api/v1/archives/${made.body.id}/restore`, wish);
  for (const name of [...inHooks, "", ".", "home"]) {
    expect(await restore({ to: path.join(folder, name) })).toMatchObject(forbidden);
    expect(await restore({ mediaFolder: path.join(folder, name) })).toMatchObject(forbidden);
  }
  expect(await restore({ to: folder, as: "hooks" })).toMatchObject(forbidden);
  expect((await restore({ to: path.join(folder, "plain") })).status).not.toBe(403);

  // Where nothing is said, the media goes below the project's folder.
  const careless = await ask("POST", "/api/v1/projects", { name: "Careless", folder: path.join(folder, "house") });
  const refused = await restore({ projectId: careless.body.id });
  expect(refused).toMatchObject(forbidden);
  expect(JSON.stringify(refused.body)).toContain("mediaFolder");
  expect((await restore({})).status).not.toBe(403);
});
