import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, openCommandLine, tree } from "./command-line.ts";

let shell: CommandLine;
let movie = "";
let other = "";

beforeAll(async () => {
  shell = await openCommandLine();
  movie = await shell.shoot("a.mov", { codec: "prores_422", frames: 4 });
  other = await shell.shoot("b.mov", { codec: "prores_422", frames: 4, source: 3 });
});
afterAll(() => shell.close());

const both = ["--preset", "ProRes 422"];
const filesIn = (folder: string) => Object.keys(tree(shell.in(folder))).toSorted();

/** Every hook says its name into userData and the log. */
const noting = (letter: string) => `
const note = (name) => (info, userData, cresset) => {
  userData.seen = [...(userData.seen ?? []), "${letter}:" + name];
  cresset.log("${letter}:" + name);
};
export const preExport = note("preExport");
export const preExportSequence = note("preExportSequence");
export const preExportAsset = note("preExportAsset");
export const postExportAsset = note("postExportAsset");
export const postExportSequence = note("postExportSequence");
export const postExport = (info, userData, cresset) => {
  note("postExport")(info, userData, cresset);
  if ("${letter}" === "c") cresset.log(JSON.stringify(userData.seen));
};
`;

const runId = (stdout: string) => /Run (\S+)/.exec(stdout)?.[1]?.replace(",", "") ?? "";

test("Hooks of all files and folders are called in their order on one userData; the trace of it is kept with the run", async () => {
  shell.file("first/b.ts", noting("b"));
  shell.file("first/a.ts", noting("a"));
  shell.file("second/c.ts", noting("c"));
  const ended = await shell.run(["export", movie, ...both, "--to", "order", "--hooks", "first", "--hooks", "second"]);
  expect(ended.code).toBe(0);
  const hooks = [
    "preExport",
    "preExportSequence",
    "preExportAsset",
    "postExportAsset",
    "postExportSequence",
    "postExport",
  ];
  const expected = hooks.flatMap((hook) => ["a", "b", "c"].map((letter) => `${letter}:${hook}`));
  expect(ended.stdout).toContain(`c.ts ${JSON.stringify(expected)}`);
  const text = await shell.run(["runs", "show", runId(ended.stdout)]);
  expect(text.stdout).toMatch(/Files\n.*order\/a\.mov .*\n[^]*Hooks\npreExport\n├─ a\.ts .* ok\n/);
  expect(text.stdout).toMatch(/postExportAsset {2}a › \S+\n├─ a\.ts[^]*userData\.seen[^]*\| a:postExportAsset/);
  const { trace, run } = await shell.show(runId(ended.stdout));
  expect(trace.map(({ hook }) => hook)).toEqual(hooks);
  expect(trace[0]?.calls.map(({ outcome, log }) => [outcome, log])).toEqual([
    ["ok", ["a:preExport"]],
    ["ok", ["b:preExport"]],
    ["ok", ["c:preExport"]],
  ]);
  expect(run.userData).toEqual({ seen: expected });
});

