import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { dedent, openScriptFolder, type ScriptFolder } from "./script.ts";

interface Checked {
  readonly python: readonly {
    readonly path: string;
    readonly hooks: readonly string[];
    readonly uses: readonly { readonly line: number; readonly call: string; readonly covered: boolean }[];
    readonly failures: readonly { readonly line: number; readonly reason: string }[];
    readonly missing: readonly { readonly line: number; readonly module: string; readonly hook: boolean }[];
    readonly menus: readonly string[];
    readonly unfit: readonly { readonly line: number; readonly reason: string }[];
    readonly misspelt: readonly { readonly line: number; readonly reason: string }[];
    readonly notes: readonly string[];
  }[];
  readonly others: readonly { readonly hooks: readonly string[]; readonly warnings: readonly string[] }[];
}

describe.skipIf(!hasPython)("cresset hooks check", () => {
  let folder: ScriptFolder;
  beforeAll(async () => {
    folder = await openScriptFolder();
  });
  afterAll(() => folder.close());

  /** Checks one folder. */
  async function check(name: string, files: Readonly<Record<string, string>>) {
    for (const [file, text] of Object.entries(files)) folder.file(`${name}/${file}`, dedent(text));
    const ended = await folder.run(["hooks", "check", name, "--json"]);
    const checked = JSON.parse(ended.stdout) as Checked;
    const one = (file: string) => checked.python.find(({ path }) => path.endsWith(file))!;
    const open = (file: string) =>
      one(file)
        .uses.filter(({ covered }) => !covered)
        .map(({ line, call }) => `${line} ${call}`);
    return { code: ended.code, ...checked, one, open };
  }

  it("follows flame through imports, aliases, chains, loops and classes", async () => {
    const { code, open, one } = await check("tricky", {
      "chains.py": `
        import flame as fl
        from flame import PyExporter as Exporter, batch
        comp = __import__("flame").batch

        class Publisher:
            def __init__(self):
                self.exporter = Exporter()
            def run(self, clips):
                self.exporter.foreground = True
                self.exporter.export(clips, "PNG", "/tmp")
                self.exporter.explode()

        def post_export_asset(info, userData, *args, **kwargs):
            import flame
            for reel in flame.projects.current_project.current_workspace.desktop.reel_groups[0].reels:
                names = [clip.name.get_value() for clip in reel.clips if clip.is_rendered]
                reel.clips[0].versions[0].tracks[0].segments[0].create_effect("Resize")
                reel.note = 1
                reel.note.anything()
            clip = flame.import_clips("x")[0]
            clip.width = 3
            batch.create_batch_group("x")
            comp.reels
            if hasattr(fl, "new_thing"):
                pass
            getattr(fl, "old_thing")()
            other = info["clip"]
            other.whatever.it.may_be()
            if isinstance(other, flame.PySequence):
                other.insert(clip)

        def get_media_panel_custom_ui_actions():
            return []
      `,
    });
    expect(code).toBe(12);
    expect(open("chains.py")).toEqual([
      "11 PyExporter.explode",
      "16 PyClip.is_rendered",
      "17 PySegment.create_effect",
      "21 PyClip.width = …",
      "22 flame.batch.create_batch_group",
      "23 flame.batch.reels",
      "26 flame.old_thing",
      "30 PySequence.insert",
    ]);
    expect(one("chains.py")).toMatchObject({
      hooks: ["postExportAsset"],
      failures: [],
      menus: ["get_media_panel_custom_ui_actions"],
    });
  });

  it("says which files do not load, where and why, as an export finds them", async () => {
    const { code, one, open } = await check("broken", {
      "old.py": `
        def preExport(info, userData):
            print "no brackets"
      `,
      "except.py": `
        try:
            pass
        except ValueError, error:
            pass
      `,
      "qt.py": `
        import os
        from PySide2 import QtWidgets
        def pre_export(info, userData): pass
      `,
      "guarded.py": `
        try:
            from PySide6 import QtWidgets
        except ImportError:
            QtWidgets = None
        if __name__ == "__main__":
            import nothing_of_the_kind
        def pre_export(info, userData):
            import shotgun_api3
        def menu():
            import PySide2
      `,
      "name.py": `
        LIMIT = MAXIMUM + 1
      `,
      "exits.py": `
        import sys
        def stop():
            sys.exit(3)
        stop()
      `,
      "classes.py": `
        import flame
        from typing import List
        def retime(clip: flame.PyClip, effects: List[flame.PyTlEffect]) -> flame.PyNothing: pass
        def pre_export(info, userData):
            local: flame.PyLocal = None
      `,
      "later.py": `
        from __future__ import annotations
        import flame
        def retime(effect: flame.PyTlEffect): pass
        def pre_export(info, userData): pass
      `,
      "uses_helper.py": `
        import helper
        from flame import no_such_thing
      `,
      "deep/helper.py": "VALUE = 1\n",
    });
    expect(code).toBe(12);
    const reasons = (file: string) => one(file).failures.map(({ line, reason }) => `${line} ${reason}`);
    expect(reasons("old.py")).toEqual([expect.stringMatching(/^2 Python 2 syntax/)]);
    expect(reasons("except.py")).toEqual([expect.stringMatching(/^3 Python 2 syntax/)]);
    expect(reasons("qt.py")).toEqual(["2 the module PySide2 is missing"]);
    expect(reasons("exits.py")).toEqual(["3 SystemExit: 3"]);
    expect(reasons("classes.py")).toEqual([
      "3 flame.NotCovered: flame.PyTlEffect is not covered: Cresset has no counterpart for it.",
    ]);
    expect(open("classes.py")).toEqual(["3 flame.PyNothing", "3 flame.PyTlEffect"]);
    expect([reasons("later.py"), open("later.py")]).toEqual([[], []]);
    expect(reasons("name.py")).toEqual([expect.stringMatching(/^1 NameError: .*MAXIMUM/)]);
    expect(reasons("uses_helper.py")).toEqual([expect.stringMatching(/^2 flame.no_such_thing is not covered/)]);
    expect(reasons("deep/helper.py")).toEqual([]);
    expect(reasons("guarded.py")).toEqual([]);
    expect(one("guarded.py").missing).toMatchObject([
      { line: 8, module: "shotgun_api3", hook: true },
      { line: 10, module: "PySide2", hook: false },
    ]);
  });

  it("takes packages as an export does; what of a vendored one does not load is one line, and no fault", async () => {
    const { code, one } = await check("packages", {
      "publish.py": `
        import os, sys
        sys.path.append(os.path.dirname(__file__))
        from studio.api import publish
        def post_export_asset(info, userData):
            from elsewhere_on_the_path import thing
      `,
      "studio/__init__.py": "from .api import publish\n",
      "studio/api.py": "from . import names\nimport studio.names as again\ndef publish(): pass\n",
      "studio/names.py": "NAME = 1\n",
      "studio/hook.py": "from .api import publish\ndef pre_export(info, userData):\n    import studio.names\n",
      "vendor/rich/__init__.py": "",
      "vendor/rich/__main__.py": "raise SystemExit('run me')\n",
      "vendor/rich/tests/test_rich.py": "import no_such_tool\n",
      "vendor/rich/extra.py": "import no_such_extra\ndef report(): pass\n",
      "vendor/rich/needs_relative.py": "from . import extra\n",
    });
    expect(code).toBe(0);
    expect([one("publish.py").hooks, one("studio/hook.py").hooks]).toEqual([["postExportAsset"], ["preExport"]]);
    const because = "(It is a module of a package, and names no hook.)";
    const told = `It is not loaded: ModuleNotFoundError: No module named 'no_such_extra' ${because}`;
    expect([one("extra.py").notes, one("needs_relative.py").notes]).toEqual([[told], [told]]);
    const { stdout } = await folder.run(["hooks", "check", "packages"]);
    expect(stdout).toContain("8 Python files: 6 load, 2 modules of packages left out;");
    const listed = await folder.run(["hooks", "list", "--hooks", "packages"]);
    expect(listed.code).toBe(0);
    expect(listed.stdout).not.toMatch(/__main__|test_rich|Traceback/);
  });

  it("names hooks that cannot be called, and names that are nearly one, with their line", async () => {
    const { code, one, others } = await check("uncallable", {
      "wrong.py": `
        def pre_export(info): pass
        if True:
            def pre_export_asset(info, userData, extra): pass
        async def post_export(info, userData): pass
        def post_export_sequence(info, userData):
            for each in info["shotNames"]:
                yield each
        pre_export_sequence = {"hook": 1}
        export_overwrite_file = lambda: "skip"
        def archive_completed(*, archive_name): pass

        def post_export_assets(info, userData): pass
      `,
      "right.py": `
        import functools
        def logged(function):
            return functools.partial(print, function)
        @logged
        def pre_export(info): pass
        class post_export:
            def __init__(self, info, userData): pass
        def pre_export_asset(info, userData=None, *args, **kwargs): pass
        def export_assets(info): return [each for each in (yield_nothing() for _ in "x")]
        def post_export_sequence(info, userData): export_assets(info)
        post_export_asset = None
        def yield_nothing():
            yield
      `,
      "wrong.ts":
        "// preExport\nexport const preExport = (info, userData, cresset, more) => {};\nexport const postExports = () => {};\n",
    });
    expect(code).toBe(12);
    const lines = (of: readonly { readonly line: number; readonly reason: string }[]) =>
      of.map(({ line, reason }) => `${line} ${reason}`);
    expect(lines(one("wrong.py").unfit)).toEqual([
      "1 pre_export takes 1 argument, and is called with 2 arguments: info, userData",
      "3 pre_export_asset takes 3 arguments, and is called with 2 arguments: info, userData",
      "4 post_export is an async function, and hooks are called as ordinary functions",
      "5 post_export_sequence is a generator (it has a yield): calling it runs nothing of it",
      "8 pre_export_sequence is a dict; a hook is a function",
      "9 export_overwrite_file takes no argument, and is called with 1 argument: path",
      "10 archive_completed needs the keyword archive_name, and is called with 1 argument: archiveName, all by position",
    ]);
    expect(lines(one("wrong.py").misspelt)).toEqual([
      "12 post_export_assets is no hook and is never called; did you mean post_export_asset?",
    ]);
    expect([one("/right.py").unfit, one("/right.py").misspelt]).toEqual([[], []]);
    expect(others[0]?.warnings.toSorted()).toEqual([
      "line 2: preExport takes 4 arguments, and is called with 3: info, userData, cresset.",
      "line 3: postExports is no hook and is never called; did you mean postExport?",
    ]);
    const { stdout } = await folder.run(["hooks", "check", "uncallable"]);
    expect(stdout).toContain("wrong.py:1: cannot be called: pre_export takes 1 argument");
    expect(stdout).toContain("wrong.py:12: post_export_assets is no hook");
  });

  it("finds nothing wrong with a sound folder, TypeScript beside Python", async () => {
    const { code, python, others } = await check("sound", {
      "import_it.py": `
        import flame

        def post_export_asset(info, userData, *args, **kwargs):
            reel = flame.project.current_project.current_workspace.desktop.reel_groups[0].reels[0]
            clip = flame.import_clips(info["destinationPath"], reel)[0]
            clip.note = "set by a hook"
            print(clip.note, str(clip.name)[1:-1], clip.duration.frame + 1)
      `,
      "rename.ts": "export const preExportAsset = () => {};\n",
    });
    expect([code, python.flatMap(({ uses }) => uses).every(({ covered }) => covered)]).toEqual([0, true]);
    expect(others.map(({ hooks }) => hooks)).toEqual([["preExportAsset"]]);
    const { stdout } = await folder.run(["hooks", "check", "sound"]);
    expect(stdout).toContain("1 Python file: all load; 10 flame calls, all covered.");
  });
});
