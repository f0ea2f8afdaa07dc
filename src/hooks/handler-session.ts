import { AsyncLocalStorage } from "node:async_hooks";
import { format, inspect } from "node:util";
import type { HookApi, HookApiBackend, HookCaller, ImportOptions, MailMessage, TranscodeRequest } from "./hook-api.ts";
import { type OutputLog, createOutputLog } from "./output-log.ts";

/** One handler at work: what it prints, what it waits for, what interrupts it. */
export interface HandlerSession {
  readonly caller: HookCaller;
  readonly output: OutputLog;
  readonly api: HookApi;
  /** Runs the handler to its end, or to what ends it from outside. */
  settle(run: () => unknown, afterwards?: () => Promise<void>): Promise<HandlerEnd>;
  /** Time is up: tells the handler through its signal, and leaves it soon after when it does not return. */
  expire(): void;
  /** Something that the handler started threw where nobody could catch it. */
  fail(error: unknown): void;
}

export type HandlerEnd =
  | { readonly kind: "returned"; readonly answer: unknown }
  | { readonly kind: "threw"; readonly error: unknown }
  /** `stuck`: it still runs. */
  | { readonly kind: "timeout"; readonly stuck: boolean };

/** The handler that the running code belongs to, over awaits and timers. */
export const currentSession = new AsyncLocalStorage<HandlerSession>();

/** How long a handler may take to return after its signal was aborted. */
const graceMs = 250;

export function openSession(
  caller: HookCaller,
  backend: HookApiBackend,
  output: OutputLog = createOutputLog(),
): HandlerSession {
  const controller = new AbortController();
  const interruption = Promise.withResolvers<HandlerEnd>();
  const pending = new Set<Promise<unknown>>();
  let expired = false;

  const tracked = async <Result>(result: Promise<Result>): Promise<Result> => {
    pending.add(result);
    try {
      return await result;
    } finally {
      pending.delete(result);
    }
  };
  let signal: AbortSignal | undefined;
  const api: HookApi = {
    log: (...values) => output.write(`${format(...values)}\n`),
    get signal() {
      signal ??= AbortSignal.any([controller.signal, backend.signal]);
      return signal;
    },
    run: backend.run,
    probe: (path) => tracked(backend.probe(text("path", path), caller)),
    transcode: (request) => tracked(backend.transcode(checkedTranscode(request), caller)),
    assetFiles: () => tracked(backend.assetFiles(caller)),
    importClips: (path, options) => tracked(backend.importClips(pathsOf(path), checkedImport(options), caller)),
    mail: (message) => tracked(backend.mail(checkedMail(message), caller)),
  };

  const finish = async (run: () => unknown, afterwards?: () => Promise<void>): Promise<HandlerEnd> => {
    try {
      const answer = await run();
      // A handler that forgot to await cresset.transcode() is done when the transcode is.
      while (pending.size > 0) await Promise.allSettled(pending);
      await afterwards?.();
      return expired ? { kind: "timeout", stuck: false } : { kind: "returned", answer };
    } catch (error) {
      return expired ? { kind: "timeout", stuck: false } : { kind: "threw", error };
    }
  };
  return {
    caller,
    output,
    api,
    settle: (run, afterwards) => Promise.race([finish(run, afterwards), interruption.promise]),
    expire() {
      if (expired) return;
      expired = true;
      controller.abort(new Error(`The time limit of ${caller.hook} in ${caller.file} is over.`));
      setTimeout(() => interruption.resolve({ kind: "timeout", stuck: true }), graceMs).unref();
    },
    fail: (error) => interruption.resolve({ kind: "threw", error }),
  };
}

/** Hook files need not be TypeScript: what comes from them is looked at. */
function checkedTranscode(request: TranscodeRequest): TranscodeRequest {
  const { input, output, preset, settings } = request;
  return {
    input: text("input", input),
    output: text("output", output),
    preset: text("preset", preset),
    ...(settings === undefined ? {} : { settings }),
  };
}

function checkedMail({ to, subject, text: body, from }: MailMessage): MailMessage {
  const addresses = typeof to === "string" ? [to] : to;
  if (!Array.isArray(addresses) || addresses.length === 0)
    throw new TypeError(`Expected to to be an address or a list of them, got ${inspect(to)}.`);
  return {
    to: addresses.map((each: string) => text("to", each)),
    subject: text("subject", subject),
    text: text("text", body),
    ...(from === undefined ? {} : { from: text("from", from) }),
  };
}

function pathsOf(path: string | readonly string[]): readonly string[] {
  const paths = typeof path === "string" ? [path] : path;
  if (!Array.isArray(paths))
    throw new TypeError(`Expected path to be a string or a list of them, got ${inspect(path)}.`);
  return paths.map((each: string) => text("path", each));
}

const checkedImport = ({ to }: ImportOptions = {}): ImportOptions => (to === undefined ? {} : { to: text("to", to) });

function text(name: string, value: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`Expected ${name} to be a string that is not empty, got ${inspect(value)}.`);
}
