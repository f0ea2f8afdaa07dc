import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { CressetError } from "../errors.ts";
import { readCubeKind } from "../media/cube-file.ts";
import { nearestFirst } from "./presets/nearest.ts";
import {
  type CheckedPreset,
  checkPresetText,
  errorAt,
  type PresetProblem,
  problemText,
  usablePreset,
} from "./presets/parse-preset.ts";
import type { LoadedPreset } from "./planned-asset.ts";

export { type CheckedPreset, checkPresetText, type PresetProblem, problemText };

/** The presets that ship with Cresset; the same folder from the source and from the package. */
export const shippedPresetFolder = fileURLToPath(new URL("../../presets/", import.meta.url));

/** A preset as a list shows it. */
export interface ListedPreset {
  readonly name: string;
  readonly description: string;
  readonly path: string;
  /** It came with Cresset. */
  readonly shipped: boolean;
  /** Why it cannot be used; nothing when it can. */
  readonly problem?: string;
}

/**
 * Every preset there is: those of the folders given, in their order, then those that ship with Cresset. A preset of the same
 * name in an earlier folder hides a later one, here as in `loadPreset`.
 * @throws CressetError `not-found` for a folder that is not there.
 */
export async function listPresets(folders: readonly string[]): Promise<readonly ListedPreset[]> {
  const listed: ListedPreset[] = [];
  const seen = new Set<string>();
  for (const path of presetFiles(folders)) {
    const preset = describePreset(path);
    const key = nameKey(preset.name);
    if (!seen.has(key)) listed.push(preset);
    seen.add(key);
  }
  return listed;
}

/**
 * Reads a preset by the path of its file, or by its name: the file's without extension, or the `name` in it. Case, spaces and
 * punctuation of a name do not count: `prores-422-hq` is "ProRes 422 HQ". `settings` are keys laid over those of the file.
 * @throws CressetError `not-found` with names that are near, `bad-preset` when the file is wrong.
 */
export async function loadPreset(
  nameOrPath: string,
  folders: readonly string[],
  settings?: Readonly<Record<string, unknown>>,
): Promise<LoadedPreset> {
  const path = findPreset(nameOrPath, folders);
  const written = readPresetFile(path);
  const text = settings === undefined ? written : stringify(overlay(parse(written), settings));
  return { path, preset: usablePreset(checkWithFiles(text, path), path) };
}

/** What is wrong with the text of a preset, and with the file that it names: its LUT. */
export function checkWithFiles(text: string, path: string): CheckedPreset {
  const checked = checkedText(text, path);
  const lut = checked.preset?.video?.lut;
  if (lut === undefined) return checked;
  try {
    readCubeKind(lut);
    return checked;
  } catch (error) {
    if (!(error instanceof CressetError)) throw error;
    return { problems: [errorAt(text, ["video", "lut"], error.message), ...checked.problems] };
  }
}

/** What was found in texts, which say the same whenever they are read: snapshots of a viewer use one preset. */
const checkedTexts = new Map<string, CheckedPreset>();
const mostChecked = 100;

function checkedText(text: string, path: string): CheckedPreset {
  const key = `${path}\n${text}`;
  const checked = checkedTexts.get(key) ?? checkPresetText(text, path);
  if (checkedTexts.size >= mostChecked) checkedTexts.clear();
  checkedTexts.set(key, checked);
  return checked;
}

/** A preset of which only the text is there. @throws CressetError `bad-preset`. */
export const presetOfText = (text: string, path: string): LoadedPreset => ({
  path,
  preset: usablePreset(checkPresetText(text, path), path),
});

/** Lays keys over a preset as written, group by group. */
function overlay(written: unknown, settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = isGroup(written) ? { ...written } : {};
  for (const [key, value] of Object.entries(settings))
    result[key] = isGroup(value) ? overlay(Object.hasOwn(result, key) ? result[key] : undefined, value) : value;
  return result;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with a preset file, errors and warnings; nothing when all is well. @throws CressetError `not-found`. */
export async function checkPreset(path: string): Promise<readonly PresetProblem[]> {
  return checkWithFiles(readPresetFile(path), path).problems;
}

function findPreset(nameOrPath: string, folders: readonly string[]): string {
  if (/[/\\]/.test(nameOrPath)) return resolve(nameOrPath);
  // One that cannot be read is told of when it is read: it is not a name of another.
  if (isPresetFile(nameOrPath) && statSync(nameOrPath, { throwIfNoEntry: false })?.isFile() === true)
    return resolve(nameOrPath);
  const files = presetFiles(folders);
  const key = nameKey(isPresetFile(nameOrPath) ? stemOf(nameOrPath) : nameOrPath);
  for (const path of files) if (nameKey(stemOf(path)) === key) return path;
  const names: string[] = [];
  for (const path of files) {
    const name = nameIn(readPresetFile(path));
    if (name !== undefined && nameKey(name) === key) return path;
    names.push(name ?? stemOf(path));
  }
  const near = nearestFirst(nameOrPath, names).slice(0, 3);
  throw new CressetError(
    "not-found",
    `There is no preset "${nameOrPath}". ${near.length > 0 ? `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?` : `There are: ${names.join(", ")}.`}`,
    { detail: `Looked in:\n${[...folders.map((folder) => resolve(folder)), shippedPresetFolder].join("\n")}` },
  );
}

function describePreset(path: string): ListedPreset {
  const shipped = path.startsWith(shippedPresetFolder);
  const text = readPresetFile(path);
  try {
    const { name, description } = usablePreset(checkWithFiles(text, path), path);
    return { name, description, path, shipped };
  } catch (error) {
    if (!(error instanceof CressetError)) throw error;
    return { name: nameIn(text) ?? stemOf(path), description: "", path, shipped, problem: error.message };
  }
}

/** At once, as the files are read: they are small, and for a snapshot the way through other threads takes longer. */
function presetFiles(folders: readonly string[]): readonly string[] {
  const files: string[] = [];
  for (const folder of [...folders, shippedPresetFolder]) {
    files.push(
      ...namesIn(folder)
        .filter(isPresetFile)
        .toSorted()
        .map((name) => join(resolve(folder), name)),
    );
  }
  return files;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new CressetError(
      "not-found",
      `The preset folder ${resolve(folder)} cannot be read. Check its path and that you may read it.`,
      { cause },
    );
  }
}

function readPresetFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new CressetError(
      "not-found",
      `The preset ${resolve(path)} cannot be read. Check its path and that you may read it.`,
      { cause },
    );
  }
}

const isPresetFile = (name: string) => /\.(ya?ml|json)$/i.test(name) && !/\.schema\.json$/i.test(name);
const stemOf = (path: string) => basename(path, extname(path));
/** The same for names that mean one preset: case, spaces and punctuation do not count. */
export const nameKey = (name: string): string =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The `name` of a preset that may have faults. */
function nameIn(text: string): string | undefined {
  try {
    const data: unknown = parse(text);
    return typeof data === "object" && data !== null && "name" in data && typeof data.name === "string"
      ? data.name
      : undefined;
  } catch {
    return undefined;
  }
}