describe("A hook's no", () => {
  const aborting = (folder: string, hook: string, key: string, only = "true", message = "not today") => {
    shell.file(
      `${folder}/x.ts`,
      `export const ${hook} = (info) => { if (${only}) { info.abort = true; info.${key} = ${JSON.stringify(message)}; } };`,
    );
    return ["--hooks", folder];
  };

  test("in preExport stops everything", async () => {
    const hooks = aborting("no1", "preExport", "abortMessage");
    const ended = await shell.run(["export", movie, other, ...both, "--to", "none", ...hooks]);
    expect(ended.stdout).toMatch(/aborted {2}export by preExport: not today/);
    expect(ended.code).toBe(7);
    expect(filesIn("none")).toEqual([]);
  });

  test("in preExportSequence stops that sequence, in either spelling of the message; the others go on", async () => {
    const hooks = aborting("no2", "preExportSequence", "abort_message", 'info.sequenceName === "a"');
    const ended = await shell.run(["export", movie, other, ...both, "--to", "one", ...hooks]);
    expect(ended.stdout).toMatch(/aborted {2}a by preExportSequence: not today/);
    expect(ended.code).toBe(7);
    expect(filesIn("one")).toEqual(["b.mov"]);
  });

  test("in preExportAsset stops that asset and leaves what exists", async () => {
    shell.file("assets/a.mov", "what was there");
    const hooks = aborting("no3", "preExportAsset", "abortMessage", 'info.assetName === "a"');
    const ended = await shell.run([
      "export",
      movie,
      other,
      ...both,
      "--to",
      "assets",
      "--overwrite",
      "overwrite",
      ...hooks,
    ]);
    expect(ended.stdout).toMatch(/aborted {2}a: not today/);
    expect(ended.code).toBe(7);
    expect(filesIn("assets")).toEqual(["a.mov", "b.mov"]);
    expect(readFileSync(shell.in("assets/a.mov"), "utf8")).toBe("what was there");
    const shown = await shell.run(["runs", "show", runId(ended.stdout)]);
    expect(shown.stdout).toMatch(/postExportAsset {2}a [^\n]*\n[^\n]*skipped: the asset was aborted: not today/);
  });

  test("with an empty message tells nothing", async () => {
    const hooks = aborting("no4", "preExport", "abortMessage", "true", "");
    const ended = await shell.run(["export", movie, ...both, "--to", "silent", ...hooks]);
    expect(ended.stdout).not.toMatch(/aborted {2}/);
    expect(ended.stdout).toMatch(/Export aborted\./);
    expect(ended).toMatchObject({ code: 7, stderr: "" });
  });
});

test("A hook renames an asset into a folder, and the line says so", async () => {
  shell.file(
    "rename/x.ts",
    "export const preExportAsset = (info) => { info.resolvedPath = `sub/${info.resolvedPath}`; };",
  );
  const ended = await shell.run(["export", movie, ...both, "--to", "renamed", "--hooks", "rename"]);
  expect(ended.stdout).toMatch(/written .*renamed\/sub\/a\.mov .*renamed by a hook, was a\.mov/);
  expect(filesIn("renamed")).toEqual(["sub/a.mov"]);
});

describe("A hook that does harm", () => {
  const limit = ["--hook-time-limit", "1"];

  test("endless before the file: the asset is closed, the others are written", async () => {
    shell.file("loop1/x.ts", 'export const preExportAsset = (info) => { if (info.assetName === "a") for (;;); };');
    const ended = await shell.run(["export", movie, other, ...both, "--to", "loop1-out", "--hooks", "loop1", ...limit]);
    expect(ended.stdout).toMatch(/aborted .*preExportAsset.*time limit of 1 s/);
    expect(ended.code).toBe(6);
    expect(filesIn("loop1-out")).toEqual(["b.mov"]);
  });

  test("endless after the file: everything is written, and the run has hook errors", async () => {
    shell.file("loop2/x.ts", "export const postExportAsset = () => { for (;;); };");
    const ended = await shell.run(["export", movie, ...both, "--to", "loop2-out", "--hooks", "loop2", ...limit]);
    expect(ended.stdout).toMatch(/hook error {2}postExportAsset of .*x\.ts failed: .*time limit of 1 s/);
    expect(ended.stdout).toMatch(/Export finished with hook errors: 1 written/);
    expect(ended.code).toBe(6);
    expect(filesIn("loop2-out")).toEqual(["a.mov"]);
  });

  test("process.exit ends the hook, not the program", async () => {
    shell.file("exit/x.ts", "export const postExport = () => { process.exit(0); };");
    const ended = await shell.run(["export", movie, ...both, "--to", "exit-out", "--hooks", "exit"]);
    expect(ended.stdout).toMatch(/hook error .*process\.exit\(0\) was called: a hook cannot end the program/);
    expect(ended.code).toBe(6);
    expect(filesIn("exit-out")).toEqual(["a.mov"]);
  });

  test("CRESSET_DEBUG_HOOKS=1 prints calls as they happen, to stderr", async () => {
    shell.file("debug/x.ts", 'export const preExport = () => console.log("here I am");');
    const env = { CRESSET_DEBUG_HOOKS: "1" };
    const ended = await shell.run(
      ["export", movie, ...both, "--to", "debug-out", "--hooks", "debug", "--dry-run"],
      env,
    );
    expect(ended.stderr).toMatch(/debug\/x\.ts/);
    expect(ended.stderr).toMatch(/preExport[^]*here I am/);
  });
});

