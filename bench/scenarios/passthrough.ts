import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runContender } from "../run-contender.ts";
import type { Bench, Scenario } from "../scenario.ts";

/** A movie that already is what the preset asks for is copied, not encoded again. */
export const passthrough: Scenario = {
  name: "passthrough",
  why: "A 30 s ProRes 422 HQ movie to ProRes 422 HQ: copied, against encoding it again.",
  quick: false,
  goals: [{ measure: "seconds", of: "cresset, passthrough", against: "cresset, encoding", atMost: 1 / 30 }],
  contenders: async (bench) => {
    const movie = await proresMovie(bench);
    const output = (name: string): string => join(bench.work, `out-${name}`);
    const contender = (name: string, preset: string, folder: string) => ({
      name,
      commands: [bench.cressetExport(movie, folder, preset)],
      output: folder,
      files: 1,
    });
    return [
      contender("cresset, passthrough", "ProRes 422 HQ (Passthrough)", output("passthrough")),
      contender("cresset, encoding", "ProRes 422 HQ", output("encoding")),
    ];
  },
};

/** Made once from the clip, by Cresset itself. */
async function proresMovie(bench: Bench): Promise<string> {
  const movie = join(bench.work, "sources-prores", "clip.mov");
  if (existsSync(movie)) return movie;
  const made = join(bench.work, "making-prores");
  await mkdir(join(bench.work, "sources-prores"), { recursive: true });
  await runContender({
    name: "the ProRes source",
    commands: [bench.cressetExport(bench.clip, made, "ProRes 422 HQ")],
    output: made,
    files: 1,
    keepOutput: true,
  });
  const file = (await readdir(made, { recursive: true })).find((name) => name.endsWith(".mov"));
  if (file === undefined) throw new Error(`Expected a .mov in ${made}`);
  await rename(join(made, file), movie);
  await rm(made, { recursive: true });
  return movie;
}
