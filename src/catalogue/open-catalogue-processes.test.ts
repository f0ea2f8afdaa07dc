import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCatalogue } from "./open-catalogue.ts";

let folder: string;
let file: string;
let children: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-processes-"));
  file = path.join(folder, "cresset.db");
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Runs a script in a process of its own; `catalogue`, `project`, `testClip` and `number` are there. Gives its lines. */
function inProcess(script: string, number: number) {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const source = `
    const { openCatalogue } = await import(${url("./open-catalogue.ts")});
    const { testClip } = await import(${url("./project/test-clips.ts")});
    const number = ${number};
    const catalogue = await openCatalogue(${JSON.stringify(file)});
    const project = await catalogue.ensureProject({ name: "Bigger Buck" });
    ${script}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  return { child, lines, exited: once(child, "close") };
}

const batches = `
  const reel = await catalogue.firstReel(project.id);
  for (let round = 0; round < rounds; round++) {
    await catalogue.addClips(project.id, reel.id, Array.from({ length: 50 }, (_, i) => testClip(number + ":" + round + ":" + i)));
    console.log(number + ":" + round);
  }`;

describe("several processes", () => {
  it("make one catalogue together from nothing, and lose nothing", async () => {
    const script = `const rounds = 12; ${batches}
      const library = await catalogue.at(project.id, "/Default Library");
      const own = await catalogue.create(library.id, "reel", "of " + number);
      const mine = (await catalogue.children(reel.id)).filter(({ name }) => name.startsWith(number + ":"));
      for (const { id } of mine.slice(0, 20)) await catalogue.move([id], own.id);
      await catalogue.delete(mine.slice(20, 30).map(({ id }) => id));
      await catalogue.undelete(project.id);
      await catalogue.close();`;
    const all = [1, 2, 3].map((number) => inProcess(script, number));
    expect(await Promise.all(all.map(({ exited }) => exited))).toEqual(all.map(() => [0, null]));
    const catalogue = await openCatalogue(file);
    expect(await catalogue.projects()).toHaveLength(1);
    const project = await catalogue.project("Bigger Buck");
    // Each brought back the latest deletion, whosever it was: all are back.
    expect(await catalogue.deletions(project.id)).toEqual([]);
    const reel = await catalogue.children((await catalogue.firstReel(project.id)).id);
    expect(reel).toHaveLength(3 * (12 * 50 - 20));
    expect(new Set(reel.map(({ position }) => position)).size).toBe(reel.length);
    for (const number of [1, 2, 3]) {
      const own = reel.filter(({ name }) => name.startsWith(`${number}:`)).map(({ name }) => name);
      expect(own.slice(0, 40)).toEqual(
        Array.from({ length: 40 }, (_, index) =>
          index < 30 ? `${number}:0:${index + 20}` : `${number}:1:${index - 30}`,
        ),
      );
      const { id } = await catalogue.at(project.id, `/Default Library/of ${number}`);
      expect(await catalogue.children(id)).toHaveLength(20);
    }
    await catalogue.close();
  });
});

describe("kill -9", () => {
  it("at any moment leaves whole calls and nothing of the one under way, beside others that go on", async () => {
    const script = `const rounds = 1e6; ${batches}`;
    const survivor = inProcess(`const rounds = 40; ${batches} await catalogue.close();`, 100);
    for (let number = 0; number < 4; number++) {
      const victim = inProcess(script, number);
      await expect.poll(() => victim.lines.length, { timeout: 20_000, interval: 2 }).toBeGreaterThan(1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      victim.child.kill("SIGKILL");
      await victim.exited;
      const catalogue = await openCatalogue(file);
      const project = await catalogue.project("Bigger Buck");
      const names = (await catalogue.children((await catalogue.firstReel(project.id)).id)).map(({ name }) => name);
      const rounds = Map.groupBy(names, (name) => name.replace(/:\d+$/, ""));
      for (const [, clips] of rounds) expect(clips).toHaveLength(50);
      for (const line of victim.lines) expect([...rounds.keys()]).toContain(line);
      await catalogue.close();
    }
    expect(await survivor.exited).toEqual([0, null]);
    const catalogue = await openCatalogue(file);
    const project = await catalogue.project("Bigger Buck");
    const clips = await catalogue.children((await catalogue.firstReel(project.id)).id);
    expect(clips.filter(({ name }) => name.startsWith("100:"))).toHaveLength(40 * 50);
    expect(await catalogue.search(project.id, ":0:49", { limit: 10_000 })).toHaveLength(5);
    await catalogue.clipFacts(clips.at(-1)!.id);
    await catalogue.close();
    const database = new DatabaseSync(file);
    expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    expect(database.prepare("pragma foreign_key_check").all()).toEqual([]);
    database.close();
  });
});
