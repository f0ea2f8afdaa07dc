/** What a hook may rely on, whatever language it is written in: every case runs in both, and mixed. */
import { describe, expect, test } from "vitest";
import { hookNames, pythonNames } from "./hook-names.ts";
import { type HookName, type InfoType, hookTable } from "./hook-table.ts";
import { hookLanguages } from "./test-hook-languages.ts";

type Key = { readonly type: InfoType; readonly writable?: true; readonly only?: "typescript" };

/** The keys of a hook that both languages are told. */
const keysOf = (hook: HookName): readonly (readonly [string, Key])[] =>
  Object.entries<Key>(hookTable[hook].info).filter(([, { only }]) => only === undefined);

const samples: Readonly<Record<InfoType, unknown>> = {
  string: "text",
  boolean: false,
  integer: 86_400,
  number: 23.976,
  stringList: ["sh020", "sh010"],
  segmentMap: { 1: "/a/1.seg", 12: "LTO" },
};
const others: Readonly<Record<InfoType, unknown>> = {
  string: "another",
  boolean: true,
  integer: 7,
  number: 25.5,
  stringList: ["x"],
  segmentMap: {},
};
const fromTypes = (hook: HookName, values: typeof samples) =>
  Object.fromEntries(keysOf(hook).map(([key, { type }]) => [key, values[type]]));
/** As a run gives it: an abort is nothing that is given. */
const fullInfo = (hook: HookName) => {
  const info = fromTypes(hook, samples);
  return "abort" in info ? { ...info, abort: false, abortMessage: "" } : info;
};

const handlers = hookNames.filter((hook) => hookTable[hook].kind === "info");
const archiveHooks = hookNames.filter((hook) => hookTable[hook].kind === "archive");
const inTypescript = (hooks: readonly HookName[], body: string, values = "info, userData") =>
  hooks.map((hook) => `export const ${hook} = (${values}) => { ${body} };`).join("\n");
const inPython = (hooks: readonly HookName[], body: string) =>
  hooks.map((hook) => `def ${hookTable[hook].python}(info, userData):\n    ${body}\n`).join("\n");

