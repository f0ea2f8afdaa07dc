import type { PythonBackend, PythonRequestContext } from "../python-backend.ts";
import { PythonError } from "../python-backend.ts";
import { basename } from "node:path";
import { closeOutput } from "../drain-output.ts";
import { type TimeWatch, durationText, watchSlow, watchTime } from "../time-limit.ts";
import type { StartFailure } from "./find-python.ts";
import { type OutputRouter, createOutputRouter } from "./output-router.ts";
import { type ProcessEnd, type PythonProcess, endReason, startFailure } from "./python-process.ts";
import { type PythonWire, type WireRequest, createPythonWire } from "./python-wire.ts";

/** One life of an interpreter. */
export interface Interpreter {
  /** `3.11.2`. */
  readonly version: string;
  readonly executable: string;
  /** Does one thing in Python, under a time limit; what is printed meanwhile belongs to it. */
  unit(method: string, params: Readonly<Record<string, unknown>>, options: UnitOptions): Promise<UnitEnd>;
  /** Asks for something that runs no code of scripts. */
  ask(method: string, params: Readonly<Record<string, unknown>>, waiting?: number): Promise<unknown>;
  /** Why it lives no more; nothing while it does. */
  ended(): InterpreterEnd | undefined;
  /** Lines that were printed outside of all units. */
  takeStrays(): readonly string[];
  /** Errors that no unit ended with: of threads, and of what was scheduled. */
  takeLate(): readonly LateError[];
  /** Once it ended, and once: the files that started programs, where one of these is still at work. */
  takeLeft(): readonly string[] | undefined;
  /** How its process ended. Whoever waits for it keeps the program alive. */
  readonly over: Promise<ProcessEnd>;
  /** @param patienceMs how long threads that hooks started, and what they registered for the end, may take. */
  end(patienceMs: number): Promise<void>;
}

export interface UnitOptions {
  readonly limitMs: number;
  /** Whose handler it calls. */
  readonly caller?: PythonRequestContext["caller"];
  /** The question of Python because of which this is done; the innermost of the main thread where nothing is said. */
  readonly waiting?: number | undefined;
}

export interface InterpreterEnd {
  readonly kind: "timeout" | "cancelled" | "died";
  readonly reason: string;
}

export interface UnitEnd {
  /** What Python answered; nothing when it did not come to that. */
  readonly result: unknown;
  /** Set when the interpreter ended on the way. */
  readonly end: InterpreterEnd | undefined;
  /** Why Cresset interrupted it; nothing where it did not. */
  readonly interrupted: InterpreterEnd["kind"] | undefined;
  readonly log: readonly string[];
  readonly milliseconds: number;
}

export interface LateError {
  readonly file: string;
  /** What failed, in one line, and the traceback. */
  readonly detail: string;
}

export interface InterpreterOptions {
  readonly process: PythonProcess;
  readonly signal: AbortSignal;
  readonly backend: PythonBackend | undefined;
  readonly waits: WaitingTeller;
  /** What a question of Python may ask back. */
  context(request: WireRequest, caller: PythonRequestContext["caller"]): PythonRequestContext;
}

/** Whom people hear from when they wait for hooks. */
export interface WaitingTeller {
  /** A handler is told of when it has run for so long, and again whenever that has doubled. */
  readonly slowAfterMs: number;
  readonly tell: (sentence: string) => void;
}

interface Unit {
  readonly caller: PythonRequestContext["caller"];
  readonly watches: TimeWatch[];
  interrupted: InterpreterEnd["kind"] | undefined;
}

/** How long code has to end after it was interrupted. */
const killAfterMs = 1000;
/** How long handlers have to finish when the run is stopped. */
const cancelAfterMs = 2000;
const startLimitMs = 30_000;
/** What the end of an interpreter takes beside what it waits for. */
const endMarginMs = 2000;
/** What a dead interpreter printed may still be on its way. */
const drainMs = 200;

