import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archiveName } from "../archive-programs.ts";
import type { Scenario } from "../scenario.ts";

const files = 100_000;
const filesOfFolder = 1000;

/** Will it fit? */
export const archiveEstimate: Scenario = {
  name: "archive-estimate",
  why: `What ${files} files come to, in how many segments, and whether they fit: the whole process.`,
  quick: false,
  goals: [{ measure: "seconds", of: "cresset", atMost: 2 }],
  async contenders(bench) {
    const source = await makeFiles(join(bench.work, "estimate-files"));
    const output = join(bench.work, "out-cresset");
    return [
      {
        name: "cresset",
        prepare: [bench.cresset("archive", "format", archiveName, "--to", output)],
        commands: [bench.cresset("archive", "estimate", join(output, archiveName), source)],
        output,
        files: 2,
      },
    ];
  },
};

async function makeFiles(folder: string): Promise<string> {
  const whole = `${folder}.whole`;
  if (existsSync(whole)) return folder;
  for (let first = 0; first < files; first += filesOfFolder) {
    const inside = join(folder, `shot_${first / filesOfFolder}`);
    await mkdir(inside, { recursive: true });
    const numbers = Array.from({ length: filesOfFolder }, (_, index) => first + index);
    await Promise.all(numbers.map((number) => writeFile(join(inside, `frame.${number}.dpx`), "")));
  }
  await writeFile(whole, "");
  return folder;
}
