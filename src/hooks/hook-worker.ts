import { type MessagePort, MessageChannel, Worker, receiveMessageOnPort } from "node:worker_threads";
import { answerApi } from "./answer-api.ts";
import type { HookApiBackend } from "./hook-api.ts";
import type { HandlerReport, HookFile, HostCall, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace, HookInfo } from "./hook-runner.ts";
import { threadClock } from "./thread-clock.ts";
import type { FromThread, ThreadProgress, ThreadStart, ToThread } from "./thread-messages.ts";
import { type TimeWatch, watchTime } from "./time-limit.ts";

/** One life of the hook thread. */
export interface HookWorker {
  /** Settles when all files were tried, or when the thread ended on the way. */
  readonly loaded: Promise<{ readonly files: readonly LoadedHookFile[]; readonly end: WorkerEnd | undefined }>;
  /** @returns what came of the call, and of those of `call.next` that were begun along with it. */
  call(call: HostCall): Promise<readonly WorkerCall[]>;
  setUserData(json: string, fromProfile: string | undefined): void;
  /** The backend serves another run from here on. */
  beginRun(): void;
  /** Why it lives no more; nothing while it does. */
  ended(): WorkerEnd | undefined;
  takeStrays(): readonly HookCallTrace[];
  end(): Promise<void>;
}

export interface WorkerEnd {
  readonly kind: "timeout" | "cancelled" | "died";
  readonly reason: string;
  /** The last report of the call tells of the handler that the thread was ended for. */
  readonly reported?: true;
}

export interface WorkerCall {
  readonly reports: readonly HandlerReport[];
  readonly info: HookInfo;
  /** Set when the thread was ended, or ended by itself, within the call. */
  readonly end: WorkerEnd | undefined;
  /** What the handler printed that has no report. */
  readonly output: string;
  readonly milliseconds: number;
}

export interface WorkerOptions {
  readonly files: readonly HookFile[];
  readonly givenUp: ReadonlyMap<string, string>;
  readonly userDataJson: string;
  readonly timeLimitMs: number;
  readonly loadLimitMs: number;
  /** 10^6 bytes of JavaScript heap. */
  readonly memoryLimitMb: number;
  readonly backend: HookApiBackend;
}

/** How long a handler has after `timeUp` before its thread is ended; longer than the thread's own grace. */
const killAfterMs = 600;
/** How long handlers have to finish when the run is stopped. */
const cancelAfterMs = 2000;