describe.each(hookLanguages())("The contract, hooks as %s", (_, start) => {
  test("every hook is found by each of its names", async () => {
    const spelled = [0, 1, 2].map((index) => hookNames.map((hook) => pythonNames(hook)[index] ?? hook));
    const { runner, files } = await start(
      ...spelled.map((names) => ({
        typescript: names.map((name) => `export const ${name} = () => {};`).join("\n"),
        python: names.map((name) => `def ${name}(*args, **kwargs): pass`).join("\n"),
      })),
    );
    for (const hook of hookNames) {
      const { calls } = await runner.call(hook, {}, {});
      expect([hook, calls.map(({ file, outcome }) => [file, outcome])]).toEqual([
        hook,
        files.map((file) => [file, "ok"]),
      ]);
    }
  });

  test("a handler is told every key with its value, and nothing else", async () => {
    const { runner } = await start({
      typescript: inTypescript(handlers, "userData.info = { ...info };"),
      python: inPython(
        handlers,
        // Rates are kept as the texts that Flame gives.
        'userData["info"] = {key: float(info[key]) if key.lower().endswith("fps") else info[key] for key in info if key != "abort_message"}',
      ),
    });
    for (const hook of handlers) {
      const given = fullInfo(hook);
      expect([hook, (await runner.call(hook, given, {})).userData]).toEqual([hook, { info: given }]);
    }
  });

  test("archive hooks are told theirs: by position in Python, as info in TypeScript", async () => {
    const { runner } = await start({
      typescript: inTypescript(archiveHooks, "cresset.log(JSON.stringify(info));", "info, cresset"),
      python: `import json\n${archiveHooks
        .map((hook) => {
          const names = keysOf(hook).map(([key]) => key);
          const pairs = names.map((name) => `"${name}": ${name}`);
          return `def ${hookTable[hook].python}(${names.join(", ")}):\n    print(json.dumps({${pairs.join(", ")}}))\n`;
        })
        .join("\n")}`,
    });
    for (const hook of archiveHooks) {
      const given = fullInfo(hook);
      const { calls } = await runner.call(hook, Object.fromEntries(Object.entries(given).toReversed()), {});
      expect([hook, calls.flatMap(({ log }) => log).map((line) => JSON.parse(line))]).toEqual([hook, [given]]);
    }
  });

  test("what a hook may write is kept, for every hook and key; the rest is put back and told", async () => {
    const news = JSON.stringify(others);
    const { runner } = await start({
      typescript: `const types = ${JSON.stringify(Object.fromEntries(handlers.map((hook) => [hook, Object.fromEntries(keysOf(hook).map(([key, { type }]) => [key, type]))])))};
        const news = ${news};
        const write = (hook) => (info) => { for (const [key, type] of Object.entries(types[hook])) info[key] = news[type]; };
        ${handlers.map((hook) => `export const ${hook} = write("${hook}");`).join("\n")}`,
      python: `import json
types = json.loads('${JSON.stringify(Object.fromEntries(handlers.map((hook) => [hook, Object.fromEntries(keysOf(hook).map(([key, { type }]) => [key, type]))])))}')
news = json.loads('${news}')
def write(hook):
    def handler(info, userData):
        for key, type in types[hook].items():
            info[key] = news[type]
    return handler
${handlers.map((hook) => `${hookTable[hook].python} = write("${hook}")`).join("\n")}`,
    });
    for (const hook of handlers) {
      const given = fullInfo(hook);
      const { info, calls } = await runner.call(hook, given, {});
      const written = keysOf(hook).filter(([, { writable }]) => writable === true);
      const byKey = calls[0]?.changes.toSorted((one, other) => (one.key < other.key ? -1 : 1));
      const keys = written.map(([key]) => key).toSorted();
      const expected = Object.fromEntries(written.map(([key, { type }]) => [key, others[type]]));
      expect([hook, byKey]).toEqual([hook, keys.map((key) => ({ key, before: given[key], after: expected[key] }))]);
      expect(info).toEqual({ ...given, ...expected });
      const refused = keysOf(hook).filter(([, { writable }]) => writable !== true);
      expect(calls[0]?.complaints.toSorted()).toEqual(
        refused
          .map(
            ([key, { type }]) =>
              `info.${key} is read-only in ${hook}: ${JSON.stringify(others[type])} was not kept, it stays ${JSON.stringify(given[key])}.`,
          )
          .toSorted(),
      );
    }
  });

  test("the next file sees what was kept; misspelt keys, wrong types and deleted keys are told", async () => {
    const { runner } = await start(
      {
        typescript: `export const preExportAsset = (info) => {
          info.resolvedPath = "graded/" + info.resolvedPath;
          info.shotNames = ["x"]; info.resolvdPath = "typo"; info.useBackburner = "yes"; delete info.height;
        };`,
        python: `def pre_export_asset(info, userData):
    info["resolvedPath"] = "graded/" + info["resolvedPath"]
    info["shotNames"] = ["x"]; info["resolvdPath"] = "typo"; info["useBackburner"] = "yes"; del info["height"]`,
      },
      {
        typescript: `export const preExportAsset = (info, userData) => { userData.saw = [info.resolvedPath, info.height]; };`,
        python: `def pre_export_asset(info, userData): userData["saw"] = [info["resolvedPath"], info["height"]]`,
      },
    );
    const given = { resolvedPath: "a.mov", height: 1080, useBackburner: true };
    const { info, userData, calls } = await runner.call("preExportAsset", given, {});
    expect(info).toEqual({ ...given, resolvedPath: "graded/a.mov", abort: false, abortMessage: "" });
    expect(userData).toEqual({ saw: ["graded/a.mov", 1080] });
    expect(calls[0]?.complaints.toSorted()).toEqual([
      "info.height is read-only in preExportAsset: deleting it changes nothing, it stays 1080.",
      "info.resolvdPath is no key of preExportAsset and changes nothing; did you mean resolvedPath?",
      "info.shotNames is no key of preExportAsset and changes nothing; did you mean shotName?",
      'info.useBackburner was set to "yes"; expected true or false: it was not kept, it stays true.',
    ]);
  });

  test.each(["abortMessage", "abort_message"])(
    "an abort with %s stops the scope and the files after it",
    async (key) => {
      const { runner, files } = await start(
        {
          typescript: `export const preExport = (info) => { info.abort = true; info.${key} = "Not on this disk."; };`,
          python: `def pre_export(info, userData): info["abort"] = True; info["${key}"] = "Not on this disk."`,
        },
        {
          typescript: "export const preExport = (info, userData) => { userData.ran = true; };",
          python: `def pre_export(info, userData): userData["ran"] = True`,
        },
      );
      const outcome = await runner.call("preExport", { destinationPath: "/mnt" }, {});
      expect(outcome).toMatchObject({
        aborted: true,
        failed: false,
        abortMessage: "Not on this disk.",
        userData: {},
        info: { destinationPath: "/mnt", abort: true, abortMessage: "Not on this disk." },
      });
      expect(outcome.calls.map((call) => [call.outcome, call.detail])).toEqual([
        ["aborted", "Not on this disk."],
        ["skipped", `aborted by ${files[0]}`],
      ]);
      expect(outcome.calls[0]?.complaints).toEqual([]);
    },
  );

  test("an abort without a message, with something that is nearly true, only said, or in a post hook", async () => {
    const { runner } = await start({
      typescript: `export const preExport = (info) => { info.abort = true; };
        export const preExportSequence = (info) => { info.abort = 1; };
        export const preCustomExport = (info) => { info.abort = "yes"; };
        export const preExportAsset = (info) => { info.abortMessage = "only said"; };
        export const postExport = (info) => { info.abort = true; };`,
      python: `def pre_export(info, userData): info["abort"] = True
def pre_export_sequence(info, userData): info["abort"] = 1
def pre_custom_export(info, userData): info["abort"] = "yes"
def pre_export_asset(info, userData): info["abortMessage"] = "only said"
def post_export(info, userData): info["abort"] = True`,
    });
    const complaints = [];
    for (const hook of ["preExport", "preExportSequence", "preCustomExport", "preExportAsset", "postExport"] as const) {
      const { aborted, abortMessage, calls } = await runner.call(hook, {}, {});
      complaints.push([aborted, abortMessage, ...(calls[0]?.complaints ?? [])]);
    }
    expect(complaints).toEqual([
      [true, ""],
      [true, ""],
      [true, "", 'info.abort was set to "yes"; expected true or false: it counts as true.'],
      [false, "", "info.abortMessage was set, but info.abort was not set to true: nothing is aborted."],
      [false, "", "postExport cannot abort: info.abort was not kept."],
    ]);
  });

  test("an error aborts before the file is written, and is only told after", async () => {
    const { runner, files } = await start(
      {
        typescript: `const fail = () => { throw new Error("no network"); };
          export { fail as preExportAsset, fail as postExportAsset, fail as exportOverwriteFile };`,
        python: `def fail(*args): raise RuntimeError("no network")
pre_export_asset = post_export_asset = export_overwrite_file = fail`,
      },
      {
        typescript: `const note = (info, userData) => { userData.ran = true; };
          export { note as preExportAsset, note as postExportAsset };
          export const exportOverwriteFile = () => "overwrite";`,
        python: `def post_export_asset(info, userData): userData["ran"] = True
pre_export_asset = post_export_asset
def export_overwrite_file(path): return "overwrite"`,
      },
    );
    const before = await runner.call("preExportAsset", {}, {});
    expect(before).toMatchObject({ aborted: true, failed: true, userData: {} });
    expect(before.abortMessage).toMatch(/^The hook preExportAsset of 0_file\.\w+ failed: .*no network$/);
    expect(before.calls[0]?.detail).toContain(files[0]);
    expect(before.calls[1]?.outcome).toBe("skipped");
    const asked = await runner.call("exportOverwriteFile", { path: "/out/a.mov" }, {});
    expect(asked).toMatchObject({ aborted: true, failed: true });
    const after = await runner.call("postExportAsset", {}, {});
    expect(after).toMatchObject({ aborted: false, failed: true, userData: { ran: true } });
    expect(after.calls.map(({ outcome }) => outcome)).toEqual(["error", "ok"]);
  });

  test("of answers the first that is given wins; others are told, and one that makes no sense fails", async () => {
    const { runner, files } = await start(
      {
        typescript: `export const exportOverwriteFile = (path) => path.endsWith(".wav") ? "replace" : undefined;
          export const useBackburnerPostExportAsset = () => false;`,
        python: `def export_overwrite_file(path): return "replace" if path.endswith(".wav") else None
def use_backburner_post_export_asset(): return False`,
      },
      {
        typescript: `export const exportOverwriteFile = (path) => { console.log(path); return "skip"; };`,
        python: `def export_overwrite_file(path): print(path); return "skip"`,
      },
      {
        typescript: `export const exportOverwriteFile = () => "overwrite_all";`,
        python: `def export_overwrite_file(path): return "overwrite_all"`,
      },
    );
    const outcome = await runner.call("exportOverwriteFile", { path: "/out/a.mov" }, {});
    expect(outcome).toMatchObject({ answer: "skip", aborted: false });
    expect(outcome.calls.map(({ answer }) => answer)).toEqual([undefined, "skip", "overwrite_all"]);
    expect(outcome.calls[2]?.complaints).toEqual([
      `Its answer "overwrite_all" does not count: ${files[1]} answered "skip" first.`,
    ]);
    const wrong = await runner.call("exportOverwriteFile", { path: "/out/a.wav" }, {});
    expect(wrong).toMatchObject({ aborted: true, failed: true });
    expect(wrong.abortMessage).toContain(`answered 'replace'; expected "ask", "overwrite", "overwrite_all", "skip"`);
    expect((await runner.call("useBackburnerPostExportAsset", {}, {})).answer).toBe(false);
    expect(await runner.call("postExport", {}, {})).not.toHaveProperty("answer");
  });

  test("files are called in order, on one userData, whose changes are told with their place", async () => {
    const { runner } = await start(
      ...["a", "b", "c"].map((name) => ({
        typescript: `export const preExport = (info, userData) => {
            (userData.order ??= []).push("${name}"); userData.deep ??= { list: [0] }; userData.deep.list[0] += 1; };
          export const postExport = (info, userData) => { userData.${name} = userData.deep.list[0]; delete userData.order; };`,
        python: `def pre_export(info, userData):
    userData.setdefault("order", []).append("${name}")
    userData.setdefault("deep", {"list": [0]})["list"][0] += 1
def post_export(info, userData):
    userData["${name}"] = userData["deep"]["list"][0]
    userData.pop("order", None)`,
      })),
    );
    const first = await runner.call("preExport", {}, {});
    expect(first.userData).toEqual({ order: ["a", "b", "c"], deep: { list: [3] } });
    expect(first.calls[2]?.changes).toEqual([
      { key: "userData.order[2]", before: undefined, after: "c" },
      { key: "userData.deep.list[0]", before: 2, after: 3 },
    ]);
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ deep: { list: [3] }, a: 3, b: 3, c: 3 });
  });

  test.each([["text"], [["a", 1]], [null], [{ nested: { of: ["it"] } }], [12.5]])(
    "userData may be %j, and hooks of profiles find what the profile gave",
    async (seed) => {
      const { runner } = await start(
        {
          typescript: `export const getCustomExportProfiles = (profiles) => { profiles.Review = ${JSON.stringify(seed)}; };
            export const preCustomExport = (info, userData) => { info.presetPath = JSON.stringify(userData); };`,
          python: `import json
def get_custom_export_profiles(profiles): profiles["Review"] = json.loads('${JSON.stringify(seed)}')
def pre_custom_export(info, userData): info["presetPath"] = json.dumps(userData, separators=(",", ":"))`,
        },
        {
          typescript: `export const getCustomExportProfiles = (profiles) => { profiles.Other = Object.keys(profiles); };`,
          python: `def get_custom_export_profiles(profiles): profiles["Other"] = list(profiles)`,
        },
      );
      const { info } = await runner.call("getCustomExportProfiles", {}, {});
      expect(info).toEqual({ Review: seed, Other: ["Review"] });
      await runner.setUserData(info["Review"], "Review");
      const called = await runner.call("preCustomExport", { presetPath: "" }, {});
      expect(called).toMatchObject({ info: { presetPath: JSON.stringify(seed) }, userData: seed });
    },
  );

  test("what JSON cannot hold of userData stays with the hooks, and is told once with its place", async () => {
    const { runner } = await start({
      typescript: `export const preExport = (info, userData) => {
          userData.self = userData; userData.greet = () => "hello"; userData.list = [1, () => 1]; };
        export const postExport = (info, userData) => {
          userData.said = [userData.greet(), userData.self === userData, typeof userData.list[1]]; };`,
      python: `def pre_export(info, userData):
    userData["self"] = userData; userData["greet"] = lambda: "hello"; userData["list"] = [1, lambda: 1]
def post_export(info, userData):
    userData["said"] = [userData["greet"](), userData["self"] is userData, type(userData["list"][1]).__name__]`,
    });
    const { userData, calls } = await runner.call("preExport", {}, {});
    expect(userData).toEqual({ list: [1, null] });
    expect(calls[0]?.complaints).toEqual([
      "Of userData, self is a reference back to what holds it: hooks share it, but it is not kept with the run.",
      "Of userData, greet is a function: hooks share it, but it is not kept with the run.",
      "Of userData, list[1] is a function: hooks share it, but it is not kept with the run.",
    ]);
    const last = await runner.call("postExport", {}, {});
    expect(last.userData).toEqual({ list: [1, null], said: ["hello", true, "function"] });
    expect(last.calls[0]?.complaints).toEqual([]);
  });
});
