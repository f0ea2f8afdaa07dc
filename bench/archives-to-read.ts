import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ArchiveProgram, archiveCommands, archiveName, archiveSource } from "./archive-programs.ts";
import { archivedBytes } from "./make-archive-files.ts";
import type { Bench, Command } from "./scenario.ts";

/** Archives of the bench's files that lie ready, one of each program that is there. */
export interface ArchivesToRead {
  readonly source: string;
  /** The folder of Cresset's archive. */
  readonly own: string;
  readonly of: (program: ArchiveProgram) => ReturnType<typeof archiveCommands>;
}

let made: Promise<ArchivesToRead> | undefined;

/** Ours is made anew each time that the bench runs; those of others are kept. */
export const archivesToRead = (bench: Bench): Promise<ArchivesToRead> => (made ??= make(bench));

async function make(bench: Bench): Promise<ArchivesToRead> {
  const source = await archiveSource(bench);
  const above = join(bench.work, "archives");
  const own = join(above, "cresset", archiveName);
  await rm(join(above, "cresset"), { recursive: true, force: true });
  await mkdir(join(above, "cresset"), { recursive: true });
  run(bench.cresset("archive", "format", archiveName, "--to", join(above, "cresset")));
  run(bench.cresset("archive", "add", own, source));
  for (const program of ["tar", "dar", "borg", "restic"] as const) await keep(program, join(above, program), source);
  return { source, own, of: (program) => archiveCommands(program, join(above, program), source) };
}

async function keep(program: ArchiveProgram, folder: string, source: string): Promise<void> {
  const whole = `${folder}.${archivedBytes}.whole`;
  if (existsSync(whole)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { prepare, create } = archiveCommands(program, folder, source);
  try {
    for (const command of [...prepare, ...create]) run(command);
    await writeFile(whole, "");
  } catch (error) {
    // It is not on PATH: the table says so.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

function run({ program, words, env, folder }: Command): void {
  execFileSync(program, words, { env: { ...process.env, ...env }, cwd: folder, stdio: "ignore" });
}
