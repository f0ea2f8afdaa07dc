/** Python hook files as houses have them, in whole exports. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { type CommandLine, openCommandLine, tree } from "../faults/command-line.ts";

describe.skipIf(!hasPython)("Python hook files of a house", () => {
  let cli: CommandLine;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    cli = await openCommandLine();
    const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
    env = { HOME: cli.in("person"), CRESSET_PYTHON: python.stdout.trim() };
    await cli.shoot("a.mov", { codec: "prores_422", frames: 4 });
  });
  afterAll(async () => cli.close());

  test("pre_custom_export may say 0 and 1, ~ and another host; a profile may have any name", async () => {
    cli.file(
      "profile/p.py",
      `def get_custom_export_profiles(profiles):
    profiles["constructor"] = {"toString": "t"}
def pre_custom_export(info, userData):
    info["isBackground"] = 0
    info["useTopVideoTrack"] = 1
    info["destinationPath"] = "~/web"
    info["destinationHost"] = "otherhost"
    info["presetPath"] = "PNG"
    userData["valueOf"] = [userData["toString"], info["useTopVideoTrack"]]
def pre_export_asset(info, userData):
    info["resolvedPath"] = "_".join([info["fps"], info["resolvedPath"]])
`,
    );
    const ended = await cli.run(["export", "media/a.mov", "--profile", "constructor", "--hooks", "profile"], env);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain(`destinationHost to "otherhost": files are written by this machine`);
    expect(Object.keys(tree(cli.in("person/web")))).toHaveLength(4);
    expect(Object.keys(tree(cli.in("person/web")))[0]).toMatch(/^24_a/);
    expect(existsSync(cli.in("~"))).toBe(false);
  });
});
