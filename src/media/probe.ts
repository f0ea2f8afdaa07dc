import { CressetError } from "../errors.ts";
import type { ProbeOptions } from "./ffmpeg/probe-file.ts";
import type { MediaInfo } from "./media-info.ts";
import { isProbeReply, type ProbeRequest } from "./probe-messages.ts";
import { WorkerProcess } from "./worker-process.ts";

/** Looks into media files through a process of its own. */
export interface Prober {
  /** The process, while there is one. */
  readonly pid: number | undefined;
  /** Starts the process ahead of the first question. */
  warm(): void;
  /**
   * What a media file, an image or an image sequence holds; in any spelling of `findImageSequence`. Many may be asked for
   * at once; they are answered in order.
   * @throws CressetError("bad-input") in a sentence; also when the file crashed the decoder
   */
  probe(path: string, options?: ProbeOptions): Promise<MediaInfo>;
  /** Gives the process away, if it is there and idle; the next question starts another. */
  handOver(): WorkerProcess | undefined;
  /** Ends the process; what is still open fails. */
  close(): Promise<void>;
}

interface Question {
  readonly request: ProbeRequest;
  begun: boolean;
  readonly resolve: (info: MediaInfo) => void;
  readonly reject: (error: Error) => void;
}

/** A process that ends so often without having begun a file cannot run at all. */
const mostFailedStarts = 3;

/** Makes a prober. Its process starts with the first question, serves all of them, and is replaced when a file crashes it. */
export function createProber(): Prober {
  const questions = new Map<number, Question>();
  let worker: WorkerProcess | undefined;
  let nextId = 1;
  let failedStarts = 0;
  let closing: (() => void) | undefined;

  const settle = (id: number): Question | undefined => {
    const question = questions.get(id);
    questions.delete(id);
    // An answer that comes while the process is being ended must not let the program go before it has.
    if (questions.size === 0 && closing === undefined) worker?.unref();
    return question;
  };

  const failAll = (error: Error) => {
    for (const id of questions.keys()) settle(id)?.reject(error);
  };

  const ask = (request: ProbeRequest) => {
    const process = start();
    process.ref();
    // A process that ends just now takes the question with it; `onEnd` asks again.
    process.send(request);
  };

  const onMessage = (message: unknown) => {
    if (!isProbeReply(message)) return;
    failedStarts = 0;
    if (message.kind === "begun") {
      const question = questions.get(message.id);
      if (question !== undefined) question.begun = true;
    } else if (message.kind === "known") settle(message.id)?.resolve(message.info);
    else {
      const { code, message: sentence, detail } = message;
      settle(message.id)?.reject(new CressetError(code, sentence, detail === undefined ? {} : { detail }));
    }
  };

  const onEnd = (how: string, detail: string) => {
    worker = undefined;
    if (closing !== undefined) {
      failAll(new CressetError("cancelled", "Probing was stopped."));
      closing();
      return;
    }
    const culprit = [...questions.values()].find(({ begun }) => begun);
    if (culprit !== undefined) {
      const { id, path } = culprit.request;
      settle(id)?.reject(
        new CressetError(
          "bad-input",
          `"${path}" made the media engine crash (it ${how}): it is damaged. Copy it again or leave it out.`,
          { detail },
        ),
      );
    } else if (++failedStarts >= mostFailedStarts)
      failAll(new CressetError("internal", `The probing process does not start: it ${how}.`, { detail }));
    for (const { request } of questions.values()) ask(request);
  };

  const start = (): WorkerProcess => {
    if (worker === undefined) {
      worker = new WorkerProcess({ message: onMessage, ended: onEnd });
      worker.unref();
    }
    return worker;
  };

  return {
    get pid() {
      return worker?.pid;
    },
    warm() {
      if (closing === undefined) start();
    },
    probe(path, options = {}) {
      if (closing !== undefined) return Promise.reject(new CressetError("cancelled", "Probing was stopped."));
      return new Promise((resolve, reject) => {
        const request = { id: nextId++, path, options };
        questions.set(request.id, { request, begun: false, resolve, reject });
        ask(request);
      });
    },
    handOver() {
      if (questions.size > 0) return undefined;
      const idle = worker;
      worker = undefined;
      return idle;
    },
    async close() {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = resolve;
      if (worker === undefined) return;
      worker.ref();
      worker.kill();
      await promise;
    },
  };
}
