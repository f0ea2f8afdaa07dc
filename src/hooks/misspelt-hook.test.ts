import { describe, expect, it } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { misspeltHook, misspeltPythonHook } from "./misspelt-hook.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython } from "./test-python.ts";

/** Helpers as hook files and their modules have them. */
const ordinary = `report reports export exporter reexport re_export on_export do_export run_export custom_export preexec
  pre_asset post_asset export_asset export_assets import_asset export_sequence post_sequence pre_import post_import
  pre_process post_process pre_render post_render restored export_overwrite overwrite_file export_file export_path
  export_profiles get_export_profiles get_profiles custom_export_profiles my_post_export post_export_thread
  post_export_job pre_export_check pre_export_ui post_export_email post_export_shot post_exporter pre_exported pre_exp
  support import_ post pre rescan archive_selection archive_segment use_backburner postExportDone preExportCheck
  exportAsset preflight pre_export_asset_ui host_export post_report post_export_set`.split(/\s+/);

describe("names that are nearly those of hooks", () => {
  it("are those with other case or joining, and with a slip of typing in a word", () => {
    const meant = (name: string) => misspeltHook(name);
    expect(["PreExport", "preexport", "Pre_Export_Asset", "preexport_asset", "POST_EXPORT"].map(meant)).toEqual([
      "preExport",
      "preExport",
      "preExportAsset",
      "preExportAsset",
      "postExport",
    ]);
    expect(["post_export_assets", "preExportAset", "per_export", "psot_exprot", "preexportaset"].map(meant)).toEqual([
      "postExportAsset",
      "preExportAsset",
      "preExport",
      "postExport",
      "preExportAsset",
    ]);
    expect(["get_custom_export_profile", "archive_complete"].map(meant)).toEqual([
      "getCustomExportProfiles",
      "archiveCompleted",
    ]);
    expect(misspeltPythonHook("post_exprot")).toBe(
      "post_exprot is no hook and is never called; did you mean post_export?",
    );
  });

  it("are not those of ordinary functions, nor of hooks", () => {
    expect(ordinary.filter((name) => misspeltHook(name) !== undefined)).toEqual([]);
    expect(["pre_export", "preExport", "archiveComplete"].map(misspeltHook)).toEqual([undefined, undefined, undefined]);
  });

  it("stop strict loading only where nothing else in the file is a hook", async () => {
    await using folder = await writeHookFiles({
      "sound.mjs": "export const preExport = () => {};\nexport const postExprot = () => {};\n",
      ...(hasPython
        ? {
            "sound.py":
              "def post_export(info, userData): pass\ndef pre_exprot(info, userData): pass\ndef report(): pass\n",
          }
        : {}),
    });
    const wish = { folders: [folder], api: apiForTests(), strict: true };
    const runner = await createHookRunner(wish);
    await runner.close();
    expect(runner.loaded.warnings.map((warning) => warning.replace(/^.*: line/, "line"))).toEqual([
      "line 2: postExprot is no hook and is never called; did you mean postExport?",
      ...(hasPython ? ["line 2: pre_exprot is no hook and is never called; did you mean pre_export?"] : []),
    ]);
    await using nothing = await writeHookFiles({ "alone.mjs": "export const preExprot = () => {};\n" });
    await expect(createHookRunner({ ...wish, folders: [nothing] })).rejects.toMatchObject({ code: "hook-failed" });
  });
});
