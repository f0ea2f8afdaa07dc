import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LoadedHookRunner } from "../../src/hooks/create-hook-runner.ts";
import type { Bench, Contender, Scenario, Session } from "../scenario.ts";

const execute = promisify(execFile);
const calls = 1000;
const clips = 1000;

/** The same work in both languages: an asset's path is changed, and noted. */
const hooks = {
  "asset.py": `
def pre_export_asset(info, userData, *args, **kwargs):
    if info["isSnapshot"]:
        return
    info["resolvedPath"] = info["shotName"] + "/" + info["resolvedPath"]
    userData["last"] = info["assetName"]
`,
  "asset.mjs": `
export function preExportAsset(info, userData) {
  if (info.isSnapshot) return;
  info.resolvedPath = info.shotName + "/" + info.resolvedPath;
  userData.last = info.assetName;
}
`,
} as const;

export const pythonHooks: Scenario = {
  name: "python-hooks",
  why: `What it costs that hooks are Python: their interpreter, once, and ${calls} calls of one that changes an asset's path, beside the same in TypeScript.`,
  quick: true,
  goals: [
    { measure: "seconds", of: "cresset, start of the interpreter", atMost: 0.15 },
    { measure: "seconds", of: "cresset, more than TypeScript", per: calls, atMost: 0.0005 },
  ],
  contenders: async (bench) => [
    { ...measured(bench), name: "cresset, start of the interpreter", session: async () => starting(bench) },
    { ...measured(bench), name: "cresset, calls in Python", session: async () => calling(bench, ["asset.py"]) },
    { ...measured(bench), name: "cresset, calls in TypeScript", session: async () => calling(bench, ["asset.mjs"]) },
    {
      ...measured(bench),
      name: "cresset, more than TypeScript",
      session: async () => calling(bench, ["asset.py", "asset.mjs"]),
    },
  ],
};

export const pythonReel: Scenario = {
  name: "python-reel",
  why: `A script reads a reel of the Desktop with ${clips} clips through flame.`,
  quick: false,
  goals: [{ measure: "seconds", of: "cresset", atMost: 0.05 }],
  contenders: async (bench) => [{ ...measured(bench), name: "cresset", session: async () => reading(bench) }],
};

const measured = (bench: Bench): Omit<Contender, "name"> => ({
  commands: [],
  output: join(bench.work, "out-python"),
  files: 0,
});

async function open(bench: Bench, name: keyof typeof hooks): Promise<LoadedHookRunner> {
  const [{ createHookRunner }, { apiForTests }] = await Promise.all([
    import("../../src/hooks/create-hook-runner.ts"),
    import("../../src/hooks/test-hook-files.ts"),
  ]);
  const folder = join(bench.work, "python", name.replace(".", "-"));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), hooks[name]);
  return createHookRunner({ folders: [{ path: folder }], api: apiForTests(), strict: true });
}

async function starting(bench: Bench): Promise<Session> {
  // Our own modules are there before the clock starts.
  await (await open(bench, "asset.mjs")).close();
  return {
    async run() {
      const began = performance.now();
      const runner = await open(bench, "asset.py");
      const seconds = (performance.now() - began) / 1000;
      await runner.close();
      return seconds;
    },
    close: () => Promise.resolve(),
  };
}

/** The seconds of the calls of one file; of two, how many more the first takes. */
async function calling(bench: Bench, names: readonly (keyof typeof hooks)[]): Promise<Session> {
  const runners = await Promise.all(names.map((name) => open(bench, name)));
  const secondsOf = async (runner: LoadedHookRunner): Promise<number> => {
    const began = performance.now();
    for (let call = 0; call < calls; call += 1) {
      const { info } = await runner.call("preExportAsset", factsOfAsset(call), { asset: String(call) });
      if (info["resolvedPath"] !== `sh${call}/sh${call}.mov`) throw new Error("The hook did not do its work.");
    }
    return (performance.now() - began) / 1000;
  };
  for (const runner of runners) await secondsOf(runner);
  return {
    async run() {
      const taken: number[] = [];
      for (const runner of runners) taken.push(await secondsOf(runner));
      return (taken[0] ?? 0) - (taken[1] ?? 0);
    },
    async close() {
      await Promise.all(runners.map((runner) => runner.close()));
    },
  };
}

const factsOfAsset = (number: number) => ({
  destinationHost: "localhost",
  destinationPath: "/mnt/show/out",
  namePattern: "<shot name>",
  resolvedPath: `sh${number}.mov`,
  assetName: `sh${number}`,
  sequenceName: "cut",
  shotName: `sh${number}`,
  tapeName: "A001C002",
  assetType: "movie",
  width: 1920,
  height: 1080,
  aspectRatio: 1.7778,
  depth: "10-bit",
  scanFormat: "PROGRESSIVE",
  colourSpace: "Rec.709 video",
  fps: 23.976,
  sequenceFps: 23.976,
  sourceIn: 870_766,
  sourceOut: 870_836,
  recordIn: 86_470,
  recordOut: 86_520,
  handleIn: 10,
  handleOut: 10,
  startFrame: 0,
  track: "0",
  trackName: "V1",
  segmentIndex: number,
  isSnapshot: false,
  useBackburner: false,
});

async function reading(bench: Bench): Promise<Session> {
  const { makeCatalogue } = await import("../make-catalogue.ts");
  const folder = join(bench.work, "python");
  const home = join(folder, "home");
  const script = join(folder, "read_reel.py");
  const told = join(folder, "seconds.txt");
  await mkdir(home, { recursive: true });
  await makeCatalogue(join(home, "cresset.db"), clips);
  await writeFile(
    script,
    `import sys, time
import flame
flame.projects.current_project.name
began = time.perf_counter()
clips = flame.projects.current_project.current_workspace.desktop.reel_groups[0].reels[-1].clips
seconds = time.perf_counter() - began
assert len(clips) == ${clips}
open(sys.argv[1], "w").write(repr(seconds))
`,
  );
  const { program, words, env } = bench.cresset("python", script, told);
  const options = { env: { ...process.env, ...env, CRESSET_HOME: home, CRESSET_PROJECT: "bench" } };
  return {
    async run() {
      await execute(program, words, options);
      return Number(await readFile(told, "utf8"));
    },
    close: () => Promise.resolve(),
  };
}
