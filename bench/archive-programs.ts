import { join } from "node:path";
import { makeArchiveFiles } from "./make-archive-files.ts";
import type { Peers } from "./peers.ts";
import type { Bench, Command } from "./scenario.ts";

/** Programs that keep what lies in a folder, as the bench runs them: nothing compressed, nothing encrypted that need not be. */
export type ArchiveProgram = "tar" | "dar" | "borg" | "restic";

export const archivePrograms: readonly ArchiveProgram[] = ["tar", "dar", "borg", "restic"] satisfies (keyof Peers)[];

/** The folder that everything is archived from. */
export const archiveSource = (bench: Bench): Promise<string> => makeArchiveFiles(join(bench.work, "archive-files"));

/** Brings what was written to the disk. */
export const syncTo = (folder: string): Command => ({ program: "sync", words: ["-f", folder] });

/** The name of the archive that `cresset archive format` makes and the others use. */
export const archiveName = "Job";

/** Commands of a program for an archive that lies in `folder`. */
interface ArchiveCommands {
  readonly prepare: readonly Command[];
  readonly create: readonly Command[];
  /** Reads everything back and holds it against what the archive knows of it. */
  readonly check: readonly Command[];
  /** Restores everything, or the files that are named, relative to the source. */
  readonly restore: (target: string, files: readonly string[]) => readonly Command[];
}

export function archiveCommands(program: ArchiveProgram, folder: string, source: string): ArchiveCommands {
  const at = (...names: readonly string[]) => join(folder, ...names);
  switch (program) {
    case "tar": {
      const file = at("job.tar");
      return {
        prepare: [],
        create: [{ program, words: ["-cf", file, "-C", source, "."] }, syncTo(folder)],
        check: [{ program, words: ["-tf", file] }],
        restore: (target, files) => [
          { program, words: ["-xf", file, "-C", target, ...files.map((each) => `./${each}`)] },
        ],
      };
    }
    case "dar": {
      const base = at("job");
      return {
        prepare: [],
        create: [{ program, words: ["-c", base, "-R", source, "-q", "-Q", "-N"] }, syncTo(folder)],
        check: [{ program, words: ["-t", base, "-q", "-Q", "-N"] }],
        restore: (target, files) => [
          {
            program,
            words: ["-x", base, "-R", target, "-q", "-Q", "-N", "-O", ...files.flatMap((each) => ["-g", each])],
          },
        ],
      };
    }
    case "borg": {
      const repository = at("repository");
      const env = { BORG_BASE_DIR: at("base"), BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: "yes" };
      const borg = (...words: readonly string[]): Command => ({ program, words, env, folder: source });
      return {
        prepare: [borg("init", "-e", "none", repository)],
        create: [borg("create", "-C", "none", `${repository}::${archiveName}`, "."), syncTo(folder)],
        check: [borg("check", "--verify-data", repository)],
        restore: (target, files) => [{ ...borg("extract", `${repository}::${archiveName}`, ...files), folder: target }],
      };
    }
    case "restic": {
      const env = { RESTIC_REPOSITORY: at("repository"), RESTIC_PASSWORD: "bench", RESTIC_CACHE_DIR: at("cache") };
      const restic = (...words: readonly string[]): Command => ({ program, words, env, folder: source });
      return {
        prepare: [restic("init", "--repository-version", "2")],
        create: [restic("backup", "--compression", "off", "."), syncTo(folder)],
        check: [restic("check", "--read-data")],
        restore: (target, files) => [
          restic("restore", "latest", "--target", target, ...files.flatMap((each) => ["--include", each])),
        ],
      };
    }
  }
}
