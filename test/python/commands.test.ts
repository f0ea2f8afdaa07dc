/** The commands that run Python, as a person types them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

describe.skipIf(!hasPython)("Python on the command line", () => {
  let cli: CommandLine;
  const env = { HOME: process.env["HOME"] ?? "", SYSTEMROOT: process.env["SYSTEMROOT"] ?? "" };
  beforeAll(async () => {
    cli = await openCommandLine();
    cli.file("info.yaml", "resolvedPath: a.mov\nisSnapshot: true\n");
    cli.file(
      "hooks/post.py",
      `import beside
def post_export_asset(info, userData):
    import flame
    print(beside.NAME, info["isSnapshot"], flame.project.current_project.name)
`,
    );
    cli.file("hooks/beside.py", "NAME = 'helper'\n");
    cli.file("hooks/other.py", "def post_export_asset(info, userData):\n    print('not called')\n");
    cli.file("hooks/broken.py", "import flame\nraise ValueError('no')\n");
    cli.file("hooks/pre.ts", "export const preExport = (info) => { info.abort = true; info.abortMessage = 'no'; };\n");
    cli.file("home/hooks/mine.py", "def post_export(info, userData): pass\n");
    cli.file(
      "my script.py",
      `import sys, threading, flame, neighbour
print(__name__, __file__[-12:], sys.argv[1:], neighbour.X, flame.get_version())
print(threading.current_thread() is threading.main_thread(), sys.stdin.read() == "")
if "--fail" in sys.argv: neighbour.fail()
sys.exit(7)
`,
    );
    cli.file("neighbour.py", "X = 1\ndef fail():\n    raise KeyError('x')\n");
  });
  afterAll(async () => cli.close());

  test("cresset hooks run --file calls one hook of one file, of either language", async () => {
    const python = await cli.run(
      ["hooks", "run", "post_export_asset", "--info", "info.yaml", "--file", "hooks/post.py"],
      env,
    );
    expect(python.stdout).toMatch(
      /^postExportAsset\n└─ post\.py {2}[\d.]+ ms {2}ok\n {5}\| helper True cresset-faults-\w+\n$/,
    );
    expect(python).toMatchObject({ code: 0, stderr: "" });
    const typescript = await cli.run(
      ["hooks", "run", "preExport", "--info", "info.yaml", "--file", "hooks/pre.ts"],
      env,
    );
    expect(typescript).toMatchObject({ code: 7, stdout: expect.stringContaining("pre.ts") });
    const broken = await cli.run(
      ["hooks", "run", "preExport", "--info", "info.yaml", "--file", "hooks/broken.py"],
      env,
    );
    expect(broken.code).toBe(6);
    expect(broken.stderr).toMatch(/broken\.py could not be loaded\.[\s\S]*line 2[\s\S]*ValueError: no/);
  });

  test("cresset hooks run needs an info only for hooks that get one, as a file or itself", async () => {
    cli.file(
      "alone/value.py",
      "def use_backburner_post_export_asset(): return True\ndef archive_completed(archive_name): print('done', archive_name)\n",
    );
    const run = (...words: string[]) => cli.run(["hooks", "run", ...words, "--file", "alone/value.py"], env);
    expect((await run("use_backburner_post_export_asset")).stdout).toContain("answer: true");
    expect((await run("archive_completed", "--info", '{"archiveName": "Show A"}')).stdout).toContain("| done Show A");
    expect((await run("archive_completed", "--info", '{"archive_name": "Show B"}')).stdout).toContain("| done Show B");
    expect(await run("archive_completed", "--info", '{"archive": "Show A"}')).toMatchObject({
      stderr: expect.stringContaining("archiveCompleted has no argument archive; it is called with archiveName."),
    });
    expect(await run("archive_completed")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("archiveCompleted is called with archiveName: give them with --info"),
    });
  });

  test("cresset hooks list shows Python files, and what runs them", async () => {
    const { stdout, code } = await cli.run(["hooks", "list"], { ...env, DL_PYTHON_HOOK_PATH: cli.in("hooks") });
    expect(code).toBe(6);
    expect(stdout).toContain(`${cli.in("home/hooks/mine.py")}: postExport\n`);
    expect(stdout).toContain(`${cli.in("hooks/post.py")}: postExportAsset\n`);
    expect(stdout).toContain(`${cli.in("hooks/beside.py")}: no hook\n`);
    expect(stdout).toMatch(/broken\.py: broken\n {2}Traceback[\s\S]*ValueError: no/);
    expect(stdout).toMatch(/\nPython files are run by Python 3\.\d+\.\d+ \(/);
  });

  test("cresset python runs a script as its own main program and ends with its exit code", async () => {
    const ran = await cli.run(["python", "my script.py", "--json", "two words"], env);
    expect(ran.stdout).toBe("__main__ my script.py ['--json', 'two words'] 1 2026.0.0\nTrue True\n");
    expect(ran).toMatchObject({ code: 7, stderr: "" });
    const failed = await cli.run(["python", "my script.py", "--fail"], env);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^Traceback[^\n]*\n {2}File "[^"]*my script\.py", line 4[\s\S]*KeyError: 'x'\n$/);
  });

  test("cresset python works in the project that is named; options after the script are the script's", async () => {
    await cli.run(["project", "new", "Second"], env);
    cli.file("where.py", "import sys, flame\nprint(flame.projects.current_project.name, sys.argv[1:])\n");
    const { stdout } = await cli.run(["python", "--project", "Second", "where.py", "--project", "own"], env);
    expect(stdout).toBe("Second ['--project', 'own']\n");
  });

  test("the terminal shows tracebacks whole, under the name of their file, and says in a line what failed", async () => {
    await cli.shoot("a.mov", { codec: "prores_422", frames: 2 });
    cli.file(
      "failing/slack.py",
      `import threading
def post_export_asset(info, userData):
    print("posting")
    def work():
        raise OSError("server away")
    thread = threading.Thread(target=work, name="poster")
    thread.start(); thread.join()
    raise ValueError("slack is down")
`,
    );
    const ended = await cli.run(["export", "media/a.mov", ..."--preset PNG --to out --hooks failing".split(" ")], env);
    expect(ended.code).toBe(6);
    const file = cli.in("failing/slack.py");
    expect(ended.stdout).toContain(`slack.py posting
error: slack.py, postExportAsset: Traceback (most recent call last):
    File "${file}", line 8, in post_export_asset
      raise ValueError("slack is down")
  ValueError: slack is down
error: slack.py, postExportAsset: In the thread poster: OSError: server away
  Traceback (most recent call last):
`);
    expect(ended.stdout).toContain(`hook error  postExportAsset of ${file} failed: ValueError: slack is down\n`);
    expect(ended.stdout).toContain(`hook error  ${file}: In the thread poster: OSError: server away\n`);
  });
});