const entry = new URL(`./hook-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** Starts a thread that loads the files at once. It does not keep the program alive by itself. */
export function startHookWorker(options: WorkerOptions): HookWorker {
  const clock = threadClock();
  const { port1: progress, port2 } = new MessageChannel();
  const start: ThreadStart = {
    files: options.files,
    givenUp: options.givenUp,
    userDataJson: options.userDataJson,
    timeLimitMs: options.timeLimitMs,
    run: options.backend.run,
    cancelled: options.backend.signal.aborted,
    clock: clock.memory,
    progress: port2,
  };
  clock.begin(0);
  const worker = new Worker(entry, {
    workerData: start,
    transferList: [port2],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryLimitMb },
  });
  worker.unref();
  const post = (message: ToThread): void => worker.postMessage(message, []);
  const strays: HookCallTrace[] = [];
  let ended: WorkerEnd | undefined;
  let watch: TimeWatch | undefined;
  /** Settled when what is under way, loading or a call, is over. */
  let underWay = Promise.withResolvers<WorkerEnd | undefined>();
  let busy = true;
  /** Programs that hooks started go on without the thread; it is asked to let them go. */
  let leaves = false;
  const left = Promise.withResolvers<void>();

  const endSoon = (): void => {
    const stopped = underWay;
    setTimeout(() => {
      if (busy && stopped === underWay)
        end({ kind: "cancelled", reason: "The run was stopped, and the hook went on." });
    }, cancelAfterMs).unref();
  };
  const onCancel = (): void => {
    post({ kind: "cancel" });
    endSoon();
  };
  const end = (why: WorkerEnd): void => {
    ended ??= why;
    watch?.stop();
    options.backend.signal.removeEventListener("abort", onCancel);
    underWay.resolve(ended);
    void worker.terminate();
  };
  options.backend.signal.addEventListener("abort", onCancel, { once: true });
  worker.on("error", (error) => end({ kind: "died", reason: `The hook thread ended: ${String(error)}` }));
  worker.on("exit", (code) => {
    const reason =
      code === 0 ? "It awaits something that never comes." : `The hook thread ended with exit code ${code}.`;
    end({ kind: "died", reason });
  });
  worker.on("message", (message: FromThread) => {
    if (message.kind === "stray") strays.push(message.trace);
    else if (message.kind === "started") leaves = true;
    else if (message.kind === "left") left.resolve();
    else if (message.kind === "api") void answerApi(message, options.backend, watch, post);
    else {
      const stuck = message.kind === "done" && message.stuck;
      if (stuck) end({ kind: "timeout", reason: "The handler went on after its time was up.", reported: true });
      else underWay.resolve(undefined);
    }
  });

  const watchHandler = (): void => {
    watch = watchTime(
      options.timeLimitMs,
      () => clock.since(),
      () => {
        const since = clock.since();
        post({ kind: "timeUp" });
        const current = underWay;
        setTimeout(() => {
          if (!busy || current !== underWay) return;
          if (clock.since() === since) end({ kind: "timeout", reason: "The handler did not return." });
          else watchHandler();
        }, killAfterMs);
      },
    );
  };

  const load = async (): Promise<Awaited<HookWorker["loaded"]>> => {
    watch = watchTime(
      options.loadLimitMs,
      () => clock.since(),
      () => end({ kind: "timeout", reason: `It did not finish loading within ${options.loadLimitMs / 1000} s.` }),
    );
    const why = await underWay.promise;
    busy = false;
    watch.stop();
    const files = drain(progress).flatMap((item) => (item.kind === "file" ? [item.file] : []));
    return { files, end: why };
  };

  const leave = async (): Promise<void> => {
    post({ kind: "leave" });
    // It also keeps the program alive meanwhile, which the thread does not.
    const stuck = setTimeout(() => left.resolve(), killAfterMs);
    await left.promise;
    clearTimeout(stuck);
  };

  return {
    loaded: load(),
    async call(call) {
      underWay = Promise.withResolvers();
      busy = true;
      if (ended !== undefined) underWay.resolve(ended);
      clock.begin(0);
      watchHandler();
      post({ kind: "call", call });
      // Called after the run was stopped, or stopped while the files were loaded.
      if (options.backend.signal.aborted) endSoon();
      const why = await underWay.promise;
      busy = false;
      watch?.stop();
      const milliseconds = Date.now() - clock.since();
      const begun = readProgress(drain(progress), [call, ...(call.next ?? [])]);
      // Only the last can have been under way when the thread ended.
      return begun.map((each, index) => ({ ...each, end: index === begun.length - 1 ? why : undefined, milliseconds }));
    },
    beginRun: () => post({ kind: "run", run: options.backend.run }),
    setUserData: (json, fromProfile) => post({ kind: "setUserData", json, fromProfile }),
    ended: () => ended,
    takeStrays: () => strays.splice(0),
    async end() {
      if (leaves && ended === undefined) await leave();
      end({ kind: "died", reason: "The hook thread was ended by the program." });
      await worker.terminate();
    },
  };
}

function drain(port: MessagePort): readonly ThreadProgress[] {
  const items: ThreadProgress[] = [];
  for (;;) {
    const received: { readonly message: ThreadProgress } | undefined = receiveMessageOnPort(port);
    if (received === undefined) return items;
    items.push(received.message);
  }
}

type ReadCall = Pick<WorkerCall, "reports" | "info" | "output">;

/** What the thread told, call by call. @param subjects what the calls are about, as many as were sent or more. */
function readProgress(
  items: readonly ThreadProgress[],
  subjects: readonly Pick<HostCall, "info">[],
): readonly ReadCall[] {
  const calls: ReadCall[] = [];
  let reports: HandlerReport[] = [];
  let info = subjects[0]?.info ?? {};
  let output = "";
  for (const item of items) {
    if (item.kind === "next") {
      calls.push({ reports, info, output });
      reports = [];
      info = subjects[calls.length]?.info ?? {};
      output = "";
    } else if (item.kind === "output") output += item.text;
    else if (item.kind === "report") {
      reports.push(item.report);
      info = item.info ?? info;
      // Its report carries it.
      output = "";
    }
  }
  return [...calls, { reports, info, output }];
}
