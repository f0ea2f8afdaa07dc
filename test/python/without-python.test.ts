/** Commands that meet Python hook files on a machine without Python, or with something else in its place. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

const sentence = /Python hook files are not loaded: they need Python 3\.9 or newer/;

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine();
  cli.file("hooks/post.py", "def post_export_asset(info, userData): pass\ndef archive_completed(name): pass\n");
  cli.file("info.yaml", "resolvedPath: a.mov\n");
  const movie = await cli.shoot("a.mov", { codec: "prores_422", frames: 2 });
  await cli.run(["import", movie, "--to", "/Default Library"]);
});
afterAll(async () => cli.close());

const found = { HOME: process.env["HOME"] ?? "" };
const places = {
  "no Python on PATH": { ...found, PATH: "/no/such/folder", CRESSET_PYTHON: "" },
  "CRESSET_PYTHON that names nothing": { ...found, CRESSET_PYTHON: "/no/such/python" },
  "CRESSET_PYTHON that names another program": { ...found, CRESSET_PYTHON: "/bin/cat" },
};

describe.each(Object.entries(places))("With %s", (_, env) => {
  test("listing and calling hooks say what is missing", async () => {
    const listed = await cli.run(["hooks", "list", "--hooks", "hooks"], env);
    expect(`${listed.stdout}${listed.stderr}`).toMatch(sentence);
    expect(listed.code).toBe(6);
    const called = await cli.run(
      ["hooks", "run", "post_export_asset", "--info", "info.yaml", "--file", "hooks/post.py"],
      env,
    );
    expect(called.stderr).toMatch(sentence);
    expect(called.code).toBe(6);
    const folder = await cli.run(["hooks", "run", "post_export_asset", "--info", "info.yaml", "--hooks", "hooks"], env);
    expect(folder.stderr).toMatch(sentence);
  });
});

test("Without Python archives are written and restored, and say what is missing", async () => {
  const env = places["no Python on PATH"];
  const archive = "job";
  const made = await cli.run(["archive", "format", archive, "--to", "."], env);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  for (const args of [
    ["archive", "estimate", archive, "/Default Library"],
    ["archive", "add", archive, "/Default Library"],
    ["archive", "restore", archive],
  ]) {
    const ended = await cli.run([...args, "--hooks", "hooks"], env);
    expect([args, `${ended.stdout}${ended.stderr}`]).toEqual([args, expect.stringMatching(sentence)]);
    expect([args, ended.code]).toEqual([args, 0]);
  }
});
