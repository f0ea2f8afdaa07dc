import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython, pythonRunners } from "./test-python.ts";

const hook = (text: string) => `def post_export(info, userData):\n    ${text}\n`;

describe.skipIf(!hasPython)("Loading Python hook files", () => {
  const start = pythonRunners();

  test("every module once by its base name, whatever else lies in the folder", async () => {
    const { runner, folder } = await start({
      "a first.py": `import shots\nfrom tools import names\nfrom old import post_export\ndef post_export_sequence(info, userData): userData['names'] = names.NAMES\n`,
      "boom.py": `import shots\nprint("before")\ndef fail():\n    raise KeyError("no")\nfail()\n`,
      "exits.py": `import sys\nsys.exit(4)\n`,
      "json.py": hook(`userData["json"] = True`),
      "old.py": `print "Python 2"\n`,
      "qt.py": `from PySide9 import QtWidgets\n`,
      "sub/shots.py": `LOADED = 1\n${hook("userData.setdefault('shots', []).append(__file__[-8:])")}`,
      "sub/deeper/own.py": `import beside\n${hook("userData['beside'] = beside.X")}`,
      "sub/deeper/beside.py": `X = 5\n`,
      "tools/__init__.py": "",
      "tools/names.py": `from . import more\nNAMES = ["n", more.M]\n`,
      "tools/more.py": `M = "m"\n`,
      "zz/shots.py": hook("userData['never'] = True"),
      "zz/héllo wörld/ñ.py": hook("userData['ñ'] = __name__"),
    });
    const byName = Object.fromEntries(
      runner.loaded.files.map((file) => [file.path.slice(folder.path.length + 1), file]),
    );
    const broken = Object.values(byName).filter(({ error }) => error !== "");
    expect(broken.map(({ path }) => basename(path))).toEqual(["a first.py", "boom.py", "exits.py", "old.py", "qt.py"]);
    // Newer Pythons underline more.
    expect(byName["boom.py"]?.error.replaceAll(/\n +[~^]+$/gm, "")).toBe(`Traceback (most recent call last):
  File "${folder.file("boom.py")}", line 5, in <module>
    fail()
  File "${folder.file("boom.py")}", line 4, in fail
    raise KeyError("no")
KeyError: 'no'`);
    expect(byName["boom.py"]?.log).toEqual(["before"]);
    expect(byName["exits.py"]?.error).toContain("sys.exit(4) was called: a hook file cannot end the program.");
    expect(byName["old.py"]?.error).toMatch(/old\.py", line 1[\s\S]*SyntaxError[\s\S]*This is Python 2/);
    expect(byName["qt.py"]?.error).toContain("ModuleNotFoundError: No module named 'PySide9'");
    expect(byName["zz/shots.py"]?.warnings).toEqual([
      `It is not loaded: ${folder.file("sub/shots.py")} has the same module name, shots, and comes first. Give one of them another name.`,
    ]);
    expect(byName["json.py"]?.warnings[0]).toContain('"import json" means another module');
    const outcome = await runner.call("postExport", {}, {});
    expect(outcome.userData).toEqual({ json: true, shots: ["shots.py"], beside: 5, ñ: "ñ" });
    expect(runner.loaded.python).toMatch(/^Python 3\.\d+\.\d+ \(.+\)$/);
    // Nothing is left in a house's folders.
    expect(await readdir(folder.path)).not.toContain("__pycache__");
  });

  test("limits of versions, names in both styles, one function in two files, misspelt names", async () => {
    const { runner } = await start({
      "a.py": `
def preExport(info, userData): pass
def pre_export(info, userData): userData["limits"] = "old"
pre_export.maximum_version = "2019.2.2.52"
preExport.minimum_version = "2020"
preExport.waitCursor = False
def pre_export_sequence(info, userData): pass
pre_export_sequence.minimum_version = "2026"
pre_export_sequence.maximum_version = "2026"
def pre_export_asset(info, userData): pass
pre_export_asset.minimum_version = "2027.1"
def post_export_asset(info, userData): pass
post_export_asset.minimum_version = "2026.0.0.0"
def post_export_assets(info, userData): pass
def get_media_panel_custom_ui_actions(): return []
def _post_exports(): pass
def helper(): pass
post_custom_export = "text"
def post_export(info, userData): userData["calls"] = userData.get("calls", 0) + 1
`,
      "b.py": `from a import *\nfrom a import post_export as postExport\n`,
    });
    const [a, b] = runner.loaded.files;
    expect(a?.hooks).toEqual(["preExport", "preExportSequence", "postExportAsset", "postExport"]);
    expect(a?.notes).toEqual([
      "pre_export is not loaded: it is for Flame 2019.2.2.52 and older, and Cresset stands in for 2026.0.0.",
      "pre_export_asset is not loaded: it is for Flame 2027.1 and newer, and Cresset stands in for 2026.0.0.",
    ]);
    expect(a?.warnings).toEqual([
      "line 18: post_custom_export is a str; a hook is a function.",
      "line 14: post_export_assets is no hook and is never called; did you mean post_export_asset?",
    ]);
    expect(b?.hooks).toEqual([]);
    expect(b?.notes).toContain(`post_export is that of ${a?.path}, which is called already.`);
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ calls: 1 });
  });

  test("handlers that cannot be called as the contract calls them are told before they are", async () => {
    const { runner } = await start({
      "a.py": `import functools
def pre_export(info): pass
def pre_export_sequence(info, userData, more): pass
def pre_export_asset(info, userData, *, strict): pass
def post_export_asset(self, info, userData, extra=None): pass
async def post_export_sequence(info, userData): pass
def post_export(info, userData): yield
def archive_segment_completed(segment_path, archive_name): pass
def export_overwrite_file(): return "skip"
get_custom_export_profiles = functools.partial(print, end="")
use_backburner_post_export_asset = functools.partial(lambda one, two: True, 1)
`,
      "b.py": `
import functools
def logged(function):
    @functools.wraps(function)
    def call(info, userData, *args): return function("log", info, userData)
    return call
class Hooks:
    def pre_export(self, info, userData): pass
    def pre_export_sequence(self, info): pass
hooks = Hooks()
pre_export, pre_export_sequence = hooks.pre_export, hooks.pre_export_sequence
def pre_export_asset(*args): pass
def post_export_asset(info, userData, extra=None, *args, **kwargs): pass
def post_export(info=None, data=None): pass
def export_assets(info): pass
def post_export_sequence(info, userData): export_assets(info)
def archive_completed(archive_name, *args, **kwargs): pass
@logged
def post_custom_export(log, info, userData): pass
`,
    });
    const given = "and is called with 2 arguments: info, userData.";
    expect(runner.loaded.files.map(({ warnings }) => warnings.toSorted())).toEqual([
      [
        "line 11: use_backburner_post_export_asset takes 1 argument, and is called with no argument.",
        `line 2: pre_export takes 1 argument, ${given}`,
        `line 3: pre_export_sequence takes 3 arguments, ${given}`,
        "line 4: pre_export_asset needs the keyword strict, and is called with 2 arguments: info, userData, all by position.",
        `line 5: post_export_asset takes at least 3 arguments, ${given}`,
        "line 6: post_export_sequence is an async function, and hooks are called as ordinary functions.",
        "line 7: post_export is a generator (it has a yield): calling it runs nothing of it.",
        "line 8: archive_segment_completed takes 2 arguments, and is called with 6 arguments: segmentPath, archiveName, archivePath, status, statusMessage, archiveComplete.",
        "line 9: export_overwrite_file takes no argument, and is called with 1 argument: path.",
      ],
      [`line 9: pre_export_sequence takes 1 argument, ${given}`],
    ]);
  });

  test("a rescan loads what is new or changed, forgets what is gone, and keeps the rest as it is", async () => {
    const { runner, folder } = await start({
      "a.py": `import helper\nCOUNT = []\ndef post_export(info, userData):\n    COUNT.append(1)\n    userData["a"] = helper.name() + str(len(COUNT))\n`,
      "b.py": hook("userData['b'] = 1") + "def pre_export(info, userData): pass\n",
      "gone.py": hook("userData['gone'] = 1"),
      "helper.py": `def name(): return "one"\n`,
    });
    await runner.call("postExport", {}, {});
    await writeFile(folder.file("helper.py"), `def name(): return "another"\n`);
    await writeFile(folder.file("b.py"), hook("userData['b'] = 22"));
    await writeFile(folder.file("new.py"), hook("userData['new'] = 1"));
    await rm(folder.file("gone.py"));
    const loaded = await runner.rescan();
    expect(loaded.files.map(({ path, hooks }) => [basename(path), hooks])).toEqual([
      ["a.py", ["postExport"]],
      ["b.py", ["postExport"]],
      ["helper.py", []],
      ["new.py", ["postExport"]],
    ]);
    await runner.setUserData({});
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ a: "another2", b: 22, new: 1 });
    await writeFile(folder.file("b.py"), "def post_export(:\n");
    expect((await runner.rescan()).files[1]?.error).toContain("SyntaxError");
  });

  test("what debugging prints: which hook came from where, and what each call was given", async () => {
    const lines: string[] = [];
    const { runner, folder } = await start(
      { "a.py": hook("print(1)"), "b.mjs": "export const preExport = () => {};" },
      { env: { DL_DEBUG_PYTHON_HOOKS: "1" }, debug: (line) => lines.push(line) },
    );
    await runner.call("preExport", {}, {});
    await runner.call("postExport", { destinationPath: "/out" }, {});
    expect(lines).toEqual([
      `hooks: ${runner.loaded.python}`,
      `hooks: ${folder.file("a.py")}: post_export`,
      'hooks: post_export {"destinationPath":"/out"} {}',
      expect.stringMatching(/^hooks: {3}a\.py {2}[\d.]+ ms {2}ok$/),
      "hooks:     | 1",
    ]);
  });
});

