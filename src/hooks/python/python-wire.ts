import type { Readable, Writable } from "node:stream";
import * as z from "zod";
import { PythonError } from "../python-backend.ts";

/** A question of Python. */
export interface WireRequest {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** It comes from the thread that calls handlers. */
  readonly main: boolean;
}

export interface WireEvents {
  /** What it throws is raised in Python. */
  onRequest(request: WireRequest): Promise<unknown>;
  onNotification(method: string, params: Readonly<Record<string, unknown>>): void;
  /** Python wrote something that is no message; nothing that follows can be trusted. */
  onGarbage(line: string): void;
}

/** The line to an interpreter; its format is told in python/cresset_bridge.py. */
export interface PythonWire {
  /**
   * @param waiting the question of Python because of which this is asked, and whose thread answers it.
   * @throws PythonError for what Python raised; Error when the line was closed.
   */
  request(method: string, params: Readonly<Record<string, unknown>>, waiting?: number): Promise<unknown>;
  notify(method: string, params: Readonly<Record<string, unknown>>): void;
  /** Fails everything that is still waited for. */
  close(reason: string): void;
}

const params = z.record(z.string(), z.unknown()).default({});
const message = z.union([
  z.object({ id: z.int(), method: z.string(), params, main: z.boolean().default(false) }),
  z.object({ method: z.string(), params }),
  z.object({ id: z.int(), error: z.object({ type: z.string(), message: z.string(), detail: z.string() }) }),
  z.object({ id: z.int(), result: z.unknown().optional() }),
]);

export function createPythonWire(from: Readable, to: Writable, events: WireEvents): PythonWire {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let closed: string | undefined;
  /** An interpreter alone does not keep the program alive; an answer that is waited for does. */
  let alive: NodeJS.Timeout | undefined;
  const settle = (id: number): PromiseWithResolvers<unknown> | undefined => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      clearInterval(alive);
      alive = undefined;
    }
    return asked;
  };
  const send = (value: object): void => {
    if (closed === undefined) to.write(`${JSON.stringify(value)}\n`);
  };

  const answer = async (request: WireRequest): Promise<void> => {
    try {
      send({ id: request.id, result: (await events.onRequest(request)) ?? null });
    } catch (error) {
      send({ id: request.id, error: described(error) });
    }
  };

  const receive = (line: string): void => {
    const parsed = message.safeParse(parseJson(line));
    if (!parsed.success) events.onGarbage(line);
    else if ("method" in parsed.data) {
      if ("id" in parsed.data) void answer(parsed.data);
      else events.onNotification(parsed.data.method, parsed.data.params);
    } else {
      const { data } = parsed;
      const asked = settle(data.id);
      if ("error" in data) asked?.reject(new PythonError(data.error.type, data.error.message, data.error.detail));
      else asked?.resolve(data.result);
    }
  };

  eachLine(from, receive);
  // The end of the interpreter is told elsewhere, with its reason.
  to.on("error", () => {});
  from.on("error", () => {});

  return {
    request(method, given, because) {
      if (closed !== undefined) return Promise.reject(new Error(closed));
      lastId += 1;
      const asked = Promise.withResolvers<unknown>();
      waiting.set(lastId, asked);
      alive ??= setInterval(() => {}, 1_000_000);
      send({ id: lastId, method, params: given, ...(because === undefined ? {} : { for: because }) });
      return asked.promise;
    },
    notify: (method, given) => send({ method, params: given }),
    close(reason) {
      closed ??= reason;
      for (const id of waiting.keys()) settle(id)?.reject(new Error(reason));
    },
  };
}

/** Lines are put together from bytes: a chunk may end within a line, and within a letter. */
function eachLine(from: Readable, receive: (line: string) => void): void {
  let begun: Buffer[] = [];
  from.on("data", (chunk: Buffer) => {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end === -1) break;
      const rest = chunk.subarray(start, end);
      const line = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      receive(line.toString("utf8"));
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function described(error: unknown): { readonly type: string; readonly message: string; readonly detail: string } {
  if (error instanceof PythonError) return { type: error.type, message: error.message, detail: error.detail };
  if (error instanceof Error) return { type: "RuntimeError", message: error.message, detail: error.stack ?? "" };
  return { type: "RuntimeError", message: String(error), detail: "" };
}