/** Waits until the interpreter said hello. It does not keep the program alive by itself. */
export async function openInterpreter(options: InterpreterOptions): Promise<Interpreter | StartFailure> {
  const { process: python, signal } = options;
  const { child } = python;
  const output: OutputRouter = createOutputRouter();
  const units: Unit[] = [];
  const pending: number[] = [];
  const late: LateError[] = [];
  const starters: string[] = [];
  let left = false;
  let lastUnit = 0;
  let ended: InterpreterEnd | undefined;
  let killedFor: InterpreterEnd | undefined;
  const over = Promise.withResolvers<InterpreterEnd>();
  const hello = Promise.withResolvers<Readonly<Record<string, unknown>>>();

  for (const stream of python.output) {
    stream.on("data", (chunk: Buffer) => output.receive(chunk));
    stream.on("error", () => {});
  }
  const wire: PythonWire = createPythonWire(python.from, python.to, {
    onNotification: (method, params) => {
      if (method === "hello") hello.resolve(params);
      if (method === "waiting") options.waits.tell(String(params["text"]));
      if (method === "started") starters.push(String(params["file"]));
      if (method === "late") late.push({ file: String(params["file"]), detail: String(params["detail"]) });
    },
    onGarbage: (line) => kill({ kind: "died", reason: `A script wrote to Cresset's own line: ${line.slice(0, 200)}` }),
    onRequest: (request) => answer(request),
  });
  for (const stream of [...python.output, python.from, python.to, child]) letGo(stream);

  function kill(why: InterpreterEnd): void {
    killedFor ??= why;
    python.kill();
  }

  async function answer(request: WireRequest): Promise<unknown> {
    const { backend } = options;
    if (backend === undefined)
      throw new PythonError("NotImplementedError", `${request.method} is not there in this run.`);
    const unit = units.at(-1);
    if (!request.main) return backend.request(request.method, request.params, options.context(request, unit?.caller));
    // The handler waits: that time is not its own.
    for (const watch of unit?.watches ?? []) watch.pause();
    pending.push(request.id);
    try {
      return await backend.request(request.method, request.params, options.context(request, unit?.caller));
    } finally {
      pending.splice(pending.lastIndexOf(request.id), 1);
      for (const watch of unit?.watches ?? []) watch.resume();
    }
  }

  const cancel = (): void => {
    if (units.length === 0) return;
    const why = { kind: "cancelled", reason: "The run was stopped, and the hook went on." } as const;
    setTimeout(() => {
      if (units.length > 0) interruptThenKill(units.at(-1), why);
    }, cancelAfterMs).unref();
  };
  signal.addEventListener("abort", cancel);

  function interruptThenKill(unit: Unit | undefined, why: InterpreterEnd): void {
    if (unit !== undefined) unit.interrupted ??= why.kind;
    python.interrupt();
    setTimeout(
      () => {
        if (unit !== undefined && units.includes(unit)) kill(why);
      },
      process.platform === "win32" ? 0 : killAfterMs,
    ).unref();
  }

  const tellOf =
    ({ hook, file }: NonNullable<Unit["caller"]>, limitMs: number) =>
    (runMs: number): void =>
      options.waits.tell(
        `${hook} of ${basename(file)} has run for ${durationText(runMs)}. It may take ${durationText(limitMs)}; stopping the run (Ctrl-C) ends it.`,
      );

  const endLife = async (): Promise<void> => {
    const end = await python.ended;
    signal.removeEventListener("abort", cancel);
    ended = killedFor ?? { kind: "died", reason: endReason(end) };
    left = await closeOutput(python.output, drainMs);
    for (const stream of [python.from, python.to]) stream.destroy();
    wire.close(ended.reason);
    over.resolve(ended);
  };
  void endLife();

  const begun = await atMost(startLimitMs, Promise.race([hello.promise, python.ended]));
  if (begun === undefined || isEnd(begun)) {
    python.kill();
    if (begun === undefined) return { kind: "broken", reason: `It said nothing within ${startLimitMs / 1000} s.` };
    await over.promise;
    return startFailure(begun, output.takeStrays().join("\n"));
  }
  output.expectMarks(String(begun["mark"]));

  return {
    version: String(begun["version"]),
    executable: String(begun["executable"]),
    async unit(method, params, { limitMs, caller, waiting = pending.at(-1) }) {
      lastUnit += 1;
      const number = lastUnit;
      const log = output.open(number);
      const unit: Unit = { caller, watches: [], interrupted: undefined };
      const began = performance.now();
      const startedAt = Date.now();
      const why = { kind: "timeout", reason: "It did not end when it was interrupted." } as const;
      const onTimeUp = (): void => interruptThenKill(unit, why);
      unit.watches.push(watchTime(limitMs, () => startedAt, onTimeUp));
      if (caller !== undefined) unit.watches.push(watchSlow(options.waits.slowAfterMs, tellOf(caller, limitMs)));
      units.push(unit);
      if (signal.aborted) cancel();
      try {
        const result = await Promise.race([wire.request(method, { ...params, unit: number }, waiting), over.promise]);
        const printed = output.ended(number);
        if (printed !== undefined) await atMost(drainMs, Promise.race([printed, over.promise]));
        const end = result === ended ? ended : undefined;
        const milliseconds = performance.now() - began;
        const { interrupted } = unit;
        return { result: end === undefined ? result : undefined, end, interrupted, log: log.lines(), milliseconds };
      } catch (error) {
        // The line breaks with the interpreter; its end tells more.
        if (ended === undefined && error instanceof PythonError) throw error;
        return {
          result: undefined,
          end: await over.promise,
          interrupted: unit.interrupted,
          log: log.lines(),
          milliseconds: performance.now() - began,
        };
      } finally {
        for (const watch of unit.watches) watch.stop();
        units.splice(units.indexOf(unit), 1);
      }
    },
    ask: (method, params, waiting = pending.at(-1)) => wire.request(method, params, waiting),
    ended: () => ended,
    takeStrays: () => output.takeStrays(),
    takeLate: () => late.splice(0),
    takeLeft() {
      const files = left ? [...starters] : undefined;
      left = false;
      return files;
    },
    get over() {
      const alive = setInterval(() => {}, 1_000_000);
      return over.promise.then(() => python.ended).finally(() => clearInterval(alive));
    },
    async end(patienceMs) {
      if (units.length > 0) kill({ kind: "died", reason: "The Python interpreter was ended by the program." });
      const patience = signal.aborted ? cancelAfterMs : patienceMs;
      wire.notify("exit", { patience: patience / 1000 });
      const reason = "The Python interpreter did not end.";
      // A process that was killed takes a moment to be gone.
      const awake = setInterval(() => {}, 1_000_000);
      let alive = setTimeout(() => {
        late.push({
          file: "",
          detail: `${reason} What hooks left for the end took longer than ${durationText(patience)}.`,
        });
        kill({ kind: "died", reason });
      }, patience + endMarginMs);
      const stop = (): void => {
        clearTimeout(alive);
        alive = setTimeout(() => kill({ kind: "cancelled", reason }), cancelAfterMs);
      };
      signal.addEventListener("abort", stop);
      await over.promise;
      signal.removeEventListener("abort", stop);
      clearTimeout(alive);
      clearInterval(awake);
    },
  };
}

const isEnd = (value: object): value is ProcessEnd => "signal" in value && "error" in value;

function letGo(stream: object | null): void {
  if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
}

/** Keeps the program alive meanwhile: nothing else may, and it would end without a word. */
async function atMost<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), milliseconds);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
