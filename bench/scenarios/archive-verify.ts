import { join } from "node:path";
import { archivePrograms } from "../archive-programs.ts";
import { archivesToRead } from "../archives-to-read.ts";
import { archivedBytes } from "../make-archive-files.ts";
import type { Contender, Scenario } from "../scenario.ts";

/** Is everything still there, bit for bit? */
export const archiveVerify: Scenario = {
  name: "archive-verify",
  why: "An archive of 3 GB read back from the disk, every file and segment against its checksum.",
  quick: false,
  cold: true,
  goals: [
    { measure: "seconds", of: "cresset", against: "restic", atMost: 1 / 3 },
    { measure: "seconds", of: "cresset", against: "dar", atMost: 1 / 4 },
    { measure: "seconds", of: "cresset", against: "borg", atMost: 1 / 4 },
    { measure: "cpuSeconds", of: "cresset", per: archivedBytes / 1e9, atMost: 0.6 },
    { measure: "peakBytes", of: "cresset", atMost: 150_000_000 },
  ],
  async contenders(bench) {
    const archives = await archivesToRead(bench);
    return [
      {
        name: "cresset",
        commands: [bench.cresset("archive", "verify", archives.own)],
        output: join(bench.work, "out-cresset"),
        files: 0,
      },
      ...archivePrograms
        // tar has no checksums to hold anything against.
        .filter((program) => program !== "tar")
        .map((program): Contender => {
          const output = join(bench.work, `out-${program}`);
          return { name: program, needs: program, commands: archives.of(program).check, output, files: 0 };
        }),
    ];
  },
};
