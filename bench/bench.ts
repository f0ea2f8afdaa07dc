// npm run bench: Cresset against what people use today, on the same footage, one after the other. See docs/bench.md.
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { openCresset } from "../src/app/cresset.ts";
import { dropCaches } from "./drop-caches.ts";
import { findClip, makeSources } from "./footage.ts";
import { findPeers, installNote, type Peers } from "./peers.ts";
import { absentResult, type ContenderResult, judgeGoals, type ScenarioResult, scenarioLines } from "./results-table.ts";
import { type Run, runContender, RunFailed } from "./run-contender.ts";
import type { Bench, Scenario, Session } from "./scenario.ts";
import { archiveCreate } from "./scenarios/archive-create.ts";
import { archiveEstimate } from "./scenarios/archive-estimate.ts";
import { archiveFrames, archiveRestore } from "./scenarios/archive-restore.ts";
import { archiveMillion, archiveSparse } from "./scenarios/archive-size.ts";
import { archiveSearch } from "./scenarios/archive-search.ts";
import { archiveVerify } from "./scenarios/archive-verify.ts";
import { importFrames } from "./scenarios/import-frames.ts";
import { catalogueOf100k } from "./scenarios/catalogue.ts";
import { memoryOfLength, memoryOfSources } from "./scenarios/memory.ts";
import { oneClip } from "./scenarios/one-clip.ts";
import { passthrough } from "./scenarios/passthrough.ts";
import { player } from "./scenarios/player.ts";
import { snapshots } from "./scenarios/snapshots.ts";
import { pythonHooks, pythonReel } from "./scenarios/python-hooks.ts";
import { serverLoad } from "./scenarios/server-load.ts";
import { sixtyCuts } from "./scenarios/sixty-cuts.ts";
import { sixtyShots } from "./scenarios/sixty-shots.ts";
import { dryRun, help, thousandAssets } from "./scenarios/start-up.ts";
import { threePresets } from "./scenarios/three-presets.ts";

const scenarios: readonly Scenario[] = [
  help,
  dryRun,
  thousandAssets,
  importFrames,
  ...oneClip,
  threePresets,
  passthrough,
  sixtyCuts,
  sixtyShots,
  ...snapshots,
  ...player,
  serverLoad,
  memoryOfLength,
  memoryOfSources,
  catalogueOf100k,
  pythonHooks,
  pythonReel,
  archiveCreate,
  archiveVerify,
  archiveRestore,
  archiveFrames,
  archiveEstimate,
  archiveSearch,
  archiveMillion,
  archiveSparse,
];

