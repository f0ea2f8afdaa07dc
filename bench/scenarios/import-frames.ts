import { existsSync } from "node:fs";
import { link, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench, Scenario } from "../scenario.ts";

const frames = 10_000;
const firstNumber = 1001;

/** 16 x 16 pixels of grey: how large the pictures are does not matter where one of them is opened. */
const greyPng = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR4nGNoQAMMI1sAAAUMgAFaSOXNAAAAAElFTkSuQmCC";

/** A folder of frames becomes one clip of the catalogue: nobody waits for each file to be opened. */
export const importFrames: Scenario = {
  name: "import-10000-frames",
  why: "A folder of 10,000 frames is imported as one clip into a new catalogue.",
  quick: false,
  goals: [{ measure: "seconds", of: "cresset", atMost: 2 }],
  contenders: async (bench) => {
    const folder = await plateFolder(bench);
    const home = join(bench.work, "out-import");
    const command = bench.cresset("import", folder);
    return [
      {
        name: "cresset",
        commands: [{ ...command, env: { ...command.env, CRESSET_HOME: home } }],
        output: home,
        files: 1,
      },
    ];
  },
};

/** Made once: the names of 10,000 files, and one picture behind all of them. */
async function plateFolder({ work }: Bench): Promise<string> {
  const folder = join(work, "plate-10000");
  const name = (index: number): string => join(folder, `plate.${String(firstNumber + index).padStart(5, "0")}.png`);
  if (existsSync(name(frames - 1))) return folder;
  await mkdir(folder, { recursive: true });
  const picture = join(work, "plate.png");
  await writeFile(picture, Buffer.from(greyPng, "base64"));
  for (let index = 0; index < frames; index += 1) if (!existsSync(name(index))) await link(picture, name(index));
  return folder;
}
