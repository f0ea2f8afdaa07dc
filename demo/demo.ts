// `npm run demo`: the main job on real footage. Makes footage and two cuts, exports them with hooks, shows what happened.
import { spawnSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeCuts } from "./cut.ts";
import { makeFootage } from "./footage.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = path.join(root, "demo-out");
const home = path.join(folder, "history");

function cresset(...words: string[]): number {
  console.log(`\n$ cresset ${words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [path.join(root, "src/cli/main.ts"), ...words], {
    cwd: folder,
    stdio: "inherit",
    env: { ...process.env, CRESSET_HOME: home },
  });
  return status ?? 1;
}

await mkdir(folder, { recursive: true });
for (const part of ["exports", "history"]) await rm(path.join(folder, part), { recursive: true, force: true });
console.log("Making footage: Big Buck Bunny (CC-BY, Blender Foundation) and two generated clips …");
await makeFootage(path.join(folder, "footage"));
const cuts = (await writeCuts(folder)).map((cut) => path.relative(folder, cut));

const hooks = ["--hooks", path.join("..", "demo", "hooks"), "--hooks", path.join("..", "examples", "hooks")];
process.env["CRESSET_APPROVED_STORAGE"] = path.join(folder, "exports");
const exported = cresset(
  "export",
  ...cuts,
  "--media",
  "footage",
  "--preset",
  "ProRes 422 HQ",
  "--preset",
  "PNG",
  "--to",
  "exports",
  ...hooks,
);
// Hooks abort the secret sequence, which is what the exit code 7 says.
if (exported !== 7) {
  console.error(`The demo expected the exit code 7 (a sequence aborted by a hook), got ${exported}.`);
  process.exit(1);
}
cresset("runs", "show");
console.log(`\nAll of it lies in ${folder}: footage, cuts, exports, and the history of the run.`);
