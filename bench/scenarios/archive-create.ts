import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { archiveCommands, archiveName, archivePrograms, archiveSource, syncTo } from "../archive-programs.ts";
import { archivedBytes } from "../make-archive-files.ts";
import type { Bench, Contender, Goal, Scenario } from "../scenario.ts";

const floorScript = fileURLToPath(new URL("../disk-floor.ts", import.meta.url));
const megabyte = 1_000_000;

/** So many times the speed of another. */
const times = (of: string, speed: number, against: string): Goal => ({
  measure: "seconds",
  of,
  against,
  atMost: 1 / speed,
});

/** A job goes to the archive, and nobody leaves before it is on the disk. */
export const archiveCreate: Scenario = {
  name: "archive-create",
  why: "3 GB (2,000 frames, 6 movies, 5,000 small files) archived until they are on the disk, with table of contents and MHL.",
  quick: false,
  cold: true,
  goals: [
    times("cresset", 1.9, "cp -a"),
    times("cresset", 0.9, "disk, read + write"),
    times("cresset", 1.6, "tar"),
    times("cresset", 2, "dar"),
    times("cresset", 1.9, "borg"),
    times("cresset", 3.3, "restic"),
    times("cresset, SHA-256", 1.5, "cp -a"),
    { measure: "cpuSeconds", of: "cresset", per: archivedBytes / 1e9, atMost: 0.6 },
    { measure: "peakBytes", of: "cresset", atMost: 150 * megabyte },
    { measure: "peakBytes", of: "cresset, SHA-256", atMost: 150 * megabyte },
  ],
  async contenders(bench) {
    const source = await archiveSource(bench);
    const floor = join(bench.work, "out-floor");
    const copy = join(bench.work, "out-cp");
    return [
      cresset(bench, source, "cresset", "--no-sha256", "--verify", "none"),
      {
        name: "disk, read + write",
        commands: [{ program: process.execPath, words: [floorScript, source, floor] }],
        output: floor,
        files: 1,
      },
      {
        name: "cp -a",
        needs: "cp",
        commands: [{ program: "cp", words: ["-a", source, copy] }, syncTo(copy)],
        output: copy,
        files: 7006,
      },
      cresset(bench, source, "cresset, SHA-256", "--verify", "none"),
      cresset(bench, source, "cresset, SHA-256, read back"),
      ...archivePrograms.map((program): Contender => {
        const output = join(bench.work, `out-${program}`);
        const { prepare, create } = archiveCommands(program, output, source);
        return { name: program, needs: program, prepare, commands: create, output, files: 1 };
      }),
    ];
  },
};

function cresset(bench: Bench, source: string, name: string, ...options: readonly string[]): Contender {
  const output = join(bench.work, "out-cresset");
  return {
    name,
    prepare: [bench.cresset("archive", "format", archiveName, "--to", output)],
    commands: [bench.cresset("archive", "add", join(output, archiveName), source, ...options)],
    output,
    files: 10,
  };
}
