import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { writeNewHookFiles } from "../src/app/hook-files.ts";
import { writeHookFiles } from "../src/hooks/test-hook-files.ts";

const pathOf = (url: string): string => fileURLToPath(new URL(url, import.meta.url));

test("an editor finds nothing wrong with the starter folder and the ready hooks, and tells a wrong key", async () => {
  await using folder = await writeHookFiles({
    "own.ts": `import { readFileSync } from "node:fs";
      import { defineHooks } from "cresset";
      const shows = readFileSync(new URL("shows.txt", import.meta.url), "utf8");
      export default defineHooks({ preExport: (info, userData) => void (userData["shows"] = shows) });`,
  });
  // As `cresset hooks new` writes them in a clone: the types are those of the source.
  const [starter] = await writeNewHookFiles(folder.path);
  const examples = pathOf("../examples/hooks/");
  for (const name of readdirSync(examples).filter((each) => /(?<!\.test)\.ts$/.test(each)))
    await copyFile(examples + name, folder.file(name));
  expect(problemsIn(folder.path)).toBe("");
  const text = readFileSync(starter ?? "", "utf8");
  await writeFile(folder.file("my-hooks.ts"), text.replace("// info.resolvedPath", "info.resolvdPath"));
  expect(problemsIn(folder.path)).toContain("Property 'resolvdPath' does not exist");
});

/** What the compiler says about a folder with a tsconfig.json. */
function problemsIn(folder: string): string {
  const tsc = pathOf("../node_modules/.bin/tsc");
  const { stdout } = spawnSync(tsc, ["-p", folder, "--pretty", "false"], { encoding: "utf8" });
  return stdout;
}
