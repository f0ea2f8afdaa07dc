import { type PythonBackend, PythonError } from "../hooks/python-backend.ts";
import { clipMethods } from "./flame/clip-methods.ts";
import { entryMethods } from "./flame/entry-methods.ts";
import { exportMethods } from "./flame/export-methods.ts";
import { asPythonError, type FlameMethod } from "./flame/flame-method.ts";
import type { FlameSurroundings } from "./flame/flame-surroundings.ts";
import { makingMethods } from "./flame/making-methods.ts";
import { messageMethods } from "./flame/message-methods.ts";
import { sessionMethods } from "./flame/session-methods.ts";

export interface FlameBackend extends PythonBackend {
  /** Settles when nothing is under way any more: exports that go on after the script that started them. */
  settled(): Promise<void>;
}

/** Answers the `flame` module of python/flame: every call of it is a method here. */
export function flameBackend(surroundings: FlameSurroundings): FlameBackend {
  const methods = new Map<string, FlameMethod>(
    [sessionMethods, entryMethods, clipMethods, makingMethods, messageMethods, exportMethods].flatMap((group) =>
      Object.entries(group(surroundings)),
    ),
  );
  const underWay = new Set<Promise<unknown>>();
  return {
    async request(name, params, context) {
      const method = methods.get(name);
      if (method === undefined) throw new PythonError("NotImplementedError", `${name} has no counterpart in Cresset.`);
      const answer = method(params, context);
      underWay.add(answer);
      try {
        return await answer;
      } catch (error) {
        throw asPythonError(error);
      } finally {
        underWay.delete(answer);
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
