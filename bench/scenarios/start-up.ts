import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cutOfPieces, writeCut } from "../cut-file.ts";
import type { Scenario } from "../scenario.ts";

const hooks = fileURLToPath(new URL("../hooks", import.meta.url));
const preset = fileURLToPath(new URL("../presets/shot-movies.yaml", import.meta.url));

export const help: Scenario = {
  name: "help",
  why: "cresset --help: how long the program takes to answer at all.",
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", atMost: 0.15 }],
  contenders: async (bench) => [
    { name: "cresset", commands: [bench.cresset("--help")], output: join(bench.work, "out-cresset"), files: 0 },
  ],
};

export const dryRun: Scenario = {
  name: "dry-run",
  why: "The plan of a cut of one shot: what somebody looks at before each export.",
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", atMost: 0.4 }],
  contenders: async (bench) => {
    const sources = await bench.sources(1);
    const cut = join(bench.work, "one-shot.otio");
    await writeCut(cut, cutOfPieces(sources, 1));
    const output = join(bench.work, "out-cresset");
    return [
      {
        name: "cresset",
        commands: [bench.cresset("export", cut, "--preset", "ProRes 422 HQ", "--to", output, "--dry-run")],
        output,
        files: 0,
      },
    ];
  },
};

/** The whole process counts, its start too. */
export const thousandAssets: Scenario = {
  name: "thousand-assets",
  why: "1,000 assets planned, each through the hooks of 3 files; per asset.",
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", per: 1000, atMost: 0.001 }],
  contenders: async (bench) => {
    const cut = join(bench.work, "thousand-shots.otio");
    await writeCut(cut, cutOfPieces(await bench.sources(6), 1000));
    const output = join(bench.work, "out-cresset");
    return [
      {
        name: "cresset",
        commands: [bench.cresset("export", cut, "--preset", preset, "--hooks", hooks, "--to", output, "--dry-run")],
        output,
        files: 0,
      },
    ];
  },
};
