import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cressetHome, storeFile } from "../catalogue/home.ts";
import { CressetError } from "../errors.ts";
import type { Config } from "../config.ts";
import { createHookRunner, type LoadedHookRunner } from "../hooks/create-hook-runner.ts";
import { hookFolders } from "../hooks/hook-folders.ts";
import { newHookFiles } from "../hooks/hook-template.ts";
import { createProber } from "../media/probe.ts";
import { currentProject, projectToWrite } from "./current-project.ts";
import { flameBackend } from "./flame-backend.ts";
import { hookApiBackend } from "./hook-api-backend.ts";
import type { ScriptSurroundings } from "./run-script.ts";
import { lazyCatalogue } from "./lazy-catalogue.ts";

export interface HookFilesChoice {
  /** Besides those of the config and the standard ones. */
  readonly folders: readonly string[];
  /** No others than those folders. */
  readonly only?: true;
  /** Only this file, and what it imports. */
  readonly file?: string | undefined;
}

/**
 * Loads hook files outside of an export, for as long as `work` takes: to list them, or to call one alone. What they ask of
 * the run (probe, transcode) is really done, and so is what Python files ask of `flame`, where its surroundings are given.
 * @throws CressetError `not-found` for a missing folder.
 */
export async function withHookFiles<T>(
  { folders, file, only }: HookFilesChoice,
  config: Config,
  work: (runner: LoadedHookRunner) => Promise<T>,
  surroundings?: ScriptSurroundings,
): Promise<T> {
  const prober = createProber();
  const catalogue = lazyCatalogue(storeFile(cressetHome()));
  const api = hookApiBackend({
    run: { id: "hooks", dryRun: false, startedAt: new Date().toISOString(), profile: "" },
    signal: new AbortController().signal,
    prober,
    presetFolders: config.presets,
    assets: new Map(),
    mediaFolders: config.media,
    catalogue: catalogue.open,
    project: async () => projectToWrite(await catalogue.open(), currentProject({ config, folder: process.cwd() })),
  });
  const flame =
    surroundings === undefined
      ? undefined
      : flameBackend({
          ...surroundings.flame,
          prober,
          mediaFolders: config.media,
          presetFolders: config.presets,
          inherited: {},
          user: surroundings.user,
          tell: surroundings.tell,
        });
  const limit = config.hookTimeLimitSeconds;
  const runner = await createHookRunner({
    folders:
      file === undefined && only !== true
        ? hookFolders({
            options: folders.map((folder) => path.resolve(folder)),
            config: config.hooks,
            home: cressetHome(),
            configFile: config.file,
            env: process.env,
          })
        : (file === undefined ? folders : [file]).map((place) => ({ path: path.resolve(place) })),
    api,
    env: process.env,
    python: { command: config.python, backend: flame },
    ...(surroundings === undefined ? {} : { waits: { tell: (text) => surroundings.tell({ type: "message", text }) } }),
    ...(limit === undefined ? {} : { timeLimitMs: limit * 1000 }),
  });
  try {
    return await work({
      ...runner,
      get loaded() {
        return runner.loaded;
      },
      close: async () => {
        await flame?.settled();
        return runner.close();
      },
    });
  } finally {
    await flame?.settled();
    await Promise.all([runner.close(), api.close(), prober.close()]);
    await catalogue.close();
  }
}

/**
 * Writes a commented starter file and what an editor needs into a folder.
 * @returns the paths that were written.
 * @throws CressetError `would-overwrite` when one of them exists; then nothing is written.
 */
export async function writeNewHookFiles(folder: string): Promise<readonly string[]> {
  // Beside src/ in a clone and dist/ in the package lies the file that holds the types.
  const types = fileURLToPath(new URL(`../index${import.meta.url.endsWith(".ts") ? ".ts" : ".d.ts"}`, import.meta.url));
  await mkdir(folder, { recursive: true });
  const typesFolder = path.dirname(path.dirname(createRequire(import.meta.url).resolve("@types/node/package.json")));
  const files = newHookFiles(types, typesFolder).map(({ path: name, text }) => ({
    file: path.resolve(folder, name),
    text,
  }));
  const written: string[] = [];
  for (const { file, text } of files) {
    try {
      await writeFile(file, text, { flag: "wx" });
      written.push(file);
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
        throw new CressetError("would-overwrite", `${file} exists and is left as it is. Name another folder.`, {
          cause,
        });
      throw cause;
    }
  }
  return written;
}
