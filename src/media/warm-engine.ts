import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { CressetError } from "../errors.ts";
import { removeLeftovers } from "./partial-name.ts";
import type { AssetResult, RenderAsset, RenderJob } from "./render-job.ts";
import type { RenderEvents } from "./renderer.ts";
import type {
  PlayedPicture,
  PlayOrder,
  ScreenLook,
  ScreenPicture,
  ScreenSound,
  ShownPictures,
} from "./shown-pictures.ts";
import { isWarmReport, type WarmOrder, type WarmReport } from "./warm/warm-messages.ts";
import { WorkerProcess } from "./worker-process.ts";

/**
 * The media engine of a process that serves: it looks at a clip or sequence, with the decoder standing on the frame that is
 * shown, and renders what is exported meanwhile in the same process, so that a still of that frame costs no decoding.
 */
export interface WarmEngine {
  /** The process, while there is one. */
  readonly pid: number | undefined;
  /** Starts the process, so that the first order finds it ready or getting ready. */
  warm(): void;
  /** Looks at a clip or sequence, at one of its frames. @returns sentences about damage that was met */
  open(shown: ShownPictures, frame: number): Promise<readonly string[]>;
  /**
   * Goes to a frame, counted from the first.
   * @param alone nobody steps on from there: it comes sooner then
   * @throws CressetError when it cannot be decoded
   */
  show(frame: number, alone?: boolean): Promise<readonly string[]>;
  /** A frame as a screen wants it. With `stays` it is the one that is shown from now on. */
  picture(frame: number, look: ScreenLook, options?: { readonly stays?: boolean }): Promise<WarnedPicture>;
  /** The sound of some frames, as an export has it. */
  sound(from: number, frames: number): Promise<ScreenSound>;
  /** Gives picture after picture by the clock. What is asked for meanwhile is done between two pictures. */
  play(order: PlayOrder, take: (picture: PlayedPicture) => void): Playing;
  /** As `Renderer.render`. */
  render(job: RenderJob, on: RenderEvents): Promise<readonly AssetResult[]>;
  /** Ends the process; what is under way fails. */
  close(): Promise<void>;
}

/** A picture, and sentences about damage that was met so far. */
interface WarnedPicture {
  readonly picture: ScreenPicture;
  readonly warnings: readonly string[];
}

/** What is being played. */
export interface Playing {
  /** Until the last picture was given, or it was stopped. @throws CressetError for a frame that cannot be decoded */
  readonly over: Promise<void>;
  /** A picture was taken, so that another one may be made. */
  taken(): void;
  /** What is on its way is not given any more. */
  stop(): void;
}

const workerFile = fileURLToPath(new URL(`./warm/warm-worker${extname(import.meta.url)}`, import.meta.url));

/** FFmpeg's memory grows a little with each encoder, so the process is replaced after so many. */
const rendersPerProcess = 400;
/** How often a process may end before it has begun anything. */
const mostFailedStarts = 3;

type Sent = Exclude<WarmOrder, { kind: "cancel" | "taken" }>;
type Final = Exclude<WarmReport, { kind: "begun" | "progress" | "played" }>;

/** Who hears of an order while it is under way. */
interface Listening {
  readonly progress?: RenderEvents["progress"];
  readonly played?: (picture: PlayedPicture) => void;
}

interface Pending {
  readonly order: Sent;
  begun: boolean;
  readonly on?: Listening;
  readonly settle: (report: Final | Ended) => void;
  /** Not asked by anybody: a new process opens what the old one looked at. */
  readonly reopens?: true;
}

/** The process ended in the middle of an order. */
interface Ended {
  readonly kind: "ended";
  /** Half a sentence: "was killed by SIGKILL". */
  readonly reason: string;
  readonly lastWords: string;
}

