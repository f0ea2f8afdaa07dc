import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../", import.meta.url));

/** What is built, from what, and by which script, which takes the folder to build into. */
export interface Build {
  /** Names the folder of node_modules/.cache/ that holds the builds. */
  readonly name: string;
  readonly script: string;
  readonly sources: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The build of the source as it stands, made when nobody has made just this one yet.
 * @param finish adds what the script leaves out, in the folder that it built into
 * @returns its folder.
 */
export async function freshBuild(
  { name, script, sources, env }: Build,
  finish: (folder: string) => void = () => {},
): Promise<string> {
  const kept = `${root}node_modules/.cache/${name}/`;
  const folder = kept + hashOf([script, "package-lock.json", ...globSync([...sources], { cwd: root }).toSorted()]);
  if (existsSync(folder)) return folder;
  // Several test files begin at once; each builds beside the place, and the first that is finished gets it.
  const part = `${folder}.${process.pid}`;
  mkdirSync(kept, { recursive: true });
  // In a process of its own: in that of a test a bundler would take the surroundings of the test for its own.
  await promisify(execFile)(process.execPath, [root + script, part], { env: { ...process.env, ...env } });
  finish(part);
  try {
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function hashOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(root + file))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
