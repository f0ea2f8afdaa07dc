import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { CressetError } from "../errors.ts";
import type { ProbeOptions } from "./ffmpeg/probe-file.ts";
import type { MediaInfo } from "./media-info.ts";
import { isProbeReply, type ProbeRequest } from "./probe-messages.ts";

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
  /** Ends the process; what is still open fails. */
  close(): Promise<void>;
}

interface Question {
  readonly request: ProbeRequest;
  begun: boolean;
  readonly resolve: (info: MediaInfo) => void;
  readonly reject: (error: Error) => void;
}

const workerPath = fileURLToPath(new URL(`./probe-worker${extname(import.meta.url)}`, import.meta.url));
/** A process that ends so often without having begun a file cannot run at all. */
const mostFailedStarts = 3;
const mostLog = 4000;

/** Makes a prober. Its process starts with the first question, serves all of them, and is replaced when a file crashes it. */
export function createProber(): Prober {
  const questions = new Map<number, Question>();
  let child: ChildProcess | undefined;
  let log = "";
  let nextId = 1;
  let failedStarts = 0;
  let closed = false;

  const settle = (id: number): Question | undefined => {
    const question = questions.get(id);
    questions.delete(id);
    // An answer that comes while the process is being ended must not let the program go before it has.
    if (questions.size === 0 && child !== undefined && !closed) letGo(child);
    return question;
  };

  const failAll = (error: Error) => {
    for (const id of questions.keys()) settle(id)?.reject(error);
  };

  const ask = (request: ProbeRequest) => {
    const process = start();
    hold(process);
    // A process that ends just now takes the question with it; `onEnd` asks again.
    process.send(request, () => undefined);
  };

  const onEnd = (how: string) => {
    child = undefined;
    if (closed) return failAll(new CressetError("cancelled", "Probing was stopped."));
    const culprit = [...questions.values()].find(({ begun }) => begun);
    if (culprit !== undefined) {
      const { id, path } = culprit.request;
      settle(id)?.reject(
        new CressetError(
          "bad-input",
          `"${path}" made the media engine crash (${how}): it is damaged. Copy it again or leave it out.`,
          { detail: log },
        ),
      );
    } else if (++failedStarts >= mostFailedStarts)
      failAll(new CressetError("internal", `The probing process does not start (${how}).`, { detail: log }));
    for (const { request } of questions.values()) ask(request);
  };

  const start = (): ChildProcess => {
    if (child !== undefined) return child;
    log = "";
    const started = fork(workerPath, [], {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    started.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-mostLog);
    });
    started.on("message", (message: unknown) => {
      if (!isProbeReply(message)) return;
      failedStarts = 0;
      if (message.kind === "begun") {
        const question = questions.get(message.id);
        if (question !== undefined) question.begun = true;
      } else if (message.kind === "done") settle(message.id)?.resolve(message.info);
      else {
        const { code, message: sentence, detail } = message;
        settle(message.id)?.reject(new CressetError(code, sentence, detail === undefined ? {} : { detail }));
      }
    });
    let over = false;
    const end = (how: string) => {
      if (over) return;
      over = true;
      if (child === started) onEnd(how);
    };
    started.on("error", (error) => end(error.message));
    // After `close`, not `exit`: replies that were under way have arrived by then.
    started.on("close", (code, signal) => end(signal ?? `exit code ${code}`));
    letGo(started);
    child = started;
    return started;
  };

  return {
    get pid() {
      return child?.pid;
    },
    warm() {
      if (!closed) start();
    },
    probe(path, options = {}) {
      if (closed) return Promise.reject(new CressetError("cancelled", "Probing was stopped."));
      return new Promise((resolve, reject) => {
        const request = { id: nextId++, path, options };
        questions.set(request.id, { request, begun: false, resolve, reject });
        ask(request);
      });
    },
    async close() {
      closed = true;
      const ending = child;
      if (ending === undefined) return;
      const ended = new Promise<void>((resolve) => {
        ending.once("close", () => resolve());
      });
      hold(ending);
      ending.kill();
      await ended;
    },
  };
}

/** An idle process must not keep the program from ending. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
}

/** One that is waited for must, to its last word: it is over when its stderr is, which may be after its exit. */
function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
  if (child.stderr instanceof Socket) child.stderr.ref();
}
