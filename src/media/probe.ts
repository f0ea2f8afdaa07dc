import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { CressetError } from "../errors.ts";
import type { Rate } from "../time/rate.ts";
import type { MediaInfo } from "./media-info.ts";
import { isProbeReport, type ProbeReport } from "./probe-messages.ts";

/** Source runs as `.ts`, a built package as `.js`. */
const workerFile = fileURLToPath(new URL(`./probe-worker${extname(import.meta.url)}`, import.meta.url));

interface ProbeOptions {
  /** Rate of image sequences, which have none of their own. */
  readonly imageSequenceRate?: Rate;
}

/** Looks into media files in a process of its own, so that a file that crashes a decoder is a sentence and no crash. */
export interface Prober {
  /**
   * What a media file or an image sequence (in any of its spellings) holds.
   * @throws CressetError `bad-input` when it is missing, no media, damaged, or when it crashed the decoder.
   */
  probe(path: string, options?: ProbeOptions): Promise<MediaInfo>;
  /** Starts the process ahead of the first question. */
  warm(): void;
  /** Ends the process. Safe to call twice. */
  close(): Promise<void>;
}

/** Makes a prober; its process starts with the first question, and again after a crash. */
export const createProber = (): Prober => new ProcessProber();

interface Question {
  readonly path: string;
  readonly options: ProbeOptions;
  readonly resolve: (media: MediaInfo) => void;
  readonly reject: (error: CressetError) => void;
}

class ProcessProber implements Prober {
  #child: ChildProcess | undefined;
  readonly #questions = new Map<number, Question>();
  #next = 0;
  /** The question that the process works on. */
  #current: number | undefined;

  probe(path: string, options: ProbeOptions = {}): Promise<MediaInfo> {
    const { promise, resolve, reject } = Promise.withResolvers<MediaInfo>();
    const id = this.#next++;
    this.#questions.set(id, { path, options, resolve, reject });
    this.#send(id);
    return promise;
  }

  warm(): void {
    this.#child ??= this.#start();
    this.#rest();
  }

  #rest(): void {
    if (this.#questions.size > 0) return;
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    child?.ref();
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
    await promise;
  }

  #send(id: number): void {
    const question = this.#questions.get(id);
    if (question === undefined) return;
    this.#child ??= this.#start();
    // The program waits for answers, and only for them.
    this.#child.ref();
    this.#child.channel?.ref();
    this.#child.send({ kind: "probe", id, path: question.path, options: question.options });
  }

  #start(): ChildProcess {
    const child = fork(workerFile, [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
    });
    child.on("message", (message: unknown) => {
      if (isProbeReport(message)) this.#take(message);
    });
    child.on("exit", (code, signal) => {
      if (this.#child === child) this.#crashed(signal ?? `exit code ${code}`);
    });
    return child;
  }

  #take(report: ProbeReport): void {
    if (report.kind === "probing") {
      this.#current = report.id;
      return;
    }
    const question = this.#questions.get(report.id);
    this.#questions.delete(report.id);
    this.#current = undefined;
    this.#rest();
    if (report.kind === "probed") question?.resolve(report.media);
    else
      question?.reject(
        new CressetError(report.code, report.message, report.detail === "" ? {} : { detail: report.detail }),
      );
  }

  /** The file at hand is to blame; the others are asked again in a new process. */
  #crashed(how: string): void {
    this.#child = undefined;
    const culprit = this.#current ?? [...this.#questions.keys()][0];
    this.#current = undefined;
    if (culprit !== undefined) {
      const question = this.#questions.get(culprit);
      this.#questions.delete(culprit);
      question?.reject(
        new CressetError(
          "bad-input",
          `${question.path} cannot be read: its decoder crashed (${how}). The file is damaged.`,
        ),
      );
    }
    for (const id of this.#questions.keys()) this.#send(id);
  }
}
