import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cutOfPieces, writeCut } from "../cut-file.ts";
import type { Bench, Contender, Scenario } from "../scenario.ts";

const preset = fileURLToPath(new URL("../presets/small-prores.yaml", import.meta.url));
/** Measured twice the same, peaks differ by a few per cent. */
const noGrowth = 1.1;

export const memoryOfLength: Scenario = {
  name: "memory-of-length",
  why: "Peak memory must not grow with the length of a cut.",
  quick: false,
  goals: [{ measure: "peakBytes", of: "cresset, 10 minutes", against: "cresset, 1 minute", atMost: noGrowth }],
  contenders: async (bench) => [
    await exportOf(bench, "cresset, 10 minutes", 6, 300),
    await exportOf(bench, "cresset, 1 minute", 6, 30),
  ],
};

export const memoryOfSources: Scenario = {
  name: "memory-of-sources",
  why: "Peak memory must not grow with the number of a cut's sources.",
  quick: false,
  goals: [{ measure: "peakBytes", of: "cresset, 60 sources", against: "cresset, 6 sources", atMost: noGrowth }],
  contenders: async (bench) => [
    await exportOf(bench, "cresset, 60 sources", 60, 60),
    await exportOf(bench, "cresset, 6 sources", 6, 60),
  ],
};

async function exportOf(bench: Bench, name: string, sources: number, pieces: number): Promise<Contender> {
  const cut = join(bench.work, `memory-${sources}-${pieces}.otio`);
  await writeCut(cut, cutOfPieces(await bench.sources(sources), pieces));
  const output = join(bench.work, `out-memory-${sources}-${pieces}`);
  return {
    name,
    commands: [bench.cressetExport(cut, output, preset)],
    output,
    files: 1,
  };
}
