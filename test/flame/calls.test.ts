import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { rate, type Rate } from "../../src/time/rate.ts";
import { formatTimecode } from "../../src/time/timecode.ts";
import { dedent, openScriptFolder, type ScriptFolder } from "./script.ts";

describe.skipIf(!hasPython)("calls of the flame module", () => {
  let folder: ScriptFolder;
  beforeAll(async () => {
    folder = await openScriptFolder();
    await folder.shoot("a.mov", { codec: "prores_422", frames: 4 });
  });
  afterAll(() => folder.close());

  it("counts timecode as Cresset does, drop frame included, forth and back", async () => {
    const rates: readonly (readonly [string, Rate, boolean])[] = [
      ["23.976 fps", rate(24_000, 1001), false],
      ["25 fps", rate(25), false],
      ["29.97 fps DF", rate(30_000, 1001), true],
      ["29.97 fps", rate(30_000, 1001), false],
      ["59.94 fps DF", rate(60_000, 1001), true],
      ["120 fps", rate(120), false],
    ];
    const frames = [0, 1, 1799, 1800, 3597, 17_981, 17_982, 35_964, 107_892, 2_589_407, 2_589_408, 9_999_999];
    const told = await folder.script(`
      frames = ${JSON.stringify(frames)}
      for name in ${JSON.stringify(rates.map(([name]) => name))}:
          times = [flame.PyTime(frame, name) for frame in frames]
          told[name] = [str(time) for time in times]
          for time in times[:9]:
              assert flame.PyTime(time.timecode, name) == time, (name, time)
      hour = flame.PyTime("01:00:00:00", "24 fps")
      later = hour + flame.PyTime(10)
      told["sums"] = [str(later), (later - hour).frame, later > hour, str(hour - 24), str(hour + 1 + 1), later == 86410, hour.frame_rate]
      try:
          hour + flame.PyTime("01:00:00:00", "25 fps")
      except ValueError:
          told["mixed"] = True
    `);
    for (const [name, at, drop] of rates)
      expect([name, told[name]]).toEqual([name, frames.map((frame) => formatTimecode(frame, at, drop))]);
    expect(told).toMatchObject({
      sums: ["01:00:00:10", 10, true, "00:59:59:00", "01:00:00:02", true, "24 fps"],
      mixed: true,
    });
  });

  it("runs commands, tabs, shortcuts, versions and people", async () => {
    const told = await folder.script(`
      import sys
      python = sys.executable
      told["captured"] = flame.execute_command([python, "-c", "import sys; print('out'); sys.stderr.write('err'); sys.exit(3)"],
          capture_stdout=True, capture_stderr=True)
      told["shell"] = flame.execute_command("echo one && echo two", shell=True, capture_stdout=True)
      told["split"] = flame.execute_command("echo 'a b' c", capture_stdout=True)
      told["beside"] = flame.execute_command("sleep 0", blocking=False)
      told["unknown"] = flame.execute_command("no-such-program --x", capture_stderr=True)
      told["quotes"] = flame.execute_command("echo 'open")[0]
      told["tabs"] = [flame.set_current_tab("MediaHub"), flame.get_current_tab(), flame.go_to("Nowhere"), flame.get_current_tab()]
      told["shortcut"] = [flame.execute_shortcut("Render"), flame.execute_shortcut("Rescan Python Hooks")]
      told["version"] = [flame.get_version().split(".")[0] == flame.get_version_major(), flame.get_version_minor().isdigit()]
      told["user"] = [bool(flame.users.current_user.name), bool(flame.users.current_user.nickname)]
      told["home"] = flame.get_home_directory()
      flame.browser.show("/tmp", title="Pick")
      told["browser"] = flame.browser.selection
      told["timeline"] = flame.timeline.clip
    `);
    expect(told).toMatchObject({
      captured: [3, "out\n", "err"],
      shell: [0, "one\ntwo\n", null],
      split: [0, "a b c\n", null],
      beside: [0, null, null],
      unknown: [127, null, expect.stringContaining("no-such-program --x: it cannot be run")],
      quotes: 126,
      tabs: [true, "MediaHub", false, "MediaHub"],
      shortcut: [false, true],
      version: [true, true],
      user: [true, true],
      home: folder.in("home"),
      browser: [],
      timeline: null,
    });
  });

  it("speaks to people, and answers for them where nobody is there", async () => {
    const told = await folder.script(`
      told["cancel"] = flame.messages.show_in_dialog("Publish", "Really?", "question", ["Yes", "No"], "Cancel")
      told["first"] = flame.messages.show_in_dialog(title="Publish", message="Which?", type="info", buttons=["One", "Two"])
      flame.messages.show_in_console("disk is nearly full", "warning", 5)
      flame.messages.show_in_console("said plainly")
      flame.schedule_idle_event(lambda: print("later"), delay=0.1)
      flame.schedule_idle_event(lambda: print("at once"))
      print("end of script")
    `);
    expect(told).toMatchObject({ cancel: "Cancel", first: "One" });
    for (const text of ["Publish: Really?", "warning: disk is nearly full", "said plainly"])
      expect(told.printed).toContain(text);
    expect(told.printed.replaceAll("\n", " ")).toMatch(/end of script.*at once later/);
  });

  it("says of what has no counterpart which call it was, and imports all the same", async () => {
    const told = await folder.script(`
      from flame import batch, PyBatch, PyClipNode
      import flame as other
      def why(work):
          try:
              work()
          except NotImplementedError as error:
              return str(error).split(":")[0]
      told["batch"] = [why(lambda: batch.create_batch_group("x", 1)), why(lambda: flame.batch.reels), why(lambda: batch.import_clip("a", "b"))]
      told["module"] = [why(lambda: flame.do_magic()), hasattr(other, "do_magic"), getattr(flame, "do_magic", None)]
      told["classes"] = [isinstance(1, PyBatch), isinstance(flame.batch, PyBatch), why(lambda: PyClipNode())]
    `);
    expect(told).toMatchObject({
      batch: [
        "flame.batch.create_batch_group is not covered",
        "flame.batch.reels is not covered",
        "flame.batch.import_clip is not covered",
      ],
      module: ["flame.do_magic is not covered", false, null],
      classes: [false, true, "flame.PyClipNode() is not covered"],
    });
  });

  it("rescans hooks from inside a hook, and does what was scheduled between hooks", async () => {
    const next = dedent(`
      def post_export(info, userData):
          print("the new file was called")
    `);
    folder.file(
      "hooks/rescan.py",
      dedent(`
        import os, flame

        def pre_export(info, userData):
            with open(os.path.join(os.path.dirname(__file__), "added.py"), "w") as file:
                file.write(${JSON.stringify(next)})
            print("rescanned", flame.execute_shortcut("Rescan Python Hooks"))
            flame.schedule_idle_event(lambda: print("between two hooks"))
      `),
    );
    const ended = await folder.run(["export", "media/a.mov", ..."--preset PNG --to out --hooks hooks".split(" ")]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/rescanned True[^]*between two hooks[^]*the new file was called/);
  });
});
