import type { PythonBackend } from "../python-backend.ts";
import { pythonHome } from "../python-home.ts";
import { type PythonCommand, type StartFailure, noPythonSentence, pythonCommands } from "./find-python.ts";
import { type Interpreter, type WaitingTeller, openInterpreter } from "./interpreter.ts";
import { createNestedHost } from "./nested-host.ts";
import { type PythonProcessOptions, startPythonProcess } from "./python-process.ts";

/** The interpreters of one run, one after the other. */
export interface InterpreterLives {
  /** The next one; nothing when there is no Python, and `problem` tells why. */
  start(script?: PythonProcessOptions["script"]): Promise<Interpreter | undefined>;
  about(): string;
  problem(): string;
  close(): Promise<void>;
}

export interface PythonOptions {
  /** For each handler. Time spent in `flame` calls does not count. */
  readonly timeLimitMs: number;
  /** For each file. */
  readonly loadLimitMs: number;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  /** `python` of the config file; `CRESSET_PYTHON` of `env` comes first. */
  readonly python?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers `flame`; without it every call of it raises NotImplementedError. */
  readonly backend?: PythonBackend | undefined;
  /** What people are told while they wait for hooks. */
  readonly waits?: Partial<WaitingTeller>;
}

export function createInterpreterLives(options: PythonOptions): InterpreterLives {
  const { signal, env, backend, timeLimitMs, loadLimitMs } = options;
  let present: Interpreter | undefined;
  /** The command that worked. */
  let found: PythonCommand | undefined;
  let problem = "";
  let lastSpace = 0;

  async function open(
    python: PythonCommand,
    script: PythonProcessOptions["script"],
  ): Promise<Interpreter | StartFailure> {
    const started = startPythonProcess({ python, home: pythonHome, env, ...(script === undefined ? {} : { script }) });
    return openInterpreter({
      process: started,
      signal,
      backend,
      waits: { slowAfterMs: 60_000, tell: () => {}, ...options.waits },
      context: ({ id }, caller) => ({
        caller,
        signal,
        callBack: async (method, params) => {
          if (present === undefined) throw new Error("The Python interpreter is not running.");
          return present.ask(method, params, id);
        },
        nestedHost: (nested = {}) => {
          lastSpace += 1;
          const interpreter = (): Interpreter | undefined => present;
          return createNestedHost({ ...nested, interpreter, space: lastSpace, waiting: id, timeLimitMs, loadLimitMs });
        },
      }),
    });
  }

  return {
    async start(script) {
      const tried: { python: PythonCommand; failure: StartFailure }[] = [];
      const commands = found === undefined ? pythonCommands({ configured: options.python, env }) : [found];
      for (const python of commands) {
        const opened = await open(python, script);
        if ("version" in opened && "unit" in opened) {
          found = python;
          present = opened;
          return opened;
        }
        if ("kind" in opened) tried.push({ python, failure: opened });
      }
      problem = noPythonSentence(tried, script !== undefined);
      return undefined;
    },
    about: () => (present === undefined ? "" : `Python ${present.version} (${present.executable})`),
    problem: () => problem,
    close: async () => {
      if (present !== undefined && present.ended() === undefined) await present.end(timeLimitMs);
    },
  };
}
