import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import {
  type CheckedPreset,
  checkPresetText,
  checkWithFiles,
  type ListedPreset,
  listPresets,
  nameKey,
} from "../../export/preset-store.ts";
import { writeFileWhole } from "../../export/write-file.ts";
import type { StorageRoots } from "../access/storage-roots.ts";
import type { PresetDetail, PresetItem, PresetProblemShape } from "../shapes/preset-shapes.ts";

/** Presets as pages work with them: by name alone, saved to one folder alone. */
export interface Presets {
  list(): Promise<readonly PresetItem[]>;
  /** Where `save` puts them; empty where the settings name no folder of presets. */
  readonly savesTo: string;
  /** @throws CressetError `not-found`. */
  read(name: string): Promise<PresetDetail>;
  /** `name`: of the preset that the text belongs to, if it is one already. */
  check(text: string, name?: string): Promise<CheckedText>;
  /**
   * Saves into the first preset folder of the house's settings.
   * @throws CressetError `would-overwrite`, `bad-preset`, `usage` where there is no such folder or the name is none.
   */
  save(name: string, text: string, replace: boolean): Promise<PresetDetail>;
}

export interface CheckedText {
  readonly preset: unknown;
  readonly problems: PresetProblemShape[];
}

const savableName = /^[\p{L}\p{N}][\p{L}\p{N} ()+_.&-]{0,99}$/u;

export function createPresets(folders: readonly string[], roots: StorageRoots): Presets {
  const [home] = folders;
  const isWritable = (file: string) => home !== undefined && path.dirname(file) === path.resolve(home);
  const shown = (preset: ListedPreset): PresetItem => ({
    name: preset.name,
    description: preset.description,
    path: preset.path,
    shipped: preset.shipped,
    problem: preset.problem ?? "",
    writable: isWritable(preset.path),
  });
  const find = async (name: string): Promise<ListedPreset | undefined> => {
    const listed = await listPresets(folders);
    const key = nameKey(name);
    return (
      listed.find((preset) => nameKey(path.parse(preset.path).name) === key) ??
      listed.find((preset) => nameKey(preset.name) === key)
    );
  };
  /** A text that somebody sent may name a LUT anywhere: only those in the storage roots are looked at. */
  const checkSent = async (text: string, file: string): Promise<CheckedPreset> => {
    const checked = checkPresetText(text, file);
    const lut = checked.preset?.video?.lut;
    if (lut === undefined) return checked;
    await roots.allowed(lut);
    return checkWithFiles(text, file);
  };
  return {
    savesTo: home === undefined ? "" : path.resolve(home),
    list: async () => (await listPresets(folders)).map(shown),
    async read(name) {
      const found = await find(name);
      if (found === undefined)
        throw new CressetError("not-found", `There is no preset "${name}". GET /presets lists what there is.`);
      const text = await readFile(found.path, "utf8");
      const { name: called, path: file, shipped, writable } = shown(found);
      return { name: called, path: file, shipped, writable, text, ...answer(checkWithFiles(text, file)) };
    },
    async check(text, name) {
      const found = name === undefined ? undefined : await find(name);
      return answer(await checkSent(text, found?.path ?? path.join(home ?? path.sep, "preset.yaml")));
    },
    async save(name, text, replace) {
      if (home === undefined)
        throw new CressetError(
          "usage",
          "The house's settings name no folder of presets. Give one with `presets:` in cresset.config.yaml.",
        );
      if (!savableName.test(name))
        throw new CressetError(
          "usage",
          `"${name}" cannot be the name of a preset: expected letters, digits, spaces and ()+_.&-, 100 at most.`,
        );
      const own = (await find(name))?.path;
      const file = own !== undefined && isWritable(own) ? own : path.join(path.resolve(home), `${name}.yaml`);
      const { preset, problems } = await checkSent(text, file);
      if (preset === undefined) {
        const errors = problems.filter(({ severity }) => severity === "error");
        throw new CressetError("bad-preset", `The preset was not saved: ${errors[0]?.message ?? "it has errors"}`, {
          detail: errors.map(({ line, key, message }) => `line ${line}, ${key}: ${message}`).join("\n"),
        });
      }
      if (nameKey(preset.name) !== nameKey(name))
        throw new CressetError(
          "usage",
          `The text calls the preset "${preset.name}", and it is to be saved as "${name}".`,
        );
      if (!replace && (await lstat(file).catch(() => undefined)) !== undefined)
        throw new CressetError(
          "would-overwrite",
          `There is a preset "${name}" already. Save it under another name, or replace it.`,
        );
      await writeFileWhole(file, text);
      return this.read(name);
    },
  };
}

const answer = ({ preset, problems }: CheckedPreset): CheckedText => ({
  preset: preset ?? null,
  problems: problems.map((problem) => ({ ...problem })),
});
