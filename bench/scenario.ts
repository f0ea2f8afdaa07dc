import type { Cresset } from "../src/app/cresset.ts";
import type { Peers } from "./peers.ts";

/** One thing that is measured: what we do, what others do to the same end, and what is asked of us. */
export interface Scenario {
  readonly name: string;
  /** What a user wants who waits for this. */
  readonly why: string;
  /** Part of `--quick`. */
  readonly quick: boolean;
  /** Nothing of the disk is in memory when a run begins, where the system lets us. */
  readonly cold?: boolean;
  readonly goals: readonly Goal[];
  /** Writes what the contenders need and says what they run; the first is Cresset's. */
  readonly contenders: (bench: Bench) => Promise<readonly Contender[]>;
}

export interface Contender {
  readonly name: string;
  /** Program that must be on PATH; Cresset needs none. */
  readonly needs?: keyof Peers;
  /** Run before each run, into the emptied `output`, and not measured. */
  readonly prepare?: readonly Command[];
  /** Run one after the other, measured as one. None for what is measured in this process. */
  readonly commands: readonly Command[];
  /** For what a process that serves does: started once, before the first run. */
  readonly session?: () => Promise<Session>;
  /** Emptied before each run. */
  readonly output: string;
  /** Files that must lie in `output` afterwards: a program that silently writes nothing is not fast. */
  readonly files: number;
  /** The output is wanted later. */
  readonly keepOutput?: boolean;
}

/** What stays from run to run. */
export interface Session {
  /** Does once what is measured. @returns the seconds that count */
  readonly run: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  /** Where it runs. */
  readonly folder?: string;
  /** Beside the environment that there is. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Measure = "seconds" | "peakBytes" | "cpuSeconds";

export type Goal = RatioGoal | AbsoluteGoal;

/** The median of `of` over that of `against`. */
export interface RatioGoal {
  readonly measure: Measure;
  readonly of: string;
  readonly against: string;
  readonly atMost: number;
}

/** The median of `of` divided by `per` things. */
export interface AbsoluteGoal {
  readonly measure: Measure;
  readonly of: string;
  readonly per?: number;
  readonly atMost: number;
}

/** What scenarios build on. */
export interface Bench {
  readonly quick: boolean;
  /** 30 s of 1080p24 H.264. */
  readonly clip: string;
  /** Folder for sources, cuts and outputs; outputs are deleted after each run. */
  readonly work: string;
  /** That many files of the clip's kind, each of its own path. */
  readonly sources: (count: number) => Promise<readonly string[]>;
  /** Cresset as a library, with a home of the bench's own; relative paths are looked up from `folder`. */
  readonly open: (folder: string) => Promise<Cresset>;
  /** A command line of Cresset. */
  readonly cresset: (...words: readonly string[]) => Command;
  /** `cresset export` of a cut or a movie with some presets, over what is there; a path in the cut is media enough. */
  readonly cressetExport: (input: string, output: string, ...presets: readonly string[]) => Command;
}
