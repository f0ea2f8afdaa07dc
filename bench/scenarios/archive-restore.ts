import { join } from "node:path";
import { archivePrograms, syncTo } from "../archive-programs.ts";
import { type ArchivesToRead, archivesToRead } from "../archives-to-read.ts";
import { archivedBytes, archivedFiles } from "../make-archive-files.ts";
import type { Bench, Contender, Scenario } from "../scenario.ts";

/** Everything comes back. */
export const archiveRestore: Scenario = {
  name: "archive-restore",
  why: "3 GB restored until they are on the disk; Cresset holds every file against its checksum, tar has none.",
  quick: false,
  cold: true,
  goals: [
    { measure: "seconds", of: "cresset", against: "tar", atMost: 1 },
    { measure: "cpuSeconds", of: "cresset", per: archivedBytes / 1e9, atMost: 0.6 },
    { measure: "peakBytes", of: "cresset", atMost: 150_000_000 },
  ],
  contenders: async (bench) => contenders(bench, await archivesToRead(bench), [], archivedFiles),
};

/** A shot's worth of frames in the middle. */
const frames = Array.from({ length: 100 }, (_, index) => `frames/sh010.${1401 + index}.exr`);

/** A shot is wanted, not all. */
export const archiveFrames: Scenario = {
  name: "archive-frames",
  why: "100 frames of 1 MB out of an archive of 3 GB: the whole process.",
  quick: false,
  goals: [
    { measure: "seconds", of: "cresset", atMost: 0.25 },
    { measure: "seconds", of: "cresset", against: "tar", atMost: 1 },
  ],
  contenders: async (bench) => contenders(bench, await archivesToRead(bench), frames, frames.length),
};

function contenders(
  bench: Bench,
  { source, own, of }: ArchivesToRead,
  files: readonly string[],
  count: number,
): readonly Contender[] {
  const target = join(bench.work, "out-cresset");
  // A part is looked at at once; all of it is to last.
  const settled = (folder: string) => (files.length === 0 ? [syncTo(folder)] : []);
  return [
    {
      name: "cresset",
      commands: [
        bench.cresset("archive", "restore", own, ...files.map((file) => join(source, file)), "--to", target),
        ...settled(target),
      ],
      output: target,
      files: count,
    },
    ...archivePrograms.map((program): Contender => {
      const output = join(bench.work, `out-${program}`);
      const commands = [...of(program).restore(output, files), ...settled(output)];
      return { name: program, needs: program, commands, output, files: count };
    }),
  ];
}
