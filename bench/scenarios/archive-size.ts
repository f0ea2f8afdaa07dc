import { existsSync } from "node:fs";
import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archiveName } from "../archive-programs.ts";
import type { Bench, Scenario } from "../scenario.ts";

const million = 1_000_000;
const filesOfFolder = 1000;
const megabyte = 1_000_000;
const terabyte = 1024 ** 4;

/** Memory does not grow with what is archived. */
export const archiveMillion: Scenario = {
  name: "archive-million",
  why: "1,000,000 files archived, with SHA-256, table of contents and MHL.",
  quick: false,
  goals: [{ measure: "peakBytes", of: "cresset", atMost: 150 * megabyte }],
  contenders: async (bench) => [archiving(bench, await manyFiles(join(bench.work, "million-files")))],
};

/** Nor with how long files are. */
export const archiveSparse: Scenario = {
  name: "archive-10-terabytes",
  why: "10 TB in ten files with holes: what is kept is little, what is hashed is all.",
  quick: false,
  goals: [{ measure: "peakBytes", of: "cresset", atMost: 150 * megabyte }],
  contenders: async (bench) => [archiving(bench, await sparseFiles(join(bench.work, "sparse-files")), "--no-sha256")],
};

function archiving(bench: Bench, source: string, ...options: readonly string[]) {
  const output = join(bench.work, "out-cresset");
  return {
    name: "cresset",
    prepare: [bench.cresset("archive", "format", archiveName, "--to", output)],
    commands: [bench.cresset("archive", "add", join(output, archiveName), source, "--verify", "none", ...options)],
    output,
    files: 10,
  };
}

async function manyFiles(folder: string): Promise<string> {
  const whole = `${folder}.whole`;
  if (existsSync(whole)) return folder;
  for (let first = 0; first < million; first += filesOfFolder) {
    const inside = join(folder, `shot_${String(first / filesOfFolder).padStart(4, "0")}`);
    await mkdir(inside, { recursive: true });
    const numbers = Array.from({ length: filesOfFolder }, (_, index) => first + index);
    await Promise.all(numbers.map((number) => writeFile(join(inside, `frame.${number}.dpx`), `frame ${number}`)));
  }
  await writeFile(whole, "");
  return folder;
}

/** Ten files of 1 TiB, each with 1 MB of data at its beginning, in its middle, and at its end. */
async function sparseFiles(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const data = Buffer.alloc(megabyte, "Cresset ");
  for (let number = 1; number <= 10; number += 1) {
    const file = await open(join(folder, `scan${number}.raw`), "w");
    try {
      await file.truncate(terabyte);
      for (const at of [0, terabyte / 2, terabyte - data.length]) await file.write(data, 0, data.length, at);
    } finally {
      await file.close();
    }
  }
  return folder;
}