const usage = `npm run bench -- [--only NAME]… [--runs N] [--footage DIR] [--quick]
  --only NAME    only the scenarios whose name holds NAME: ${scenarios.map(({ name }) => name).join(", ")}
  --runs N       runs of each contender, interleaved; 3 if nothing, 1 with --quick
  --footage DIR  where the 1080p clip lies
  --quick        shorter cuts and the short scenarios only: to see that it works, not for figures`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    runs: { type: "string" },
    footage: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const runs = Number(options.runs ?? (options.quick ? 1 : 3));
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`Expected --runs to be a whole number above 0, got "${options.runs}"`);
  process.exit(2);
}
const only = options.only ?? [];
const chosen = scenarios.filter(({ name, quick }) =>
  only.length === 0 ? quick || !options.quick : only.some((part) => name.includes(part)),
);
if (chosen.length === 0) {
  console.error(`No scenario has ${only.join(" or ")} in its name.\n${usage}`);
  process.exit(2);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const work = join(root, "bench/work");
await mkdir(work, { recursive: true });
const clip = findClip(options.footage);
const cresset: Bench["cresset"] = (...words) => ({
  program: process.execPath,
  words: [join(root, "dist/cli/main.js"), ...words],
  // The bench's runs do not belong into the history of whoever runs it, nor their hooks and settings into the bench.
  env: { CRESSET_HOME: join(work, "home"), CRESSET_CONFIG: "", CRESSET_HOOK_PATH: "" },
});
const bench: Bench = {
  quick: options.quick,
  clip,
  work,
  sources: (count) => makeSources(clip, join(work, "sources"), count),
  open: async (folder) => {
    const main: unknown = await import(join(root, "dist/index.js"));
    return cressetIn(main)({ folder, home: join(work, "home") });
  },
  cresset,
  cressetExport: (input, output, ...presets) =>
    cresset(
      "export",
      input,
      "--to",
      output,
      "--overwrite",
      "overwrite",
      ...presets.flatMap((name) => ["--preset", name]),
    ),
};

const peers = findPeers();
console.log(`Clip: ${clip}`);
for (const [name, peer] of Object.entries(peers)) console.log(`${name}: ${peer?.version ?? "not on PATH"}`);
if (Object.values(peers).includes(undefined)) console.log(installNote);

const results: ScenarioResult[] = [];
for (const scenario of chosen) {
  const result = await measure(scenario, peers);
  results.push(result);
  console.log(`\n${scenarioLines(result).join("\n")}`);
}

const now = new Date();
const report = {
  date: now.toISOString(),
  quick: options.quick,
  runs,
  machine: {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    load: loadavg(),
    node: process.version,
  },
  peers,
  clip,
  scenarios: results,
};
const resultFile = join(root, "bench/results", `${now.toISOString().replaceAll(":", "-")}.json`);
await mkdir(join(root, "bench/results"), { recursive: true });
await writeFile(resultFile, `${JSON.stringify(report, undefined, 2)}\n`);
const goals = results.flatMap((result) => result.goals);
const count = (reached: boolean | undefined): number => goals.filter((goal) => goal.reached === reached).length;
console.log(
  `\n${count(true)} goals reached, ${count(false)} missed, ${count(undefined)} not measured. Written to ${resultFile}`,
);

/** The built package's `openCresset`: what is installed is measured. */
function cressetIn(main: unknown): typeof openCresset {
  const isPackage = (found: unknown): found is { readonly openCresset: typeof openCresset } =>
    typeof found === "object" && found !== null && "openCresset" in found;
  if (isPackage(main)) return main.openCresset;
  throw new Error("dist/index.js offers no openCresset. Run npm run build.");
}

/** Runs the contenders in turn, so that what else the machine does falls on all of them alike. */
async function measure(scenario: Scenario, peers: Peers): Promise<ScenarioResult> {
  const contenders = await scenario.contenders(bench);
  const runsOf = new Map(contenders.map((contender): [typeof contender, Run[]] => [contender, []]));
  const absent = new Map<string, ContenderResult>();
  const sessions = new Map<string, Session>();
  let isCold = scenario.cold === true;
  const settle = () => {
    if (isCold) isCold = dropCaches();
  };
  for (let run = 0; run < runs; run += 1)
    for (const contender of contenders) {
      if (absent.has(contender.name)) continue;
      if (contender.needs !== undefined && peers[contender.needs] === undefined) {
        absent.set(contender.name, absentResult(contender, `${contender.needs} is not on PATH`));
        continue;
      }
      try {
        const session = sessions.get(contender.name) ?? (await contender.session?.());
        if (session !== undefined) sessions.set(contender.name, session);
        runsOf.get(contender)?.push(await runContender(contender, session, settle));
      } catch (error) {
        if (!(error instanceof RunFailed)) throw error;
        absent.set(contender.name, absentResult(contender, error.message));
      }
    }
  for (const session of sessions.values()) await session.close();
  const measured = contenders.map(
    (contender) => absent.get(contender.name) ?? { name: contender.name, runs: runsOf.get(contender) ?? [] },
  );
  return {
    name: scenario.name,
    why: scenario.why,
    ...(scenario.cold === true && {
      note: isCold
        ? "cold caches"
        : "WARM: this system does not let the bench drop its caches, which takes root on Linux",
    }),
    contenders: measured,
    goals: judgeGoals(scenario, measured),
  };
}
