import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { HookFolder } from "./find-hook-files.ts";

const variables = ["CRESSET_HOOK_PATH", "DL_PYTHON_HOOK_PATH"] as const;

/** Where to look for the folders that nobody names. */
export interface HookPlaces {
  /** Cresset's own folder of the user, absolute: its `hooks` are the user's. */
  readonly home: string;
  /** The `hooks` beside it are the project's. */
  readonly configFile: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The folders that need not exist: the user's and the project's where they are there, then `CRESSET_HOOK_PATH` and
 * `DL_PYTHON_HOOK_PATH`, which Flame reads too. All of them may hold hook files of every language.
 */
export function optionalHookFolders(places: HookPlaces): readonly string[] {
  return [...standardFolders(places).filter((path) => existsSync(path)), ...listedFolders(places)];
}

/** A folder whose files are hook files, and what says so. */
export interface PossibleHookFolder {
  readonly path: string;
  /** Beside `hooks` of the settings file and the environment: the user's own (`home`), the one beside the settings file. */
  readonly from: "hooks" | "home" | "beside" | (typeof variables)[number];
}

/** Every folder whose files are hook files, those too that are not there yet: one that is made there is loaded. */
export const possibleHookFolders = (
  places: HookPlaces & { readonly config: readonly string[] },
): readonly PossibleHookFolder[] => [
  ...places.config.map((path) => ({ path, from: "hooks" }) as const),
  { path: join(places.home, "hooks"), from: "home" },
  ...(places.configFile === undefined
    ? []
    : [{ path: join(dirname(places.configFile), "hooks"), from: "beside" } as const]),
  ...variables.flatMap((from) => listed(from, places).map((path) => ({ path, from }))),
];

const standardFolders = ({ home, configFile }: HookPlaces): readonly string[] => [
  join(home, "hooks"),
  ...(configFile === undefined ? [] : [join(dirname(configFile), "hooks")]),
];

const listedFolders = (places: HookPlaces): readonly string[] => variables.flatMap((name) => listed(name, places));

const listed = (variable: (typeof variables)[number], { env }: HookPlaces): readonly string[] =>
  (env[variable] ?? "").split(delimiter).filter((path) => path !== "");

/** Where hook files are looked for: `--hooks` in the order given, then the config file's, then the optional folders. */
export function hookFolders(
  from: HookPlaces & { readonly options: readonly string[]; readonly config: readonly string[] },
): readonly HookFolder[] {
  return [
    ...[...from.options, ...from.config].map((path) => ({ path })),
    ...optionalHookFolders(from).map((path) => ({ path, optional: true })),
  ];
}
