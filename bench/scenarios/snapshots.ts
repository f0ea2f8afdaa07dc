import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Contender, Scenario, Session } from "../scenario.ts";

const hook = fileURLToPath(new URL("../../examples/hooks/reimport-snapshot.ts", import.meta.url));
/** Stills of one run. */
const stills = 15;

/** A still of the frame that a viewer stands on, from the call until the clip lies on the reel. */
const parked: readonly Scenario[] = ["JPEG", "DPX", "PNG"].map((preset) => ({
  name: `snapshot-parked-${preset.toLowerCase()}`,
  why: `A 1080p still of the frame on the screen as ${preset}, verified, hooks included, on the reel; the median of ${stills}.`,
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", atMost: 0.12 }],
  contenders: async (bench) => {
    const output = join(bench.work, "out-cresset");
    return [{ name: "cresset", commands: [], output, files: stills, session: () => standing(bench, preset, output) }];
  },
}));

/** Stills of frames anywhere in the clip, each of them sought first. */
const random: readonly Scenario[] = [
  { name: "h264", atMost: 0.55, clip: async (bench: Bench) => bench.clip },
  { name: "prores", atMost: 0.25, clip: proresOf },
].map(({ name, atMost, clip }) => ({
  name: `snapshot-random-${name}`,
  why: `${stills} JPEG stills of frames anywhere in a clip, hooks included, against ffmpeg started for each.`,
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", against: "ffmpeg", atMost }],
  contenders: async (bench) => {
    const source = await clip(bench);
    const [ours, theirs] = [join(bench.work, "out-cresset"), join(bench.work, "out-ffmpeg")];
    const commands = frames.map((frame) => ({
      program: "ffmpeg",
      words: [
        "-v",
        "error",
        "-y",
        "-ss",
        String(frame / 24),
        "-i",
        source,
        "-frames:v",
        "1",
        "-q:v",
        "2",
        join(theirs, `still.${frame}.jpg`),
      ],
    }));
    const contenders: readonly Contender[] = [
      { name: "cresset", commands: [], output: ours, files: stills, session: () => seeking(bench, source, ours) },
      { name: "ffmpeg", needs: "ffmpeg", commands, output: theirs, files: stills },
    ];
    return contenders;
  },
}));

export const snapshots: readonly Scenario[] = [...parked, ...random];

/** The same ones whenever it is measured, in no order. */
const frames = Array.from({ length: stills }, (_, index) => ((index + 1) * 433) % 719);

async function openViewer(bench: Bench, source: string, mediaPath: string) {
  const folder = join(bench.work, "snapshots");
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "hooks"), { recursive: true });
  await cp(hook, join(folder, "hooks/reimport-snapshot.ts"));
  const viewer = await (await bench.open(folder)).viewer();
  await viewer.open({ source });
  const take = async (preset: string, at?: number) => {
    const { status } = await viewer.snapshot({
      preset,
      mediaPath,
      hookFolders: ["hooks"],
      overwrite: "overwrite",
      ...(at === undefined ? {} : { at }),
    });
    if (status !== "finished") throw new Error(`The snapshot is ${status}.`);
  };
  // Hooks are loaded and code is warm, as in a process that has served for a while.
  for (let warmUp = 0; warmUp < 5; warmUp++) await take("JPEG", 718);
  return { viewer, take };
}

async function standing(bench: Bench, preset: string, output: string): Promise<Session> {
  const { viewer, take } = await openViewer(bench, bench.clip, output);
  return {
    async run() {
      const seconds: number[] = [];
      await viewer.seek(100);
      for (let still = 0; still < stills; still++) {
        await viewer.step(1);
        const start = performance.now();
        await take(preset);
        seconds.push((performance.now() - start) / 1000);
      }
      return seconds.toSorted((a, b) => a - b)[Math.floor(stills / 2)] ?? 0;
    },
    close: () => viewer.close(),
  };
}

async function seeking(bench: Bench, source: string, output: string): Promise<Session> {
  const { viewer, take } = await openViewer(bench, source, output);
  return {
    async run() {
      const start = performance.now();
      for (const frame of frames) await take("JPEG", frame);
      return (performance.now() - start) / 1000;
    },
    close: () => viewer.close(),
  };
}

/** The clip as ProRes 422 HQ, made once. */
async function proresOf(bench: Bench): Promise<string> {
  const file = join(bench.work, "prores.mov");
  const { program, words, env } = bench.cressetExport(bench.clip, bench.work, "ProRes 422 HQ");
  if (!existsSync(file))
    execFileSync(program, [...words, "--name", "prores"], { env: { ...process.env, ...env }, stdio: "ignore" });
  return file;
}