/** Makes a warm engine. Its process starts with `warm` or the first order, and again with the first one after it ended. */
export function createWarmEngine(): WarmEngine {
  const pending = new Map<number, Pending>();
  let worker: WorkerProcess | undefined;
  let looksAt: { readonly shown: ShownPictures; frame: number } | undefined;
  let [nextId, renders, failedStarts] = [1, 0, 0];
  let closing: (() => void) | undefined;

  const settle = (id: number, report: Final | Ended): void => {
    const asked = pending.get(id);
    pending.delete(id);
    if (pending.size === 0 && closing === undefined) worker?.unref();
    asked?.settle(report);
  };

  const start = (): WorkerProcess => {
    if (worker !== undefined) return worker;
    renders = 0;
    worker = new WorkerProcess({ message: take, ended: bury }, workerFile);
    if (looksAt === undefined) return worker;
    // What was looked at is opened again first; whoever asked next hears of it when that fails.
    const order: Sent = { id: nextId++, kind: "open", ...looksAt };
    pending.set(order.id, { order, begun: false, settle: () => {}, reopens: true });
    worker.send(order);
    return worker;
  };

  function take(message: unknown): void {
    if (!isWarmReport(message)) return;
    failedStarts = 0;
    const asked = pending.get(message.id);
    if (message.kind === "progress") asked?.on?.progress?.(message.progress);
    else if (message.kind === "played") asked?.on?.played?.(message.picture);
    else if (message.kind !== "begun") settle(message.id, message);
    else if (asked !== undefined) asked.begun = true;
  }

  /** What was begun ends with the process; what was not is asked of the next one. */
  function bury(reason: string, lastWords: string): void {
    worker = undefined;
    const end = { kind: "ended", reason, lastWords } as const;
    const begun = [...pending.values()].some((asked) => asked.begun);
    if (!begun) failedStarts++;
    const waiting: Pending[] = [];
    for (const [id, asked] of pending) {
      const isOver = asked.begun || closing !== undefined || failedStarts >= mostFailedStarts;
      if (isOver || asked.reopens === true) settle(id, end);
      else waiting.push(asked);
    }
    closing?.();
    for (const asked of waiting) send(asked);
  }

  function send(asked: Pending): void {
    const process = start();
    pending.set(asked.order.id, asked);
    process.ref();
    process.send(asked.order);
  }

  function ask(order: Sent, on: Listening = {}): Promise<Final | Ended> {
    if (closing !== undefined) return Promise.reject(new CressetError("cancelled", "The engine was closed."));
    return new Promise((resolve) => {
      send({ order, begun: false, settle: resolve, on });
    });
  }

  async function renderOne(job: RenderJob, asset: RenderAsset, on: RenderEvents): Promise<AssetResult> {
    const id = nextId++;
    const stop = () => worker?.send({ id, kind: "cancel" });
    on.signal?.addEventListener("abort", stop, { once: true });
    try {
      const order = { id, kind: "render", job: { sources: job.sources, assets: [asset] } } as const;
      const report =
        on.signal?.aborted === true ? undefined : await ask(order, on.progress && { progress: on.progress });
      if (report?.kind === "rendered") return report.result;
      if (report?.kind === "failed") return failed(asset, "encode", report.message, report.detail);
      if (report?.kind !== "ended") return failed(asset, "cancelled", `"${asset.path}" was stopped before it began.`);
      await removeLeftovers(asset.path).catch(() => {});
      const reason = `The process that rendered "${asset.path}" ${report.reason}.`;
      return failed(asset, "crash", reason, report.lastWords);
    } finally {
      on.signal?.removeEventListener("abort", stop);
      renders++;
      if (renders >= rendersPerProcess) replace();
    }
  }

  /** Between two orders: the next one finds a new process that is ready or gets ready. */
  function replace(): void {
    if (pending.size > 0 || worker === undefined || closing !== undefined) return;
    worker.serve({ message() {}, ended() {} });
    worker.release();
    worker = undefined;
    start().unref();
  }

  return {
    get pid() {
      return worker?.pid;
    },
    warm() {
      if (closing === undefined && worker === undefined) start().unref();
    },
    async open(shown, frame) {
      looksAt = undefined;
      const report = await ask({ id: nextId++, kind: "open", shown, frame });
      const warnings = warningsOf(report);
      looksAt = { shown, frame };
      return warnings;
    },
    async show(frame, alone = false) {
      const warnings = warningsOf(await ask({ id: nextId++, kind: "show", frame, alone }));
      if (looksAt !== undefined) looksAt.frame = frame;
      return warnings;
    },
    async picture(frame, look, { stays = false } = {}) {
      const report = await ask({ id: nextId++, kind: "picture", frame, look, stays });
      if (report.kind !== "picture") throw faultOf(report);
      if (stays && looksAt !== undefined) looksAt.frame = frame;
      return { picture: report.picture, warnings: report.warnings };
    },
    async sound(from, frames) {
      const report = await ask({ id: nextId++, kind: "sound", from, frames });
      if (report.kind === "sound") return report.sound;
      throw faultOf(report);
    },
    play(order, take) {
      const id = nextId++;
      let isStopped = false;
      const played = (picture: PlayedPicture) => {
        if (!isStopped) take(picture);
      };
      const run = async () => {
        const report = await ask({ id, kind: "play", order }, { played });
        if (report.kind !== "over" && !isStopped) throw faultOf(report);
      };
      return {
        over: run(),
        taken: () => worker?.send({ id, kind: "taken" }),
        stop() {
          isStopped = true;
          worker?.send({ id, kind: "cancel" });
        },
      };
    },
    async render(job, on) {
      const results: AssetResult[] = [];
      for (const asset of job.assets) {
        const result = await renderOne(job, asset, on);
        results.push(result);
        on.finished?.(result);
      }
      return results;
    },
    async close() {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = resolve;
      if (worker === undefined) return;
      worker.ref();
      if (pending.size > 0) worker.kill();
      else worker.release();
      await promise;
    },
  };
}

function warningsOf(report: Final | Ended): readonly string[] {
  if (report.kind === "shown") return report.warnings;
  throw faultOf(report);
}

function faultOf(report: Final | Ended): CressetError {
  if (report.kind === "failed") return new CressetError(report.code, report.message, { detail: report.detail });
  if (report.kind !== "ended") return new CressetError("internal", `The engine answered ${report.kind}.`);
  return new CressetError(
    "render-failed",
    `The process that decodes the picture ${report.reason} at it. Ask again: another one is started. If it happens again, the file is damaged.`,
    { detail: report.lastWords },
  );
}

const failed = (
  asset: RenderAsset,
  cause: "crash" | "cancelled" | "encode",
  reason: string,
  detail = "",
): AssetResult => ({
  id: asset.id,
  ok: false,
  cause,
  reason,
  detail,
});
