import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testExport } from "../../src/app/test-export.ts";
import { type HookName, hookTable } from "../../src/hooks/hook-table.ts";
import { type HookFilesFolder, writeHookFiles } from "../../src/hooks/test-hook-files.ts";
import { hasPython } from "../../src/hooks/test-python.ts";

type Seen = Readonly<Record<string, unknown>>;

const exportHooks = Object.entries(hookTable).filter(([, { kind }]) => kind === "info");

const python = `
import json, os
SEEN = []
def number(key, value):
    # A rate is written as the text that Flame gives.
    return float(value) if key in ("fps", "sequenceFps") else value
def record(hook):
    def handler(info, userData):
        SEEN.append({"hook": hook, "info": {key: number(key, value) for key, value in info.items()}})
        with open(os.environ["SEEN_FILE"], "w") as file:
            json.dump(SEEN, file)
        if hook == "preCustomExport":
            info["presetPath"] = "ProRes 422 HQ"
    return handler
${exportHooks.map(([hook, { python: name }]) => `${name} = record("${hook}")`).join("\n")}
def get_custom_export_profiles(profiles):
    profiles["Review"] = {"client": "ACME"}
`;
const typescript = `
import { writeFileSync } from "node:fs";
const seen = [];
const record = (hook) => (info) => {
  seen.push({ hook, info: { ...info } });
  writeFileSync(process.env.SEEN_FILE + ".ts", JSON.stringify(seen));
};
${exportHooks.map(([hook]) => `export const ${hook} = record("${hook}");`).join("\n")}
`;

describe.skipIf(!hasPython)("Hooks of both languages in one export", () => {
  let folder: HookFilesFolder;
  beforeAll(async () => {
    // TypeScript first, so that both see what no hook has changed yet.
    folder = await writeHookFiles({ "a.mjs": typescript, "b.py": python, "seen/none": "" });
  });
  afterAll(async () => folder[Symbol.asyncDispose]());

  test("are told the same of every key", async () => {
    process.env["SEEN_FILE"] = folder.file("seen/seen.json");
    await testExport({
      hooks: { folders: [folder.path] },
      profile: "Review",
      sequences: [{ name: "cut", shots: [{ name: "sh010" }, { name: "sh020" }] }],
      preset: "ProRes 422 HQ",
    });
    const read = async (end: string): Promise<readonly { hook: HookName; info: Seen }[]> =>
      JSON.parse(await readFile(`${folder.file("seen/seen.json")}${end}`, "utf8"));
    const [ofTypescript, ofPython] = [await read(".ts"), await read("")];
    expect(new Set(ofPython.map(({ hook }) => hook))).toEqual(new Set(exportHooks.map(([hook]) => hook)));
    expect(ofPython.map(({ info: { abort_message: _, ...info }, ...call }) => ({ ...call, info }))).toEqual(
      ofTypescript,
    );
    for (const { hook, info } of ofPython) {
      const aborts = "abort" in hookTable[hook].info;
      const declared = [...Object.keys(hookTable[hook].info), ...(aborts ? ["abort_message"] : [])];
      expect(Object.keys(info).toSorted()).toEqual(declared.toSorted());
    }
  });
});
