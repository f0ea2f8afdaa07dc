import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunStore } from "./run-store.ts";

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

/** Runs a script in a process of its own; `openRunStore`, `file` and `id` are there. Gives its lines as they come. */
function inProcess(script: string, id = "") {
  const source = `
    const { openRunStore } = await import(${JSON.stringify(new URL("./run-store.ts", import.meta.url).href)});
    const [file, id] = ${JSON.stringify([file, id])};
    const text = (recorded) => recorded;
    ${script}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  const line = async (count: number) => {
    await expect.poll(() => lines.length, { timeout: 20_000, interval: 2 }).toBeGreaterThanOrEqual(count);
    return lines[count - 1] ?? "";
  };
  const exited = once(child, "close");
  return {
    lines,
    line,
    exited,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

const endlessSteps = `
  const store = await openRunStore(file);
  const journal = id === "" ? await store.begin({ kind: "export", request: {} }) : await store.resume(id);
  console.log(journal.id);
  const hooks = (from) => journal.group(async () => {
    for (let step = from; step < from + 50; step++)
      await journal.step("pre:" + step, "hook", text, async () => ({ result: step, userData: { last: step } }));
  });
  for (let round = 0; ; round++) {
    await hooks(round * 50);
    await journal.step("render:" + round, "render", text, async () => ({
      result: "written",
      userData: { last: "render " + round },
      files: [{ assetId: "a" + round, path: "/out/" + round, bytes: 1, xxh128: "00", frames: 1 }],
    }));
    console.log("rendered", round);
  }`;

describe("kill -9", () => {
  it("at any moment loses no step that was said to be done, and halves none", async () => {
    let id = "";
    for (let round = 0; round < 5; round++) {
      const child = inProcess(endlessSteps, id);
      id = await child.line(1);
      await child.line(2);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      await child.kill();

      const store = await openRunStore(file);
      const run = await store.run(id);
      expect(run.status).toBe("interrupted");
      const steps = await store.steps(id);
      const done = new Set(steps.filter(({ status }) => status === "done").map(({ key }) => key));
      for (const line of child.lines.slice(1)) expect(done).toContain(line.replace("rendered ", "render:"));
      // A render and its file, a step and its userData: both or neither.
      const files = await store.files(id);
      const renders = [...done].filter((key) => key.startsWith("render:"));
      expect(files.map((written) => `render:${written.path.slice(5)}`).toSorted()).toEqual(renders.toSorted());
      const last = steps.filter(({ status }) => status === "done").at(-1);
      const kept = last?.kind === "render" ? { last: `render ${last.key.slice(7)}` } : { last: last?.result };
      expect(run.userData).toEqual(kept);
      await store.close();
    }
    const database = new DatabaseSync(file);
    expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    database.close();
  });
});

describe("several processes", () => {
  it("make one history together from nothing", async () => {
    const script = `
      const store = await openRunStore(file);
      const journal = await store.begin({ kind: "export", request: {} });
      for (let step = 0; step < 40; step++) await journal.step("s" + step, "hook", text, async () => ({ result: step }));
      await journal.finish("finished");
      await store.close();`;
    const all = [1, 2, 3, 4].map(() => inProcess(script));
    expect(await Promise.all(all.map(({ exited }) => exited))).toEqual(all.map(() => [0, null]));
    const store = await openRunStore(file);
    const runs = await store.runs();
    expect(runs.map(({ status }) => status)).toEqual(all.map(() => "finished"));
    for (const run of runs) expect(await store.steps(run.id)).toHaveLength(40);
    await store.close();
  });

  it("never resume one run at once", async () => {
    const dying = inProcess(endlessSteps);
    const id = await dying.line(1);
    await dying.kill();
    const script = `
      const store = await openRunStore(file);
      process.stdin.once("data", async () => {
        try {
          await store.resume(id);
          console.log("mine");
          process.stdin.resume();
        } catch (error) {
          console.log(error.message);
          process.exit(0);
        }
      });
      console.log("ready");`;
    const both = [inProcess(script, id), inProcess(script, id)];
    await Promise.all(both.map((child) => child.line(1)));
    for (const child of children.slice(-2)) child.stdin?.write("go\n");
    const answers = await Promise.all(both.map((child) => child.line(2)));
    expect(answers.filter((answer) => answer === "mine")).toHaveLength(1);
    expect(answers.find((answer) => answer !== "mine")).toMatch(/still running on .* \(process \d+\)/);
    const store = await openRunStore(file);
    expect((await store.run(id)).status).toBe("running");
    await store.close();
  });
});
