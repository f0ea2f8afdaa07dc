import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import { hasPython } from "../../src/hooks/test-python.ts";
import { openScriptFolder, type ScriptFolder } from "./script.ts";

describe.skipIf(!hasPython)("objects of the flame module", () => {
  let folder: ScriptFolder;
  beforeAll(async () => {
    folder = await openScriptFolder();
    await folder.shoot("a.mov", { codec: "prores_422", frames: 24, startTimecode: "01:00:00:00", tapeName: "A001" });
    await folder.shoot("shots/plate_v001.%04d.dpx", { codec: "dpx", frames: 6, firstFileNumber: 1001 });
    await folder.shoot("shots/plate_v002.%04d.dpx", { codec: "dpx", frames: 8, firstFileNumber: 1001 });
  });
  afterAll(() => folder.close());

  it("an attribute is an object: read, written, compared, and its text stands in single quotes", async () => {
    const told = await folder.script(`
      reel = flame.projects.current_project.current_workspace.desktop.reel_groups[0].reels[0]
      clip = flame.import_clips("media/a.mov", reel)[0]
      told["first"] = [str(clip.name), str(clip.name)[1:-1], clip.name.get_value(), clip.name == "a", clip.name != "b"]
      clip.name = "it's"
      told["renamed"] = [str(clip.name)[1:-1], str(reel.clips[0].name)]
      clip.name.set_value("a")
      clip.shot_name = clip.name
      clip.comment = "first line\\nsecond"
      clip.tags = ["hero", "wip"]
      clip.colour = (1, 0.5, 0)
      clip.hidden = True
      told["written"] = [clip.shot_name.get_value(), str(clip.comment), clip.tags.get_value(), clip.colour.get_value(),
          clip.hidden == True, clip.expanded.get_value()]
      told["in set"] = clip.name in {"a"}
      told["reel"] = [str(reel.name), reel.name == "Reel 1"]
      for wrong in (lambda: setattr(clip, "name", 3), lambda: setattr(clip, "colour", (1, 2, 3)), lambda: setattr(clip, "width", 1)):
          try:
              wrong()
          except Exception as error:
              told.setdefault("refused", []).append(type(error).__name__)
      project = flame.project.current_project
      told["project"] = [type(project.name).__name__, project.name, project.nickname, flame.project is flame.projects]
    `);
    const name = folder.folder.split("/").at(-1);
    expect(told).toMatchObject({
      first: ["'a'", "a", "a", true, true],
      renamed: ["it's", "'it's'"],
      written: ["a", "'first line\nsecond'", ["hero", "wip"], [1, 0.5, 0], true, false],
      "in set": true,
      reel: ["'Reel 1'", true],
      refused: ["TypeError", "ValueError", "AttributeError"],
      project: ["str", name, name, true],
    });
  });

  it("marks are moments: set as PyTime, frame or timecode, and compared with each", async () => {
    const told = await folder.script(`
      clip = flame.import_clips("media/a.mov")[0]
      told["unset"] = [clip.in_mark.get_value(), clip.in_mark == None, str(clip.in_mark)]
      clip.in_mark = flame.PyTime(3)
      clip.out_mark = "01:00:00:10"
      told["set"] = [str(clip.in_mark), clip.in_mark.get_value().relative_frame, clip.in_mark == 3,
          clip.in_mark == flame.PyTime("01:00:00:02", "24 fps"), clip.out_mark.get_value().frame, clip.out_mark == 11]
      clip.in_mark = None
      told["again"] = clip.in_mark.get_value()
      told["start"] = [str(clip.start_time), clip.start_frame, clip.duration.frame, str(clip.duration), clip.duration.relative_frame]
      try:
          clip.out_mark = 100
      except ValueError as error:
          told["outside"] = True
      marker = clip.create_marker(5)
      marker.name = "here"
      told["markers"] = [(str(each.name), each.location.relative_frame) for each in clip.markers]
    `);
    expect(told).toMatchObject({
      unset: [null, true, "None"],
      set: ["01:00:00:02", 3, true, true, 86_410, true],
      again: null,
      start: ["01:00:00:00", 86_400, 24, "00:00:01:00", 24],
      outside: true,
      markers: [["'here'", 5]],
    });
  });

  it("clips tell what they are, down to the segment", async () => {
    const told = await folder.script(`
      clip = flame.import_clips("media/a.mov", flame.project.current_project.current_workspace.libraries[0])[0]
      told["clip"] = [isinstance(clip, flame.PyClip), isinstance(clip, flame.PySequence), clip.width, clip.height, clip.bit_depth,
          clip.frame_rate, clip.scan_mode, clip.ratio, clip.cached, clip.unlinked, clip.archive_date]
      told["parent"] = [isinstance(clip.parent, flame.PyLibrary), str(clip.parent.name)]
      segment = clip.versions[0].tracks[0].segments[0]
      told["segment"] = [str(segment.name), segment.type, str(segment.record_in), str(segment.record_out), segment.source_in.frame,
          segment.source_out.frame, segment.head, segment.tail, segment.tape_name, segment.source_width, segment.file_path]
      segment.shot_name = "sh010"
      told["shot"] = [str(clip.shot_name), clip.versions[0].tracks[0].segments[0] == segment]
      told["same"] = [clip.parent.clips[0] is clip, hash(clip.parent.clips[0]) == hash(clip), flame.find_by_uid(clip.uid) == clip]
      clip.my_note = {"any": "thing"}
      told["note"] = flame.find_by_name("a", clip.parent)[0].my_note
      told["missing"] = [hasattr(clip, "render"), hasattr(flame, "nothing"), hasattr(flame, "import_clips")]
      try:
          clip.render()
      except NotImplementedError as error:
          told["render"] = str(error)
      try:
          clip.wdith
      except AttributeError as error:
          told["slip"] = str(error)
    `);
    expect(told).toMatchObject({
      clip: [true, false, 320, 180, 10, "24 fps", "P", 1.777778, false, false, ""],
      parent: [true, "'Default Library'"],
      segment: [
        "'a'",
        "Video Segment",
        "01:00:00:00",
        "01:00:01:00",
        86_400,
        86_424,
        0,
        0,
        "A001",
        320,
        folder.in("media/a.mov"),
      ],
      shot: ["'sh010'", true],
      same: [true, true, true],
      note: { any: "thing" },
      missing: [false, false, true],
      render: expect.stringContaining("PyClip.render is not covered"),
      slip: expect.stringContaining("Did you mean width?"),
    });
  });

  it("imports every spelling to a reel, a library, the desktop or nowhere, and the catalogue has it", async () => {
    const told = await folder.script(`
      workspace = flame.project.current_project.current_workspace
      group = workspace.desktop.create_reel_group("Imports")
      reel = group.create_reel("All")
      def imported(path, destination=None):
          clips = flame.import_clips(path, destination)
          return [(str(clip.name)[1:-1], clip.duration.frame, None if clip.parent is None else str(clip.parent.name)[1:-1]) for clip in clips]
      told["file"] = imported("media/a.mov", reel)
      told["range"] = imported("media/shots/plate_v001.[1001-1006].dpx", reel)
      told["pattern"] = imported("media/shots/{name}_v{version}.{frame}.{extension}", workspace.libraries[0].create_folder("Plates"))
      told["folder"] = imported("media/shots", group)
      told["list"] = imported(["media/a.mov", "media/shots/plate_v002.1003.dpx"], workspace.desktop)
      told["nowhere"] = imported("media/a.mov")
      told["versions"] = [str(each.name) for each in workspace.libraries[0].folders[0].clips[0].versions]
      try:
          flame.import_clips("media/nothing.mov", reel)
      except RuntimeError as error:
          told["gone"] = str(error)
    `);
    expect(told).toMatchObject({
      file: [["a", 24, "All"]],
      range: [["plate_v001", 6, "All"]],
      pattern: [["plate", 8, "Plates"]],
      folder: [
        ["plate_v001", 6, "All"],
        ["plate_v002", 8, "All"],
      ],
      nowhere: [["a", 24, null]],
      versions: ["'v001'", "'v002'"],
      gone: expect.stringContaining("nothing.mov"),
    });
    expect(told["list"]).toHaveLength(2);
    const cresset = openCresset({ folder: folder.folder, home: folder.in("home") });
    const catalogue = await cresset.catalogue();
    try {
      const project = await catalogue.project(cresset.currentProject.name);
      const reel = await catalogue.at(project.id, "/Desktop/Imports/All");
      expect((await catalogue.children(reel.id)).map(({ name }) => name)).toEqual([
        "a",
        "plate_v001",
        "plate_v001",
        "plate_v002",
      ]);
    } finally {
      await catalogue.close();
    }
  });

  it("a sequence tells its segments with their media, gaps included; what is written on one is kept", async () => {
    folder.file("cresset.config.yaml", "media: [media]\n");
    folder.file(
      "cut.edl",
      `TITLE: cut
FCM: NON-DROP FRAME

001  A001     V     C        01:00:00:04 01:00:00:12 10:00:00:00 10:00:00:08
002  A001     V     C        01:00:00:12 01:00:00:16 10:00:00:12 10:00:00:16
`,
    );
    const told = await folder.script(`
      reel = flame.project.current_project.current_workspace.desktop.reel_groups[0].reels[1]
      cut = flame.import_clips(["cut.edl"], reel)[0]
      told["kind"] = [isinstance(cut, flame.PySequence), reel.sequences == [cut], reel.clips, str(cut.start_time), cut.duration.frame]
      track = cut.versions[0].tracks[0]
      told["segments"] = [(each.type, str(each.record_in), str(each.record_out), each.source_in.frame, each.head, each.tail, each.record_duration.frame)
          for each in track.segments]
      first, gap, last = track.segments
      first.shot_name = "sh010"
      told["set"] = [first.name.set_value("opening"), str(first.shot_name), first.shot_name == "sh010", first.tags.get_value()]
      first.comment, first.colour, first.tags = "seen", (1, 0.5, 0), ["hero"]
      last.shot_name = first.shot_name
      try:
          gap.shot_name = "sh010"
      except NotImplementedError as error:
          told["gap"] = str(error)
      told["written"] = [(str(each.name), str(each.shot_name), str(each.comment), each.tags.get_value(), each.colour.get_value())
          for each in cut.versions[0].tracks[0].segments]
      class Hooks:
          def preExportSequence(self, info, userData):
              told["shots"] = info["shotNames"]
              info["abort"] = True
      exporter = flame.PyExporter()
      exporter.foreground = True
      try:
          exporter.export(cut, "ProRes 422 HQ", "out", hooks=Hooks())
      except RuntimeError as error:
          told["export"] = str(error)
      made = reel.create_sequence("made", frame_rate="25 fps", duration="00:00:02:00")
      told["made"] = [str(made.name), made.duration.frame, [each.type for each in made.versions[0].tracks[0].segments]]
      copy = flame.duplicate(made)
      told["copies"] = [len(reel.sequences), copy == made, flame.delete([made, copy]), len(reel.sequences)]
      panel = flame.media_panel.copy(cut, reel)
      told["panel"] = [flame.media_panel.selected_entries, len(reel.children)]
    `);
    const shown = await folder.run(["clip", "show", "/Desktop/Reels/Reel 2/cut"]);
    expect(shown.stdout).toContain(
      'written on V1.1: name "opening", shot "sh010", comment "seen", tags "hero", colour "1 0.5 0"',
    );
    expect(shown.stdout).toContain("opening");
    expect(told).toMatchObject({
      kind: [true, true, [], "10:00:00:00", 16],
      segments: [
        ["Video Segment", "10:00:00:00", "10:00:00:08", expect.anything(), expect.anything(), expect.anything(), 8],
        ["Gap", "10:00:00:08", "10:00:00:12", 0, 0, 0, 4],
        ["Video Segment", "10:00:00:12", "10:00:00:16", expect.anything(), expect.anything(), expect.anything(), 4],
      ],
      set: [true, "'sh010'", true, []],
      gap: expect.stringContaining("nothing can be written on a gap"),
      written: [
        ["'opening'", "'sh010'", "'seen'", ["hero"], [1, 0.5, 0]],
        ["''", "''", "''", [], [0, 0, 0]],
        [expect.anything(), "'sh010'", "''", [], [0, 0, 0]],
      ],
      shots: ["sh010"],
      made: ["'made'", 50, ["Gap"]],
      copies: [3, false, true, 1],
      panel: [[], 2],
    });
  });
  it("reads the names of a reel in one go, however late, and sees what others changed meanwhile", async () => {
    const told = await folder.script(`
      import time, cresset_bridge
      reel = flame.projects.current_project.current_workspace.desktop.reel_groups[0].create_reel("Many")
      flame.import_clips("media/a.mov", reel)
      for _ in range(5):
          flame.media_panel.copy(reel.clips, reel)
      clips = reel.clips
      asked = []
      ask = cresset_bridge.request
      cresset_bridge.request = lambda method, params=None: asked.append(method) or ask(method, params)
      def late():
          time.sleep(0.6)
          asked.clear()
          return [clip.name.get_value() for clip in clips]
      told["same"] = [set(late()) == {"a"}, len(clips), asked[:]]
      told["known"] = [len(late()), asked[:]]
      ask("flame.entry.rename", {"id": clips[3].uid, "name": "b"})
      told["elsewhere"] = [late()[:5], asked[:]]
      ask("flame.entry.delete", {"ids": [clips[1].uid]})
      try:
          late()
      except RuntimeError as error:
          told["deleted"] = "in the bin" in str(error)
      clips[0].name = "c"
      told["own"] = clips[0].name.get_value()
    `);
    expect(told).toMatchObject({
      same: [true, 32, ["flame.entry.revision", "flame.entry.rows"]],
      known: [32, ["flame.entry.revision"]],
      elsewhere: [
        ["a", "a", "a", "b", "a"],
        ["flame.entry.revision", "flame.entry.rows"],
      ],
      deleted: true,
      own: "c",
    });
  });
});
