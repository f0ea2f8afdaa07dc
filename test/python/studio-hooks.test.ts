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

  test("a thread that a hook starts is waited for before the export is finished", async () => {
    cli.file(
      "upload/a.py",
      `import flame, threading, time
def upload(target):
    time.sleep(3)
    open(target, "w").write("there")
def post_export(info, userData):
    threading.Thread(target=upload, args=(info["destinationPath"] + "/uploaded",), name="upload").start()
    flame.schedule_idle_event(lambda: print("a moment later"), 0.5)
`,
    );
    const ended = await cli.run([...exportTo("uploads"), "--hooks", "upload"], env);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(
      /threads that they started are waited for[^]*upload \(a\.py\)[^]*a\.py a moment later\nExport finished/,
    );
    expect(existsSync(cli.in("uploads/uploaded"))).toBe(true);
  });

  test("Ctrl-C ends what is waited for, and the export says so", async () => {
    cli.file(
      "endless/a.py",
      `import threading, time
def post_export(info, userData):
    threading.Thread(target=time.sleep, args=(1000,), name="sleeper").start()
`,
    );
    const started = cli.start([...exportTo("endless-out"), "--hooks", "endless"], env);
    await expect.poll(started.printed, { timeout: 30_000 }).toContain("threads that they started are waited for");
    started.child.kill("SIGINT");
    const ended = await started.ended;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain("Export cancelled: 1 written.");
  });

  test("what fails after the last hook counts, and is in the trace with its file", async () => {
    cli.file(
      "late/late.py",
      `import flame, threading
def work():
    raise OSError("server away")
def post_export(info, userData):
    threading.Timer(0.3, work).start()
    flame.schedule_idle_event(lambda: 1 / 0, 0.2)
`,
    );
    const ended = await cli.run([...exportTo("late-out"), "--hooks", "late"], env);
    expect(ended.code).toBe(6);
    expect(ended.stdout).toContain(`hook error  ${cli.in("late/late.py")}: Scheduled for the time between hooks: Zero`);
    expect(ended.stdout).toMatch(/hook error {2}\S+: In the thread Thread-1[^:]*: OSError: server away/);
    const shown = await cli.run(["runs", "show", runOf(ended.stdout)], env);
    expect(shown.stdout).toMatch(/finished with hook errors|finished-with-hook-errors/);
    expect(shown.stdout).toMatch(/postExport\n[^]*postExport\n[^]*ZeroDivisionError[^]*OSError: server away/);
  });

  test("what a file prints while it is loaded is shown and traced, and so is one that does not load any more", async () => {
    cli.file(
      "impr/a.py",
      `import os, sys, flame
print("print at import")
os.system("echo from a shell")
try:
    import studio_lib_of_no_name
except ImportError as error:
    print(error, file=sys.stderr)
def pre_export(info, userData):
    with open(os.path.join(os.path.dirname(__file__), "bad.py"), "w") as file:
        file.write("print('again')\\ndef pre_export(info, userData) oops\\n")
    flame.execute_shortcut("Rescan Python Hooks")
`,
    );
    cli.file("impr/bad.py", "def post_export(info, userData): pass\n");
    const lines = ["print at import", "from a shell", "No module named 'studio_lib_of_no_name'"];
    const listed = await cli.run(["hooks", "list", "--hooks", "impr"], env);
    expect(listed.stdout).toContain(lines.map((line) => `  | ${line}\n`).join(""));
    const ended = await cli.run([...exportTo("impr-out"), "--hooks", "impr"], env);
    expect(ended.stdout).toContain(lines.map((line) => `a.py ${line}\n`).join(""));
    expect(ended.stdout).toMatch(/bad\.py: It could not be loaded again[^]*SyntaxError/);
    const shown = await cli.run(["runs", "show", runOf(ended.stdout)], env);
    expect(shown.stdout).toMatch(/a\.py {2}while it was loaded\n[^\n]*\| print at import\n/);
    expect(shown.stdout).toMatch(/bad\.py {2}while it was loaded again\n[^]*SyntaxError/);
  });

  test("in an export that a script starts, what hooks print carries their name and is in the trace", async () => {
    cli.file(
      "script.py",
      `import flame, os, sys
class Override:
    def preExport(self, info, userData, *args):
        print("of the override")
clip = flame.import_clips(os.path.abspath("media/a.mov"))[0]
exporter = flame.PyExporter()
exporter.foreground = True
print("of the script")
exporter.export(clip, "PNG", os.path.abspath("script-out"))
os.system("echo again of the script")
exporter.export(clip, "PNG", os.path.abspath("script-out2"), hooks=Override())
print("done")
`,
    );
    cli.file("cresset.config.yaml", "hooks: [printing]\n");
    cli.file(
      "printing/say.py",
      `import os
def post_export_asset(info, userData):
    print("of the hook")
    os.system("echo of its program")
`,
    );
    const ended = await cli.run(["python", "script.py"], env);
    expect(ended).toMatchObject({ code: 0 });
    const all = `${ended.stdout}${ended.stderr}`;
    expect(ended.stdout).toMatch(/^of the script\n[^]*^again of the script\n[^]*^done\n/m);
    expect(all).toMatch(/: say\.py: of the hook\n[^]*: say\.py: of its program\n/);
    expect(all).toMatch(/: override hooks: of the override\n/);
    const runs = [...all.matchAll(/Run (\S+), started by a script/g)].map((match) => match[1] ?? "");
    const shown = await cli.run(["runs", "show", runs[0] ?? ""], env);
    expect(shown.stdout).toMatch(/say\.py [^\n]*\n[^\n]*\| of the hook\n[^\n]*\| of its program\n/);
  });
});

const exportTo = (folder: string) => ["export", "media/a.mov", "--preset", "PNG", "--to", folder];
const runOf = (stdout: string) => /Run (\S+)/.exec(stdout)?.[1] ?? "";
