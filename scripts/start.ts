// `npm start`: the pages with a demo studio, ready to look around in. What follows `--` goes to `cresset serve`.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeDemoStudio } from "../demo/studio.ts";
import { run } from "../src/cli/program.ts";
import { freshWeb } from "./fresh-web.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Puts the pages where the server looks for them, unless they lie there. */
async function placePages(): Promise<void> {
  const built = await freshWeb();
  const [place, stamp] = [path.join(root, "dist/web"), "built-from.txt"];
  const known = path.join(place, stamp);
  if (existsSync(known) && readFileSync(known, "utf8") === path.basename(built)) return;
  const part = `${place}.${process.pid}`;
  mkdirSync(path.dirname(place), { recursive: true });
  cpSync(built, part, { recursive: true });
  writeFileSync(path.join(part, stamp), path.basename(built));
  rmSync(place, { recursive: true, force: true });
  renameSync(part, place);
}

const tell = (text: string) => console.log(text);
await placePages();
const { folder, home, project } = await makeDemoStudio(path.join(root, ".cresset", "demo"), tell);
process.chdir(folder);
process.env["CRESSET_HOME"] = home;
await run([process.execPath, "cresset", "serve", "--project", project, ...process.argv.slice(2)]);