test("A custom profile seeds userData, and its preCustomExport says where the export goes and with which preset", async () => {
  shell.file(
    "profile/x.ts",
    `export const getCustomExportProfiles = (profiles) => { profiles["Web"] = { seeded: "yes" }; };
     export const preCustomExport = (info, userData) => {
       info.destinationPath = ${JSON.stringify(shell.in("web"))};
       info.presetPath = "H.264";
       info.isBackground = false;
       userData.custom = userData.seeded;
     };
     export const postCustomExport = (info, userData, cresset) => cresset.log(info.presetPath, userData.custom);`,
  );
  const ended = await shell.run(["export", movie, "--profile", "Web", "--hooks", "profile"]);
  expect(ended.stdout).toMatch(/x\.ts \S+presets\/\S+ yes/);
  expect(ended.code).toBe(0);
  expect(filesIn("web")).toEqual(["a.mp4"]);
});

test("A profile that wants the background has no effect on an export in the foreground, and hooks are told so", async () => {
  shell.file(
    "front/x.ts",
    `export const getCustomExportProfiles = (profiles) => { profiles["Web"] = {}; };
     export const preCustomExport = (info, userData, cresset) => { info.presetPath = "H.264"; cresset.log("wish " + info.isBackground); };
     export const useBackburnerPostExportAsset = () => true;
     export const preExportAsset = (info, userData, cresset) => cresset.log("pre " + info.isBackground + info.useBackburner);
     export const postExportAsset = (info, userData, cresset) =>
       cresset.log("post " + JSON.stringify([info.isBackground, info.backgroundJobId]));`,
  );
  const ended = await shell.run(["export", movie, "--profile", "Web", "--to", "front-out", "--hooks", "front"]);
  expect(ended.code).toBe(0);
  // The contract's own default: what the hook leaves is a wish.
  expect(ended.stdout).toMatch(/wish true[^]*pre falsefalse[^]*post \[false,""\]/);
});

test("In the background the export goes on by itself, and postExportAsset runs as jobs of its own", async () => {
  shell.file(
    "back/x.ts",
    `export const useBackburnerPostExportAsset = () => true;
     export const preExportAsset = (info) => { if (info.assetName === "b") info.useBackburner = false; };
     export const postExportAsset = (info, userData, cresset) => {
       userData.jobs = [...(userData.jobs ?? []), info.assetName];
       cresset.log(JSON.stringify([info.isBackground, info.backgroundJobId]));
     };`,
  );
  const args = ["export", movie, other, ...both, "--to", "back-out", "--hooks", "back", "--background", "--json"];
  const { stdout } = await shell.run(args);
  const id = /"runId":"([^"]+)"/.exec(stdout)?.[1] ?? "";
  const status = async () => (await shell.show(id)).run.status;
  await expect.poll(status, { timeout: 40_000, interval: 500 }).toBe("finished");
  const { trace, run, files } = await shell.show(id);
  expect(files.map((file) => file.path)).toEqual([shell.in("back-out/a.mov"), shell.in("back-out/b.mov")]);
  const posts = trace.filter(({ hook }) => hook === "postExportAsset");
  const logs = Object.fromEntries(
    posts.map(({ scope, calls }) => [scope.sequence, JSON.parse(calls[0]?.log[0] ?? "")]),
  );
  expect(logs).toEqual({ a: [true, expect.stringContaining(id)], b: [true, ""] });
  // What a job leaves in userData stays with the job.
  expect(run.userData).toEqual({ jobs: ["b"] });
});
