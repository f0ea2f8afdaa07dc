/**
 * The thread that hook files live in: loads them, calls their handlers, answers. It holds userData and info alive; the
 * program sees only plain data. Whatever a hook file does to this thread, the program goes on.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { errorDetail } from "./error-text.ts";
import { type HandlerSession, currentSession } from "./handler-session.ts";
import type { HostCall, LoadedHookFile } from "./hook-host.ts";
import { teachHookModules } from "./hook-modules.ts";
import type { HookName } from "./hook-table.ts";
import { leftRunning } from "./left-running.ts";
import { createOutputLog } from "./output-log.ts";
import { readHookExports } from "./read-hook-exports.ts";
import { type Handler, runHandlers } from "./run-handlers.ts";
import { threadApi } from "./thread-api.ts";
import { catchOutput, catchStrayErrors, refuseExit } from "./thread-catches.ts";
import { watchThreadChildren } from "./thread-children.ts";
import { threadClock } from "./thread-clock.ts";
import type { FromThread, ThreadProgress, ThreadStart, ToThread } from "./thread-messages.ts";
import { mergeJson, userDataFromJson } from "./user-data.ts";

const start: ThreadStart = workerData;
const port = parentPort;
if (port === null) throw new Error("hook-thread is started by the program as a worker thread.");
const clock = threadClock(start.clock);
const send = (message: FromThread): void => port.postMessage(message);
const note = (progress: ThreadProgress): void => start.progress.postMessage(progress, []);
const api = threadApi(start.run, start.cancelled, send);
const userData = userDataFromJson(start.userDataJson);
/** Profiles as the hooks made them, live parts included. */
let profiles: Readonly<Record<string, unknown>> = {};
const reported = new Set<string>();
const handlers = new Map<string, ReadonlyMap<HookName, Handler>>();
/** The handler at work. */
let active: HandlerSession | undefined;
/** What the file that is being loaded prints. */
let loadOutput: ReturnType<typeof createOutputLog> | undefined;
let loadingFile = "";

/** What comes from no call is kept up to a limit, so that a timer that prints for ever costs no memory. */
let strayRoom = 64 * 1024;
let strayErrors = 0;
const mostStrayErrors = 100;

function strayOutput(file: string, text: string): void {
  if (strayRoom <= 0) return;
  const log = [text.slice(0, strayRoom).replace(/\n$/, "")];
  strayRoom -= text.length;
  if (strayRoom <= 0) log.push("… Further output outside of hook calls is dropped.");
  send({ kind: "stray", trace: { ...quiet, file, log, outcome: "ok" } });
}

const quiet = { milliseconds: 0, changes: [], log: [], complaints: [], detail: "" } as const;

catchOutput((text) => {
  const session = currentSession.getStore() ?? active;
  if (loadOutput !== undefined) loadOutput.write(text);
  else if (session !== undefined && session === active) session.output.write(text);
  else strayOutput(session?.caller.file ?? "", text);
});

catchStrayErrors((error) => {
  const session = currentSession.getStore();
  if (session !== undefined && session === active) {
    session.fail(error);
    return;
  }
  if (strayErrors >= mostStrayErrors) return;
  strayErrors += 1;
  const detail = errorDetail(error);
  const file = session?.caller.file ?? start.files.find(({ path }) => detail.includes(path))?.path ?? "";
  const trace = { ...quiet, file, detail: `${begunBy(session)}: ${detail}`, outcome: "error", isLate: true } as const;
  send({ kind: "stray", trace });
});

/** Who set the timer, or began the promise, that threw after its end. */
function begunBy(session: HandlerSession | undefined): string {
  if (session === undefined) return "Begun while the file was loaded";
  const { hook, scope } = session.caller;
  return `Begun by ${hook}${scope.sequence === undefined ? "" : ` of ${scope.sequence}`} and thrown later`;
}

refuseExit();

const children = watchThreadChildren(
  () => currentSession.getStore()?.caller.file ?? loadingFile,
  () => send({ kind: "started" }),
);

const locateSyntaxError = teachHookModules([...new Set(start.files.map(({ folder }) => folder))]);

