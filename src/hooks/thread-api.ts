import { CressetError } from "../errors.ts";
import type { HookApiBackend, HookCaller, HookRun } from "./hook-api.ts";
import type { ApiAnswer, ApiRefusal, ApiRequest, FromThread, ToThread } from "./thread-messages.ts";

export interface ThreadApi {
  readonly backend: HookApiBackend;
  receive(message: Extract<ToThread, { kind: "answer" | "refusal" | "cancel" | "run" }>): void;
}

/** The run's API inside the hook thread: asks the program by message. */
export function threadApi(run: HookRun, cancelled: boolean, send: (message: FromThread) => void): ThreadApi {
  const controller = new AbortController();
  if (cancelled) cancel(controller);
  let current = run;
  const waiting = new Map<number, PromiseWithResolvers<ApiAnswer>>();
  let lastId = 0;
  const ask = async (caller: HookCaller, request: ApiRequest): Promise<ApiAnswer> => {
    lastId += 1;
    const id = lastId;
    const answer = Promise.withResolvers<ApiAnswer>();
    waiting.set(id, answer);
    try {
      send({ kind: "api", id, caller, request });
      return await answer.promise;
    } finally {
      waiting.delete(id);
    }
  };
  return {
    backend: {
      get run() {
        return current;
      },
      signal: controller.signal,
      async probe(path, caller) {
        const answer = await ask(caller, { method: "probe", path });
        return answer.method === "probe" ? answer.media : mixedUp(answer);
      },
      async transcode(request, caller) {
        const answer = await ask(caller, { method: "transcode", request });
        return answer.method === "transcode" ? answer.result : mixedUp(answer);
      },
      async importClips(paths, options, caller) {
        const answer = await ask(caller, { method: "importClips", paths, options });
        return answer.method === "importClips" ? answer.result : mixedUp(answer);
      },
      async mail(message, caller) {
        const answer = await ask(caller, { method: "mail", message });
        if (answer.method !== "mail") mixedUp(answer);
      },
      async assetFiles(caller) {
        const answer = await ask(caller, { method: "assetFiles" });
        return answer.method === "assetFiles" ? answer.files : mixedUp(answer);
      },
    },
    receive(message) {
      if (message.kind === "cancel") cancel(controller);
      else if (message.kind === "run") current = message.run;
      else if (message.kind === "answer") waiting.get(message.id)?.resolve(message.answer);
      else waiting.get(message.id)?.reject(toError(message.error));
    },
  };
}

function toError({ code, message, detail }: ApiRefusal): Error {
  return code === undefined
    ? new Error(message)
    : new CressetError(code, message, detail === undefined ? {} : { detail });
}

const mixedUp = (answer: ApiAnswer): never => {
  throw new Error(`The program answered ${answer.method} to another question.`);
};

const cancel = (controller: AbortController): void => controller.abort(new Error("The run was stopped."));
