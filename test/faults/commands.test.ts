import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, eventsOf, openCommandLine } from "./command-line.ts";

let shell: CommandLine;
let movie = "";

beforeAll(async () => {
  shell = await openCommandLine();
  movie = await shell.shoot("a.mov", { codec: "prores_422", frames: 240 });
});
afterAll(() => shell.close());

describe("What an export tells", () => {
  test("with --json is one object a line, of every event and of nothing else", async () => {
    shell.file("hooks/x.ts", 'console.log("loading"); export const preExport = () => console.log("calling");');
    const { events, stderr, code } = await shell.events([
      "export",
      movie,
      "--preset",
      "PNG",
      "--to",
      "json",
      "--hooks",
      "hooks",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe("started");
    expect(types.at(-1)).toBe("finished");
    expect(new Set(types)).toEqual(new Set(["started", "planned", "hook", "progress", "asset", "finished"]));
    const logs = eventsOf(events, "hook").flatMap(({ outcome }) => outcome.calls.flatMap(({ log }) => log));
    expect(logs).toEqual(["loading", "calling"]);
    const progress = eventsOf(events, "progress");
    expect(progress.length).toBeGreaterThan(0);
    for (const { framesDone, framesTotal, framesPerSecond, secondsLeft } of progress) {
      expect(framesTotal).toBe(240);
      expect(framesDone).toBeLessThanOrEqual(240);
      expect(framesPerSecond).toBeGreaterThan(0);
      expect(secondsLeft).toBeGreaterThanOrEqual(0);
    }
  });

  test("with --json an error is an object too", async () => {
    const { events, code, stderr } = await shell.events(["export", "gone.mov", "--preset", "PNG", "--to", "json2"]);
    expect(code).toBe(3);
    expect(events.at(-1)).toEqual({ type: "error", code: "bad-input", message: expect.stringContaining("gone.mov") });
    expect(stderr).toMatch(/^error: .*gone\.mov/);
  });

  test("when piped is lines without colours and cursor movements", async () => {
    const { stdout } = await shell.run(["export", movie, "--preset", "PNG", "--to", "piped"]);
    expect(stdout).not.toContain("\u001B");
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^Run \S+$/),
      "1 asset of 1 sequence, 240 frames",
      expect.stringMatching(/^written {2}.*piped\/a\/a\.\[1001-1240\]\.png .*240 frames in/),
      "Export finished: 1 written.",
      "",
    ]);
  });
});

describe("cresset hooks", () => {
  test("new writes files that list and run at once, from a folder with nothing near", async () => {
    expect((await shell.run(["hooks", "new", "begun"])).code).toBe(0);
    expect(existsSync(shell.in("begun/tsconfig.json"))).toBe(true);
    shell.file("post.json", '{ "assetName": "a", "resolvedPath": "a.mov" }');
    const [listed, ran] = await Promise.all([
      shell.run(["hooks", "list", "--hooks", "begun"]),
      shell.run(["hooks", "run", "postExportAsset", "--info", "post.json", "--hooks", "begun"]),
    ]);
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout).toMatch(/my-hooks\.ts: .*preExport.*postExportAsset/);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/postExportAsset\n└─ my-hooks\.ts .* ok\n +userData\.written: nothing → \["a\.mov"\]/);
    const again = await shell.run(["hooks", "new", "begun"]);
    expect(again.stderr).toMatch(/begun\/my-hooks\.ts exists and is left as it is/);
    expect(again.code).toBe(8);
  });

  test("list shows a broken file with its error, misspelt hooks and conflicts, and ends with an error", async () => {
    shell.file("bad/broken.ts", "export function preExport(info { }");
    shell.file("bad/misspelt.ts", "export const preExportAset = () => {};");
    const ended = await shell.run(["hooks", "list", "--hooks", "bad"]);
    expect(ended.stdout).toMatch(/broken\.ts: broken\n +.*line 1/);
    expect(ended.stdout).toMatch(/warning: .*misspelt\.ts.*preExportAset.*preExportAsset/);
    expect(ended.code).toBe(6);
  });

  test("list, and what else reads the settings, take them from --config", async () => {
    shell.file("far/hooks/far.ts", "export const preExport = () => {};");
    shell.file(
      "far/presets/far.yaml",
      "version: 1\nname: Far\ntype: movie\nnamePattern: x\nvideo: { codec: prores_422 }\n",
    );
    const config = shell.file("far/cresset.config.yaml", "hooks: [hooks]\npresets: [presets]\nmedia: [nowhere]\n");
    const run = async (...args: string[]) => (await shell.run([...args, "--config", config])).stdout;
    expect(await run("hooks", "list")).toContain("far.ts: preExport");
    expect(await run("presets", "list")).toContain("Far");
    expect(await run("presets", "show", "Far")).toContain("name: Far");
    const info = shell.file("info.json", "{}");
    expect(await run("hooks", "run", "preExport", "--info", info)).toContain("far.ts");
  });

  test("run hands an abort, a failure and a missing handler on as exit codes", async () => {
    shell.file(
      "codes/x.ts",
      "export const preExport = (info) => { info.abort = true; info.abortMessage = 'no'; }; export const postExport = () => { throw new Error('oh'); };",
    );
    shell.file("info.yaml", "destinationPath: /out\n");
    const run = (hook: string) => shell.run(["hooks", "run", hook, "--info", "info.yaml", "--hooks", "codes"]);
    const [aborted, failed, missing, unknown] = await Promise.all([
      run("preExport"),
      run("post_export"),
      run("preExportAsset"),
      run("preExprt"),
    ]);
    expect(aborted.stdout).toMatch(/x\.ts .* aborted: no/);
    expect(aborted.code).toBe(7);
    expect(failed.stdout).toMatch(/x\.ts .* error[^]*oh/);
    expect(failed.code).toBe(6);
    expect(missing.stdout).toMatch(/No hook file defines preExportAsset/);
    expect(missing.code).toBe(13);
    expect(unknown.stderr).toMatch(/no hook "preExprt"\. Did you mean preExport\?/);
    expect(unknown.code).toBe(13);
  });

  test("explain tells what a hook gets and may change", async () => {
    const { stdout } = await shell.run(["hooks", "explain", "preExportAsset"]);
    expect(stdout).toMatch(/preExportAsset[^]*resolvedPath/);
  });
});

test("runs tells of a run that does not exist, and resumes none that is over", async () => {
  const ended = await shell.run(["export", movie, "--preset", "JPEG", "--to", "over"]);
  const id = /Run (\S+)/.exec(ended.stdout)?.[1] ?? "";
  const [gone, over] = await Promise.all([shell.run(["runs", "show", "zzzz"]), shell.run(["runs", "resume", id])]);
  expect(gone).toMatchObject({ code: 13, stderr: expect.stringMatching(/There is no run zzzz in the history/) });
  expect(over).toMatchObject({ code: 18, stderr: expect.stringMatching(/is finished: nothing is left to resume/) });
  expect(readFileSync(shell.in("over/a/a.1001.jpg")).length).toBeGreaterThan(100);
});
