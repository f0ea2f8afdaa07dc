import path from "node:path";
import type { Cresset } from "../../app/cresset.ts";
import type { LoadedHookFile } from "../../hooks/hook-host.ts";
import { hookTable } from "../../hooks/hook-table.ts";
import type { LoadedHooks } from "../../hooks/loaded-hooks.ts";
import type { HooksShape } from "../shapes/hook-shapes.ts";

/** The hook files of the house as they were loaded last. */
export interface HookList {
  /** Loads them when that was not done yet. */
  read(): Promise<HooksShape>;
  /** Loads them anew. Exports load them for themselves each time. */
  rescan(): Promise<HooksShape>;
}

export function createHookList(cresset: Cresset): HookList {
  let loaded: Promise<HooksShape> | undefined;
  const load = () => {
    const loading = cresset.withHookFiles({ folders: [] }, async (runner): Promise<HooksShape> => {
      const { order } = runner.loaded;
      const { info: profiles } = order.has("getCustomExportProfiles")
        ? await runner.call("getCustomExportProfiles", {}, {})
        : { info: {} };
      return shownHooks(runner.loaded, Object.keys(profiles).toSorted(), cresset);
    });
    // What failed is tried again when it is asked for the next time.
    loading.catch(() => {
      if (loaded === loading) loaded = undefined;
    });
    loaded = loading;
    return loading;
  };
  return { read: () => loaded ?? load(), rescan: load };
}

function shownHooks(
  { files, order, conflicts, warnings, python }: LoadedHooks,
  profiles: string[],
  cresset: Cresset,
): HooksShape {
  return {
    files: files.map((file) => shownFile(file, order, cresset)),
    profiles,
    conflicts: conflicts.map(({ hook, files: answering }) => ({ hook, files: [...answering] })),
    warnings: [...warnings],
    python,
    loadedAt: new Date().toISOString(),
  };
}

function shownFile(
  file: LoadedHookFile,
  order: LoadedHooks["order"],
  { config, storeFile }: Cresset,
): HooksShape["files"][number] {
  const { path: where, folder, hooks, error, warnings, notes = [], log } = file;
  const shadowedBy = hooks.length > 0 ? "" : (notes.map(shadowing).find((by) => by !== "") ?? "");
  return {
    path: where,
    language: where.endsWith(".py") ? "Python" : /\.[cm]?ts$/.test(where) ? "TypeScript" : "JavaScript",
    folder,
    visibility: config.hooks.includes(folder)
      ? "house"
      : folder === path.join(path.dirname(storeFile), "hooks")
        ? "user"
        : config.file !== undefined && folder === path.join(path.dirname(config.file), "hooks")
          ? "project"
          : "listed",
    state: error !== "" ? "broken" : shadowedBy === "" ? "loaded" : "shadowed",
    hooks: hooks.map((name) => {
      const callers = order.get(name) ?? [];
      return { name, doc: hookTable[name].doc, position: callers.indexOf(where) + 1, of: callers.length };
    }),
    shadowedBy,
    error: sentenceOf(error),
    detail: error,
    warnings: [...warnings],
    notes: [...notes],
    log: [...log],
  };
}

/** `python/cresset_loader.py` says so of a function that an earlier file has, too. */
const shadowing = (note: string): string => /is that of (.+), which is called already\.$/.exec(note)?.[1] ?? "";

/** What is wrong with a file, out of all that was said. */
function sentenceOf(error: string): string {
  const [sentence = "", ...rest] = error.trim().split("\n");
  // The last line of what Python says is what it is about; of what it cannot even read the first says where.
  const last = rest.at(-1)?.trim() ?? sentence;
  const line = /^File ".*", line (\d+)$/.exec(sentence)?.[1];
  if (line !== undefined) return `Line ${line}: ${last}`;
  if (sentence.startsWith("Traceback")) return last;
  return sentence.replace(/^Error(?: \[[A-Z_]+\])?: /, "");
}
