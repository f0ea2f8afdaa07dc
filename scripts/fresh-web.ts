import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../", import.meta.url));
const kept = `${root}node_modules/.cache/cresset-web/`;

/**
 * The built pages of the source as it stands, built when nobody has built just these yet.
 * @returns the folder, for `startServer({ webFolder })`.
 */
export async function freshWeb(): Promise<string> {
  const folder = kept + hashOfSource();
  if (existsSync(folder)) return folder;
  // Several test files begin at once; each builds beside the place, and the first that is finished gets it.
  const part = `${folder}.${process.pid}`;
  mkdirSync(kept, { recursive: true });
  // In a process of its own: in that of a test Vite would take the surroundings of the test for its own, NODE_ENV first.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [`${root}scripts/build-web.ts`, part], { env });
  try {
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function hashOfSource(): string {
  const hash = createHash("sha256");
  const files = ["web/index.html", "web/vite.config.ts", "scripts/build-web.ts", "package-lock.json"];
  for (const name of [...files, ...globSync(["web/src/**/*.*", "src/time/*.ts"], { cwd: root }).toSorted()])
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(root + name))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
