import { stat } from "node:fs/promises";
import path from "node:path";
import type { Cresset } from "../../app/cresset.ts";
import { version } from "../../app/version.ts";
import type { Config } from "../../config.ts";
import { shippedPresetFolder } from "../../export/preset-store.ts";
import { type PossibleHookFolder, possibleHookFolders } from "../../hooks/hook-folders.ts";
import type { ServerParts } from "../server-parts.ts";
import type { SettingsShape } from "../shapes/settings-shapes.ts";

/** Every folder whose files are hook files in this house, absolute, there or not. */
export const houseHookFolders = ({ config, storeFile }: Cresset): readonly PossibleHookFolder[] =>
  possibleHookFolders({
    config: config.hooks,
    home: path.dirname(storeFile),
    configFile: config.file,
    env: process.env,
  }).map(({ path: folder, from }) => ({ path: path.resolve(folder), from }));

/** Where the house's things lie, and what says so. */
export async function shownSettings({
  cresset,
  people,
  startedWith,
}: Pick<ServerParts, "cresset" | "people" | "startedWith">): Promise<SettingsShape> {
  const { config, storeFile } = cresset;
  const folders = placesOf(cresset, startedWith.roots);
  return {
    version,
    node: process.versions.node,
    settingsFile: config.file ?? null,
    storeFile,
    server: {
      host: startedWith.host,
      address: startedWith.address ?? null,
      mustSignIn: startedWith.mustSignIn,
      hasAccounts: await people.hasAccounts(),
    },
    folders: await Promise.all(folders.map(async (folder) => ({ ...folder, exists: await isFolder(folder.path) }))),
    values: valuesOf(config),
  };
}

type Place = Omit<SettingsShape["folders"][number], "exists">;

const hookOrigins: Readonly<Record<PossibleHookFolder["from"], string>> = {
  hooks: "hooks",
  home: "the home of Cresset",
  beside: "beside the settings file",
  CRESSET_HOOK_PATH: "CRESSET_HOOK_PATH",
  DL_PYTHON_HOOK_PATH: "DL_PYTHON_HOOK_PATH",
};

function placesOf(cresset: Cresset, roots: readonly string[]): readonly Place[] {
  const { storageRoots, media, presets } = cresset.config;
  const of = (kind: Place["kind"], from: string, paths: readonly string[]): readonly Place[] =>
    paths.map((folder) => ({ kind, path: path.resolve(folder), from }));
  const places = [
    ...of("storage root", "--root", roots),
    ...of("storage root", "storageRoots", storageRoots),
    ...of("storage root", "media", media),
    ...houseHookFolders(cresset).flatMap(({ path: folder, from }) => of("hooks", hookOrigins[from], [folder])),
    ...of("presets", "presets", presets),
    ...of("presets", "comes with Cresset", [shippedPresetFolder]),
  ];
  // What is named twice is looked through once.
  return places.filter(
    ({ kind, path: folder }, index) =>
      places.findIndex((other) => other.kind === kind && other.path === folder) === index,
  );
}

function valuesOf({ snapshot, user, project, written, ...config }: Config): SettingsShape["values"] {
  const values: readonly (readonly [key: string, value: string])[] = [
    ["snapshot.mediaPath", snapshot.mediaPath],
    ["snapshot.namePattern", snapshot.namePattern],
    ["snapshot.preset", snapshot.preset],
    ["snapshot.subtitles", snapshot.subtitles ? "drawn into the picture" : "not drawn"],
    ["snapshot.overlay", snapshot.overlay ? "name and timecode are drawn into the picture" : "not drawn"],
    ["snapshot.lut", snapshot.lut ?? "none"],
    ["overwrite", config.overwrite ?? "ask"],
    ["exportsAtOnce", String(config.exportsAtOnce ?? 1)],
    [
      "hookTimeLimitSeconds",
      config.hookTimeLimitSeconds === undefined
        ? "60 for TypeScript, 3600 for Python"
        : String(config.hookTimeLimitSeconds),
    ],
    ["python", pythonOfEnvironment() || (config.python ?? "python3")],
    ["user.name", user.name ?? "the login name"],
    ["user.nickname", user.nickname ?? "the name"],
    ["project.name", project.name ?? "the name of the folder"],
    ["project.nickname", project.nickname ?? "the name"],
  ];
  const originOf = (key: string) => {
    if (key === "python" && pythonOfEnvironment() !== "") return "environment";
    return written.includes(key) ? "settings file" : "default";
  };
  return values.map(([key, value]) => ({ key, value, from: originOf(key) }));
}

const pythonOfEnvironment = (): string => process.env["CRESSET_PYTHON"] ?? "";

const isFolder = (folder: string) =>
  stat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