test("without Python its files are listed with the reason, told once, and the others run", async () => {
  await using folder = await writeHookFiles({
    "a.py": hook("pass"),
    "b.mjs": "export const postExport = (info, userData) => { userData.ran = true; };",
    "c.py": hook("pass"),
  });
  const none = await createHookRunner({
    folders: [folder],
    api: apiForTests(),
    env: { CRESSET_PYTHON: "", PATH: "/no" },
  });
  expect(none.loaded.warnings).toEqual([
    'Python hook files are not loaded: they need Python 3.9 or newer, and python3 and python are not on PATH. Install one, or name one with "python" in the config file or with CRESSET_PYTHON.',
  ]);
  expect(none.loaded.files.map(({ error }) => error)).toEqual([
    "It is not loaded, for want of Python.",
    "",
    "It is not loaded, for want of Python.",
  ]);
  expect((await none.call("postExport", {}, {})).userData).toEqual({ ran: true });
  await none.setUserData({ n: 1 });
  await none.close();

  await using old = await writeHookFiles({ "python-old": `#!/bin/sh\nprintf 3.6.9 >&2\nexit 86\n` });
  await chmod(old.file("python-old"), 0o755);
  const python = { command: old.file("python-old") };
  const named = await createHookRunner({ folders: [folder], api: apiForTests(), env: { CRESSET_PYTHON: "" }, python });
  expect(named.loaded.warnings[0]).toContain(`${python.command} is Python 3.6.9 (it is named by the config file)`);
  await named.close();
});