async function loadFile(file: LoadedHookFile): Promise<LoadedHookFile> {
  const output = createOutputLog();
  loadOutput = output;
  loadingFile = file.path;
  try {
    const exported: unknown = await import(pathToFileURL(file.path).href);
    if (typeof exported !== "object" || exported === null) return file;
    const found = readHookExports(file.path, exported);
    handlers.set(file.path, found.handlers);
    const { warnings, misspelt } = found;
    return { ...file, hooks: [...found.handlers.keys()], warnings, misspelt, log: output.lines() };
  } catch (error) {
    const located =
      error instanceof SyntaxError && !error.message.includes("export") ? locateSyntaxError(error) : error;
    return { ...file, error: errorDetail(located), log: output.lines() };
  } finally {
    loadOutput = undefined;
    loadingFile = "";
  }
}

/** No top-level await: a file that awaits what never comes lets this thread run out of work, and it ends quietly. */
async function loadFiles(): Promise<void> {
  for (const [index, { path, folder }] of start.files.entries()) {
    const givenUp = start.givenUp.get(path);
    const file = { path, folder, hooks: [], error: givenUp ?? "", warnings: [], log: [] };
    clock.begin(index);
    note({ kind: "file", file: givenUp === undefined ? await loadFile(file) : file });
  }
  port?.on("message", receive);
  send({ kind: "ready" });
}

void loadFiles();

function receive(message: ToThread): void {
  switch (message.kind) {
    case "call":
      void answerCall(message.call);
      break;
    case "setUserData":
      setUserData(message.json, message.fromProfile);
      break;
    case "timeUp":
      active?.expire();
      break;
    case "leave":
      leave();
      break;
    case "run":
    case "answer":
    case "refusal":
    case "cancel":
      api.receive(message);
  }
}

function leave(): void {
  const files = children.leave();
  if (files.length > 0) send({ kind: "stray", trace: leftRunning(files) });
  send({ kind: "left" });
}

async function answerCall(call: Extract<ToThread, { kind: "call" }>["call"]): Promise<void> {
  if (call.userDataJson !== undefined) {
    userData.live = mergeJson(userData.live, JSON.parse(call.userDataJson));
    userData.json = call.userDataJson;
  }
  const chosen = call.files.map((file) => handlers.get(file)?.get(call.hook) ?? missingHandler(file, call.hook));
  const until = performance.now() + alongMs;
  let stuck = await callHandlers(call, chosen);
  for (const subject of call.next ?? []) {
    if (stuck || performance.now() > until || api.backend.signal.aborted) break;
    note({ kind: "next" });
    stuck = await callHandlers({ hook: call.hook, ...subject }, chosen);
  }
  send({ kind: "done", stuck });
}

/** How long calls that were sent along are begun: whoever waits for quick ones does not notice, and slow ones come alone. */
const alongMs = 10;

/** @returns whether the last handler still runs. */
async function callHandlers(
  call: Pick<HostCall, "hook" | "info" | "scope">,
  chosen: readonly Handler[],
): Promise<boolean> {
  const { stuck } = await runHandlers(call, chosen, {
    backend: api.backend,
    userData,
    timeLimitMs: start.timeLimitMs,
    reported,
    newOutput: () => createOutputLog((text) => note({ kind: "output", text })),
    // A promise that nobody awaits tells of its rejection only after the present turn of the event loop.
    beforeEnd: () => nextTurn(),
    onBegin: (session, index) => {
      clock.begin(index);
      active = session;
    },
    onEnd: (report, info, live) => {
      active = undefined;
      if (call.hook === "getCustomExportProfiles") profiles = live;
      note({ kind: "report", report, info: report.changes.length === 0 ? undefined : info });
    },
  });
  return stuck;
}

/** After a restart a file may define less than it did. */
const missingHandler = (file: string, hook: HookName): Handler => ({
  file,
  self: undefined,
  run: () => {
    throw new Error(`${file} defined ${hook} at first, but not any more when it was loaded again.`);
  },
});

function setUserData(json: string, fromProfile: string | undefined): void {
  const seed = userDataFromJson(json);
  userData.json = seed.json;
  userData.live =
    fromProfile !== undefined && Object.hasOwn(profiles, fromProfile)
      ? mergeJson(profiles[fromProfile], seed.live)
      : seed.live;
}
