import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { tree } from "../faults/command-line.ts";
import { dedent, openScriptFolder, type ScriptFolder } from "./script.ts";

describe.skipIf(!hasPython)("PyExporter", () => {
  let folder: ScriptFolder;
  beforeAll(async () => {
    folder = await openScriptFolder();
    await folder.shoot("a.mov", { codec: "prores_422", frames: 6 });
  });
  afterAll(() => folder.close());

  it("exports in the foreground, with an override object of which methods are missing and the very userData", async () => {
    const told = await folder.script(`
      class Hooks:
          def preExport(self, info, userData):
              userData["live"] = self
          def preExportAsset(self, info, userData):
              info["resolvedPath"] = "renamed/" + info["assetName"]
              userData["assets"] = userData.get("assets", 0) + 1
          def postExportAsset(self, info, userData, *args, **kwargs):
              userData["written"] = info["resolvedPath"]
      hooks, data = Hooks(), {}
      clip = flame.import_clips("media/a.mov", flame.project.current_project.current_workspace.libraries[0])[0]
      exporter = flame.PyExporter()
      told["defaults"] = [exporter.foreground, exporter.export_between_marks, exporter.use_top_video_track, exporter.warn_on_unlinked]
      exporter.foreground = True
      told["answer"] = exporter.export(clip, "PNG", "out", hooks=hooks, hooks_user_data=data)
      told["data"] = [data["live"] is hooks, data["assets"], data["written"]]
      clip.in_mark, clip.out_mark = 1, 4
      exporter.export_between_marks = True
      exporter.export(clip.parent, "PNG", "marked")
      told["run"] = exporter.run_id
      import os
      for visibility in flame.PyExporter.PresetVisibility.values.values():
          assert os.path.isabs(flame.PyExporter.get_presets_dir(visibility, flame.PyExporter.PresetType.Movie)), visibility
      presets = flame.PyExporter.get_presets_dir(flame.PyExporter.PresetVisibility.Autodesk, flame.PyExporter.PresetType.Image_Sequence)
      exporter.export([clip], os.path.join(presets, "png.yaml"), "by path")
      told["types"] = [str(flame.PyExporter.PresetType.values.get(2)), flame.PyExporter.PresetType.Movie == 2]
    `);
    expect(told).toMatchObject({
      defaults: [false, false, false, true],
      answer: null,
      data: [true, 1, "renamed/a.[1001-1006].png"],
      types: ["Movie", true],
    });
    expect(Object.keys(tree(folder.in("out")))).toHaveLength(6);
    expect(Object.keys(tree(folder.in("marked")))).toHaveLength(2);
    expect(Object.keys(tree(folder.in("by path")))).toHaveLength(2);
    const { run, trace } = await folder.show(String(told["run"]));
    expect([run.status, trace.flatMap(({ calls }) => calls)]).toEqual(["finished", []]);
  });

  it("goes on in the background: with override hooks beside the script, without them in a process of its own", async () => {
    const told = await folder.script(`
      import threading
      class Hooks:
          def preExport(self, info, userData):
              userData.append("pre")
          def postExport(self, info, userData):
              userData.append("post")
              done.set()
      done, data = threading.Event(), []
      clip = flame.import_clips("media/a.mov")[0]
      exporter = flame.PyExporter()
      exporter.export(clip, "PNG", "beside", hooks=Hooks(), hooks_user_data=data)
      told["at once"] = data[:1]
      told["beside"] = exporter.run_id
      told["came"] = done.wait(60)
      told["data"] = data
      exporter.export(clip, "PNG", "apart", hooks_user_data={"any": 1})
      told["run"] = exporter.run_id
      # Whoever makes a clip for an export alone deletes it as soon as that has begun.
      flame.delete(clip)
    `);
    expect(told).toMatchObject({ "at once": ["pre"], came: true, data: ["pre", "post"] });
    expect(told["beside"]).toMatch(/^\d{8}-/);
    const run = String(told["run"]);
    for (let tries = 0; tries < 300 && (await folder.show(run)).run.status !== "finished"; tries++) await sleep(100);
    expect((await folder.show(run)).run).toMatchObject({ status: "finished", userData: { any: 1 } });
    expect(Object.keys(tree(folder.in("apart")))).toHaveLength(6);
  });

  it("says in a RuntimeError what stops an export: a bad preset, nothing to export, a hook that fails", async () => {
    await folder.shoot("gone.mov", { codec: "prores_422", frames: 2 });
    folder.file("bad.yaml", "name: bad\nscope: sequence\nvideo: { codec: nonsense }\n");
    const told = await folder.script(`
      class Broken:
          def preExport(self, info, userData):
              raise ValueError("no such show")
      class Aborting:
          def preExport(self, info, userData):
              info["abort"], info["abortMessage"] = True, "not today"
      clip = flame.import_clips("media/a.mov")[0]
      reel = flame.project.current_project.current_workspace.desktop.reel_groups[0].reels[3]
      import os
      gone = flame.import_clips("media/gone.mov")[0]
      os.remove("media/gone.mov")
      def refusal(name, foreground, *args, **kwargs):
          exporter = flame.PyExporter()
          exporter.foreground = foreground
          try:
              exporter.export(*args, **kwargs)
              told[name] = "went on"
          except RuntimeError as error:
              told[name] = str(error)
      for foreground in (True, False):
          refusal("preset %s" % foreground, foreground, clip, "bad.yaml", "x")
          refusal("missing %s" % foreground, foreground, clip, "/no/such.xml", "x")
          refusal("empty %s" % foreground, foreground, reel, "PNG", "x")
          refusal("broken %s" % foreground, foreground, clip, "PNG", "x", hooks=Broken())
          refusal("unlinked %s" % foreground, foreground, gone, "PNG", "x")
          refusal("aborted %s" % foreground, foreground, clip, "PNG", "x", hooks=Aborting())
    `);
    for (const foreground of ["True", "False"])
      expect(told).toMatchObject({
        [`preset ${foreground}`]: expect.stringContaining("bad.yaml"),
        [`missing ${foreground}`]: expect.stringContaining("/no/such.xml"),
        [`empty ${foreground}`]: expect.stringContaining("nothing to export"),
        [`broken ${foreground}`]: expect.stringContaining("no such show"),
        [`unlinked ${foreground}`]: expect.stringContaining("gone.mov"),
        [`aborted ${foreground}`]: "went on",
      });
    expect(existsSync(folder.in("x"))).toBe(false);
  });

  it("exports from inside a hook while the outer export renders; the loaded hooks hear of it, and find their end", async () => {
    folder.file(
      "hooks/nested.py",
      dedent(`
        import flame
        called = []

        def pre_export(info, userData):
            called.append(("pre", type(userData).__name__))

        def post_export_asset(info, userData, *args, **kwargs):
            called.append(info["assetName"])
            if isinstance(userData, list):
                userData.append(info["assetName"])
                return
            clip = flame.import_clips("media/a.mov", flame.project.current_project.current_workspace.libraries[0])[0]
            exporter = flame.PyExporter()
            exporter.foreground = True
            own = []
            exporter.export(clip, "JPEG", "nested-" + info["assetType"], hooks_user_data=own)
            userData.setdefault("nested", []).append([own, exporter.run_id])

        def post_export(info, userData):
            print("called", called)
      `),
    );
    const ended = await folder.events([
      "export",
      "media/a.mov",
      ..."--preset PNG --preset H.264 --to outer --hooks hooks".split(" "),
    ]);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const outer = ended.events.find((event) => event.type === "started");
    const { run } = await folder.show(outer?.type === "started" ? outer.runId : "");
    const { nested } = run.userData as { nested: [string[], string][] };
    expect(nested.map(([own]) => own)).toEqual([["a"], ["a"]]);
    for (const [, runId] of nested)
      expect((await folder.show(runId)).trace.flatMap(({ hook, calls }) => (calls.length > 0 ? [hook] : []))).toEqual([
        "preExport",
        "postExportAsset",
        "postExport",
      ]);
    expect(Object.keys(tree(folder.in("nested-video")))).toHaveLength(6);
    expect(Object.keys(tree(folder.in("nested-movie")))).toHaveLength(6);
  });

  it("stops exports that start each other without end", async () => {
    folder.file(
      "endless/again.py",
      dedent(`
        import flame

        def pre_export(info, userData):
            exporter = flame.PyExporter()
            exporter.foreground = True
            exporter.export(flame.import_clips("media/a.mov")[0], "PNG", "endless")
      `),
    );
    const ended = await folder.run(["export", "media/a.mov", ..."--preset PNG --to o2 --hooks endless".split(" ")]);
    expect(ended.code).toBe(6);
    expect(ended.stdout).toContain("within another");
    expect(existsSync(folder.in("endless", "a"))).toBe(false);
  });
});
