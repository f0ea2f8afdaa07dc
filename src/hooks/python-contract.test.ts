import { describe, expect, test } from "vitest";
import type { hookTable } from "./hook-table.ts";
import { hasPython, pythonRunners } from "./test-python.ts";

const given = {
  destinationHost: "localhost",
  destinationPath: "/out",
  resolvedPath: "sh010.[1001-1070].exr",
  width: 1920,
  aspectRatio: 2,
  fps: 23.976,
  sequenceFps: 24,
  isSnapshot: false,
  useBackburner: false,
  drop: false,
};

describe.skipIf(!hasPython)("Python hooks and the contract", () => {
  const start = pythonRunners();

  test("handlers get real Python values by position, with two arguments or with *args", async () => {
    const { runner } = await start({
      "two.py": `
def pre_export_asset(info, userData):
    userData["types"] = {key: type(value).__name__ for key, value in info.items()}
    fps = info["fps"]
    userData["fps"] = ["%s" % fps, f"{fps}", fps == "23.976", round(fps * 2, 3), fps + " fps", fps.replace(".", "-"),
                       isinstance(fps, str), "_".join(["a", fps]), "%.1f" % fps, str(info["sequenceFps"])]
`,
      "more.py": `
def pre_export_asset(info, userData, *args, **kwargs):
    userData["more"] = [len(args), len(kwargs), type(info) is dict]

def post_export_sequence(info, userData):
    userData["shots"] = type(info["shotNames"]).__name__ + " of " + ",".join(info["shotNames"])
`,
    });
    const { userData } = await runner.call("preExportAsset", given, {});
    expect(userData).toEqual({
      types: {
        destinationHost: "str",
        destinationPath: "str",
        resolvedPath: "str",
        width: "int",
        aspectRatio: "float",
        fps: "FrameRate",
        sequenceFps: "FrameRate",
        isSnapshot: "bool",
        useBackburner: "bool",
        drop: "bool",
        abort: "bool",
        abortMessage: "str",
        abort_message: "str",
      },
      fps: ["23.976", "23.976", true, 47.952, "23.976 fps", "23-976", true, "a_23.976", "24.0", "24"],
      more: [0, 0, true],
    });
    const after = await runner.call("postExportSequence", { shotNames: ["sh010", "sh020"] }, {});
    expect(after.userData).toMatchObject({ shots: "tuple of sh010,sh020" });
  });

  test("what a hook may write is kept and seen by the next file; the rest is put back and reported", async () => {
    const { runner } = await start({
      "a.py": `
import pathlib
def preExportAsset(info, userData):
    info["resolvedPath"] = "graded/" + info["resolvedPath"]
    info["useBackburner"] = True
    info["width"] = 8
    info["resolvdPath"] = "typo"
    del info["drop"]
    info["destinationPath"] = pathlib.PurePosixPath("/x")
`,
      "b.py": `
def pre_export_asset(info, userData):
    userData["saw"] = [info["resolvedPath"], info["width"], "drop" in info, info["resolvdPath"]]
`,
      "c.mjs": `export function preExportAsset(info, userData) { userData.typescript = info.resolvedPath; info.resolvedPath += ".c"; }`,
      "d.py": `
def pre_export_asset(info, userData):
    userData["python"] = info["resolvedPath"] + " after " + userData["typescript"]
`,
    });
    const outcome = await runner.call("preExportAsset", { ...given, resolvedPath: "a.mov" }, {});
    expect(outcome.userData).toEqual({
      saw: ["graded/a.mov", 1920, true, "typo"],
      typescript: "graded/a.mov",
      python: "graded/a.mov.c after graded/a.mov",
    });
    expect(outcome.info).toMatchObject({
      width: 1920,
      resolvedPath: "graded/a.mov.c",
      useBackburner: true,
      drop: false,
    });
    expect(outcome.calls[0]?.complaints).toEqual([
      `info.destinationPath is read-only in preExportAsset: {"python":"PurePosixPath('/x')"} was not kept, it stays "/out".`,
      "info.width is read-only in preExportAsset: 8 was not kept, it stays 1920.",
      "info.resolvdPath is no key of preExportAsset and changes nothing; did you mean resolvedPath?",
      "info.drop is read-only in preExportAsset: deleting it changes nothing, it stays false.",
    ]);
    expect(outcome.calls.map(({ file }) => file.slice(-4))).toEqual(
      ["a.py", "b.py", ".mjs", "d.py"].map((f) => `/${f}`.slice(-4)),
    );
  });

  test("all handlers of one call get one dict, with what those before added to it; the next call gets a new one", async () => {
    const { runner } = await start({
      "a.py": `
seen = []
def pre_export_asset(info, userData):
    seen.append(info)
    info["custom"] = "from a"
    info["width"] = 8
    info["helper"] = seen
    info["useBackburner"] = 1
    del info["drop"]
`,
      "b.mjs": `export function preExportAsset(info, userData) { info.resolvedPath += ".b"; }`,
      "c.py": `
import a
def pre_export_asset(info, userData):
    userData["saw"] = [info is a.seen[-1], len(a.seen), info["custom"], info["helper"] is a.seen, info["width"],
                       info["drop"], info["useBackburner"], info["resolvedPath"]]
    info.clear()
`,
      "d.py": `
import a
def pre_export_asset(info, userData):
    userData["next"] = [info is a.seen[-1], "custom" in info, info["width"], info["tapeName"], info["abort_message"]]
def post_export_asset(info, userData):
    userData["after"] = [info is a.seen[-1], "custom" in info]
`,
    });
    const asset = { ...given, resolvedPath: "a.mov", tapeName: "" };
    const outcome = await runner.call("preExportAsset", asset, {});
    expect(outcome.userData).toEqual({
      saw: [true, 1, "from a", true, 1920, false, true, "a.mov.b"],
      next: [true, false, 1920, "", ""],
    });
    expect(outcome.info).toMatchObject({ ...asset, resolvedPath: "a.mov.b", useBackburner: true });
    expect(outcome.calls[0]?.complaints.filter((text) => text.includes("useBackburner"))).toEqual([]);
    expect(outcome.calls[2]?.complaints).toContain(
      'info.tapeName is read-only in preExportAsset: deleting it changes nothing, it stays "".',
    );
    expect(outcome.calls[2]?.complaints).toContain('info.resolvedPath was deleted: it stays "a.mov.b".');
    expect((await runner.call("postExportAsset", asset, {})).userData).toMatchObject({ after: [false, false] });
    expect((await runner.call("preExportAsset", asset, {})).userData).toMatchObject({
      saw: [true, 2, "from a", true, 1920, false, true, "a.mov.b"],
    });
  });

  test("hooks that answer, and profiles whose userData is the very object that the hooks get", async () => {
    const { runner } = await start({
      "a.py": `
kept = {"client": "ACME", "live": object()}

def get_custom_export_profiles(profiles, *args, **kwargs):
    profiles["Review"] = kept
    profiles["Socket"] = object()
    profiles["List"] = [1]

def export_overwrite_file(path, *args, **kwargs):
    return None if path == "/a" else "skip"

def use_backburner_post_export_asset(*args, **kwargs):
    return True

def pre_export(info, userData):
    info["abort"] = userData is not kept or "live" not in kept
`,
      "b.mjs": `export const getCustomExportProfiles = (profiles) => { profiles.Other = { seen: Object.keys(profiles) }; };
        export const exportOverwriteFile = () => "overwrite";`,
    });
    const profiles = await runner.call("getCustomExportProfiles", {}, {});
    expect(profiles.info).toEqual({
      Review: { client: "ACME" },
      Socket: null,
      List: [1],
      Other: { seen: ["Review", "Socket", "List"] },
    });
    expect((await runner.call("exportOverwriteFile", { path: "/a" }, {})).answer).toBe("overwrite");
    const skip = await runner.call("exportOverwriteFile", { path: "/b" }, {});
    expect(skip.answer).toBe("skip");
    expect(skip.calls[1]?.complaints[0]).toContain('a.py answered "skip" first');
    expect((await runner.call("useBackburnerPostExportAsset", {}, {})).answer).toBe(true);
    await runner.setUserData(profiles.info["Review"], "Review");
    expect((await runner.call("preExport", {}, {})).aborted).toBe(false);
  });

  test("archive hooks are called by position, under their old names too", async () => {
    const { runner } = await start({
      "archive.py": `
seen = []
def archiveSelectionUpdated(segment_info, num_frames, num_clips, data_size, metadata_size):
    print([segment_info, num_frames, num_clips, data_size, metadata_size])
def archiveSegmentComplete(segment_path, archive_name, archive_path, status, status_message, archive_complete):
    print([segment_path, archive_name, archive_path, status, status_message, archive_complete])
def archiveComplete(archive_name):
    print(archive_name)
def archive_restored(archive_name, *args, **kwargs):
    print(archive_name, args, kwargs)
`,
    });
    const log = async (hook: keyof typeof hookTable, info: Record<string, unknown>) =>
      (await runner.call(hook, info, {})).calls[0]?.log;
    // The order of the arguments is that of the table, in whichever order the keys come.
    const selection = { metadataSize: 2, dataSize: 1, numClips: 3, numFrames: 100, segmentInfo: { 0: "/a/0.seg" } };
    expect(await log("archiveSelectionUpdated", selection)).toEqual(["[{0: '/a/0.seg'}, 100, 3, 1.0, 2.0]"]);
    const segment = { segmentPath: "/a/0", archiveName: "A", archivePath: "/a", status: 0, statusMessage: "" };
    expect(await log("archiveSegmentCompleted", { ...segment, archiveComplete: true })).toEqual([
      "['/a/0', 'A', '/a', 0, '', True]",
    ]);
    expect(await log("archiveCompleted", { archiveName: "A" })).toEqual(["A"]);
    expect(await log("archiveRestored", { archiveName: "A" })).toEqual(["A () {}"]);
  });
});
