import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A process that outlives this one and takes the recorded run up.
 * @returns what tells whether it is over, as long as this process looks.
 */
export function startDetached(runId: string, folder: string, home: string): () => boolean {
  const main = fileURLToPath(new URL(`../cli/main${path.extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [main, "runs", "resume", runId, "--no-input"], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, CRESSET_HOME: home },
  });
  let isOver = false;
  for (const event of ["exit", "error"]) child.once(event, () => (isOver = true));
  child.unref();
  return () => isOver;
}
