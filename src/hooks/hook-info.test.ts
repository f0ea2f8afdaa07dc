import { expect, expectTypeOf, test } from "vitest";
import { defineHooks } from "./define-hooks.ts";
import type { HookApi } from "./hook-api.ts";
import type { InfoOf } from "./hook-info.ts";

// What is claimed here is checked by the compiler (`npm run types`); running it proves that handlers are called as typed.

test("userData is the author's type, info has the hook's keys, the last argument is the API", () => {
  const hooks = defineHooks<{ files: string[] }>({
    preExportAsset(info, userData, cresset) {
      expectTypeOf(userData).toEqualTypeOf<{ files: string[] }>();
      expectTypeOf(info.shotName).toEqualTypeOf<string>();
      expectTypeOf(info.width).toEqualTypeOf<number>();
      expectTypeOf(info.useBackburner).toEqualTypeOf<boolean>();
      expectTypeOf(cresset).toEqualTypeOf<HookApi>();
      info.resolvedPath = `x/${info.resolvedPath}`;
      info.abort = true;
      info.abortMessage = "no";
      info.abort_message = "no";
      // @ts-expect-error what the hook may not write is read-only
      info.width = 3;
      // @ts-expect-error backgroundJobId is known after the export only
      void info.backgroundJobId;
    },
    async postExportSequence(info) {
      expectTypeOf(info.shotNames).toEqualTypeOf<readonly string[]>();
      // @ts-expect-error a post hook cannot abort
      info.abort = true;
    },
    getCustomExportProfiles(profiles) {
      profiles["Web"] = { files: [] };
      // @ts-expect-error a profile starts with the author's userData
      profiles["Bad"] = { size: 3 };
    },
    useBackburnerPostExportAsset: (cresset) => !cresset.run.dryRun,
    exportOverwriteFile: (path) => (path.endsWith(".mov") ? "skip" : undefined),
    archiveSelectionUpdated(info) {
      expectTypeOf(info.segmentInfo).toEqualTypeOf<Readonly<Record<string, string>>>();
    },
  });
  expect(hooks.exportOverwriteFile?.("a.mov", {} as HookApi)).toBe("skip");
});

test("wrong names and wrong answers do not compile", () => {
  // @ts-expect-error there is no hook of this name
  defineHooks({ preExportAssets() {} });
  // @ts-expect-error "replace" is no answer
  defineHooks({ exportOverwriteFile: () => "replace" });
  // @ts-expect-error userData has no such key
  defineHooks<{ a: number }>({ preExport: (_info, userData) => void userData.b });
  expectTypeOf<InfoOf<"postExport">>().toEqualTypeOf<{
    readonly destinationHost: string;
    readonly destinationPath: string;
    readonly presetPath: string;
  }>();
});
