import { describe, expect, it } from "vitest";
import { defineHooks } from "cresset";
import { testExport } from "cresset/testing";

const twoShots = [
  {
    name: "reel_1",
    shots: [
      { name: "sh010", frames: 24 },
      { name: "sh020", frames: 48 },
    ],
  },
];

describe("the sandwich", () => {
  it("calls every hook of the contract in its order", async () => {
    const { called, outcome } = await testExport({
      hooks: defineHooks<string[]>({
        preExport: (_, userData) => void userData.push("preExport"),
        preExportSequence: ({ sequenceName }, userData) => void userData.push(`preExportSequence ${sequenceName}`),
        preExportAsset: ({ assetName }, userData) => void userData.push(`preExportAsset ${assetName}`),
        postExportAsset: ({ assetName }, userData) => void userData.push(`postExportAsset ${assetName}`),
        postExportSequence: ({ sequenceName }, userData) => void userData.push(`postExportSequence ${sequenceName}`),
        postExport: (_, userData) => void userData.push("postExport"),
      }),
      userData: [],
      sequences: [{ name: "a" }, { name: "b" }],
    });
    expect(outcome.status).toBe("finished");
    expect(outcome.hooks.at(-1)?.userData).toEqual([
      "preExport",
      "preExportSequence a",
      "preExportAsset a",
      "preExportSequence b",
      "preExportAsset b",
      "postExportAsset a",
      "postExportSequence a",
      "postExportAsset b",
      "postExportSequence b",
      "postExport",
    ]);
    expect(called[0]).toBe("preExport");
  });

  it("stops one sequence when its hook aborts, and finishes the others", async () => {
    const { outcome, trace } = await testExport({
      hooks: defineHooks({
        preExportSequence(info) {
          if (info.sequenceName !== "secret") return;
          info.abort = true;
          info.abortMessage = "Not for export.";
        },
      }),
      sequences: [{ name: "secret" }, { name: "open" }],
    });
    expect(outcome.status).toBe("aborted");
    expect(outcome.sequences.map(({ name, status }) => [name, status])).toEqual([
      ["secret", "aborted"],
      ["open", "finished"],
    ]);
    expect(outcome.aborts).toMatchObject([{ hook: "preExportSequence", what: "secret", message: "Not for export." }]);
    expect(trace).toContain("skipped: the sequence was aborted: Not for export.");
  });

  it("writes an asset where its hook sends it", async () => {
    const { assets } = await testExport({
      hooks: defineHooks({
        preExportAsset(info) {
          info.resolvedPath = `deliveries/${info.resolvedPath}`;
        },
      }),
    });
    expect(assets[0]).toMatchObject({
      resolvedPath: "deliveries/sequence.mov",
      renamedFrom: "sequence.mov",
      status: "written",
    });
  });

  it("refuses a hook's path that leaves the destination", async () => {
    const hooks = defineHooks({
      preExportAsset(info) {
        info.resolvedPath = "../../etc/passwd";
      },
    });
    await expect(testExport({ hooks })).rejects.toThrow(/outside the destination/);
  });

  it("refuses two assets on one path before anything is written", async () => {
    const hooks = defineHooks({
      preExportAsset(info) {
        info.resolvedPath = "same.[1001-1010].exr";
      },
    });
    await expect(testExport({ hooks, sequences: twoShots, preset: "Shot Publish" })).rejects.toThrow(/names 10 files/);
    await expect(
      testExport({
        hooks: defineHooks({ preExportAsset: (info) => void (info.resolvedPath = "same.mov") }),
        sequences: [{ name: "a" }, { name: "b" }],
      }),
    ).rejects.toThrow(/a \(movie of a\) and b \(movie of b\) would both be written/);
  });

  it("says which of two assets is the file, and which needs a folder there", async () => {
    const hooks = defineHooks({
      preExportAsset(info) {
        info.resolvedPath = info.assetName === "inner" ? "one.mov/inner.mov" : "one.mov";
      },
    });
    for (const names of [
      ["inner", "outer"],
      ["outer", "inner"],
    ])
      await expect(testExport({ hooks, sequences: names.map((name) => ({ name })) })).rejects.toThrow(
        /^outer \(movie of outer\) would be the file .*\/one\.mov, in which inner \(movie of inner\) needs a folder\./,
      );
  });

  it("asks the overwrite hook first, then the policy", async () => {
    const answers = defineHooks({ exportOverwriteFile: (path) => (path.endsWith("a.mov") ? "overwrite" : undefined) });
    const { assets } = await testExport({
      hooks: answers,
      sequences: [{ name: "a" }, { name: "b" }, { name: "c" }],
      existing: ["a.mov", "b.mov"],
      overwrite: "version-up",
    });
    expect(assets.map(({ resolvedPath, replaces }) => [resolvedPath, replaces])).toEqual([
      ["a.mov", true],
      ["b_v002.mov", false],
      ["c.mov", false],
    ]);
  });

  it("stops at a file that exists when nobody says what to do", async () => {
    await expect(testExport({ hooks: {}, existing: ["sequence.mov"] })).rejects.toMatchObject({
      code: "would-overwrite",
    });
  });

  it("closes the scope of a pre hook that throws, and reports a post hook that does", async () => {
    const broken = await testExport({
      hooks: defineHooks({
        preExportSequence() {
          throw new Error("no database");
        },
      }),
    });
    expect(broken.outcome.status).toBe("aborted");
    expect(broken.outcome.aborts[0]).toMatchObject({
      byFailure: true,
      message: expect.stringContaining("no database"),
    });
    const late = await testExport({
      hooks: defineHooks({
        postExportAsset() {
          throw new Error("no mail");
        },
      }),
    });
    expect(late.outcome.status).toBe("finished-with-hook-errors");
    expect(late.outcome.hookErrors[0]).toContain("no mail");
  });

  it("starts from a custom profile, with its userData and preset", async () => {
    const { outcome, called, userData } = await testExport({
      hooks: defineHooks({
        getCustomExportProfiles(profiles) {
          profiles["Dailies"] = { kind: "dailies" };
        },
        preCustomExport(info) {
          info.presetPath = "H.264";
        },
        preExportAsset(info, data) {
          data["path"] = info.resolvedPath;
        },
      }),
      preset: [],
      profile: "Dailies",
    });
    expect(outcome.status).toBe("finished");
    expect(userData).toEqual({ kind: "dailies", path: "sequence.mp4" });
    expect(called.slice(0, 2)).toEqual(["getCustomExportProfiles", "preCustomExport"]);
  });

  it("publishes shots with handles, OpenClips and the cut", async () => {
    const { assets, documents } = await testExport({ hooks: {}, sequences: twoShots, preset: "Shot Publish" });
    expect(assets.map(({ assetType, status }) => [assetType, status])).toContainEqual(["openClip", "written"]);
    const paths = assets.map(({ resolvedPath }) => resolvedPath);
    expect(paths.filter((path) => path.endsWith(".exr"))).toHaveLength(2);
    expect(Object.keys(documents).some((path) => path.endsWith(".otio"))).toBe(true);
    expect(Object.keys(documents).some((path) => path.endsWith(".edl"))).toBe(true);
  });

  it("skips the OpenClip of a shot whose media failed, and says that the export failed", async () => {
    const { outcome, assets } = await testExport({
      hooks: {},
      sequences: twoShots,
      preset: "Shot Publish",
      failing: ["sh010"],
    });
    expect(outcome.status).toBe("failed");
    expect(
      assets.filter(({ assetName }) => assetName === "sh010").map(({ assetType, status }) => [assetType, status]),
    ).toEqual([
      ["video", "failed"],
      ["openClip", "skipped"],
    ]);
  });
});
