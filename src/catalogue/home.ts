import { homedir } from "node:os";
import path from "node:path";

/** What the place of Cresset's own data depends on; the process's own by default. */
export interface HomeSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
}

const thisProcess = (): HomeSurroundings => ({
  environment: process.env,
  platform: process.platform,
  homeFolder: homedir(),
});

/**
 * The folder of Cresset's own data, absolute: `CRESSET_HOME`, else `XDG_DATA_HOME/cresset`, else what the system is used
 * to. Relative values of `XDG_DATA_HOME` are ignored, as its specification wants.
 */
export function cressetHome({ environment, platform, homeFolder }: HomeSurroundings = thisProcess()): string {
  const own = environment["CRESSET_HOME"];
  if (own !== undefined && own !== "") return path.resolve(own);
  const data = environment["XDG_DATA_HOME"];
  if (data !== undefined && path.isAbsolute(data)) return path.join(data, "cresset");
  if (platform === "darwin") return path.join(homeFolder, "Library", "Application Support", "cresset");
  return path.join(homeFolder, ".local", "share", "cresset");
}

/** The file of the store in a home: projects with their clips, and the history of runs. */
export const storeFile = (home: string): string => path.join(home, "cresset.db");
