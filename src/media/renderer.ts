import { rm } from "node:fs/promises";
import { CressetError, GoesOnLater } from "../errors.ts";
import { groupAssets } from "./asset-groups.ts";
import { removeLeftovers } from "./partial-name.ts";
import { describe, RenderFault } from "./render-fault.ts";
import { nameFiles } from "./name-files.ts";
import type { AssetResult, RenderAsset, RenderJob, RenderProgress, WrittenAsset } from "./render-job.ts";
import { type WorkerEvents, WorkerProcess } from "./worker-process.ts";
import { isWorkerReport, type WorkerReport } from "./worker-messages.ts";

export interface RenderEvents {
  /** Comes about ten times a second for each asset under way. */
  readonly progress?: (progress: RenderProgress) => void;
  /**
   * Comes for each asset that was rendered and verified, before its files get their names: what is recorded here is known
   * after a kill, which `nameFiles` then brings to its end. The files get their names when it is settled.
   */
  readonly verified?: (result: WrittenAsset) => Promise<void>;
  /** Comes once for each asset, as soon as its files have their names, or as soon as it has failed. */
  readonly finished?: (result: AssetResult) => void;
  /**
   * Stops the rendering: what is not finished fails with cause "cancelled" and leaves nothing behind, but for whole files of
   * file sequences where its reason is `GoesOnLater`.
   */
  readonly signal?: AbortSignal;
}

/** Renders jobs in child processes. */
export interface Renderer {
  /**
   * Renders every asset of a job and answers with what became of each, in the job's order. Never rejects because of an
   * asset: a fault, a crash or a cancel of one is its result, and the others go on.
   */
  render(job: RenderJob, on: RenderEvents): Promise<readonly AssetResult[]>;
  /** Readies a worker for the first job: an idle media process that somebody else has no more use for, or a new one. */
  warm(idle?: WorkerProcess): void;
  /** Ends the workers. */
  close(): Promise<void>;
}

/** A worker is replaced after this many assets, because FFmpeg's memory grows a little with each. */
const assetsPerWorker = 40;
/** How long a cancelled worker may take to clean up before it is killed, in milliseconds. */
const cancelPatience = 10_000;

/** Assets that go to one worker together. */
interface Task {
  readonly run: Run;
  readonly assets: readonly RenderAsset[];
  /** How often a worker died before it had begun any of them. */
  readonly stillborn: number;
}

/** One call of `render`. */
interface Run {
  readonly job: RenderJob;
  readonly on: RenderEvents;
  readonly results: Map<string, AssetResult>;
  /** Assets that are verified and about to have their names. */
  readonly naming: Set<string>;
  readonly settle: () => void;
}

interface Worker {
  readonly process: WorkerProcess;
  task: Task | undefined;
  /** Assets of the task that were begun and are not finished. */
  readonly underWay: Set<string>;
  begun: number;
  /** Assets it has been given in its life. */
  given: number;
}

/**
 * Makes a renderer. One process works at a time, with codecs that use all processors: a second one would hold its own
 * decoders and frames in memory, and encoders fill the processors anyway.
 */
export function createRenderer(): Renderer {
  const queue: Task[] = [];
  const workers = new Set<Worker>();
  let closing: (() => void) | undefined;

  function startWorker(idle?: WorkerProcess): Worker {
    const events: WorkerEvents = {
      message: (message) => isWorkerReport(message) && take(worker, message),
      ended: (reason, lastWords) => bury(worker, reason, lastWords),
    };
    const worker: Worker = {
      process: idle ?? new WorkerProcess(events),
      task: undefined,
      underWay: new Set(),
      begun: 0,
      given: 0,
    };
    idle?.serve(events);
    worker.process.unref();
    workers.add(worker);
    return worker;
  }

  function dispatch(): void {
    while (queue.length > 0) {
      const idle = [...workers].find(({ task, given }) => task === undefined && given < assetsPerWorker);
      if ([...workers].some(({ task }) => task !== undefined)) return;
      const task = queue.shift();
      if (task === undefined) return;
      const worker = idle ?? startWorker();
      worker.task = task;
      worker.begun = 0;
      worker.given += task.assets.length;
      worker.process.ref();
      worker.process.send({ kind: "render", job: { sources: usedSources(task), assets: task.assets } });
    }
  }

  function take(worker: Worker, report: WorkerReport): void {
    const { task } = worker;
    if (task === undefined) return;
    if (report.kind === "started") {
      worker.underWay.add(report.id);
      worker.begun++;
    } else if (report.kind === "progress") task.run.on.progress?.(report.progress);
    else if (report.kind === "finished") {
      worker.underWay.delete(report.result.id);
      const asset = task.assets.find(({ id }) => id === report.result.id);
      if (report.result.ok && asset !== undefined) void name(task.run, asset, report.result, worker.process);
      else finish(task.run, report.result);
    } else if (report.kind === "done") {
      worker.task = undefined;
      // While the renderer closes, the program waits for its workers to end.
      if (closing === undefined) worker.process.unref();
      // What a cancelled worker never began is still without a result.
      for (const asset of unfinished(task)) finish(task.run, cancelled(asset));
      if (worker.given >= assetsPerWorker) worker.process.release();
      dispatch();
    }
  }

  /** A worker ended. Alone with one asset, that asset is to blame; of several, each is tried again by itself. */
  function bury(worker: Worker, reason: string, lastWords: string): void {
    workers.delete(worker);
    if (closing !== undefined && workers.size === 0) closing();
    const { task } = worker;
    if (task !== undefined) void blame(task, worker, reason, lastWords);
  }

  async function blame(task: Task, { underWay, begun }: Worker, reason: string, lastWords: string): Promise<void> {
    const left = unfinished(task);
    const suspects = left.filter(({ id }) => underWay.has(id));
    const rest = left.filter(({ id }) => !underWay.has(id));
    if (!goesOnLater(task.run)) await Promise.allSettled(suspects.map(({ path }) => removeLeftovers(path)));
    const stillborn = begun === 0 ? task.stillborn + 1 : 0;
    if (task.run.on.signal?.aborted === true) for (const asset of left) finish(task.run, cancelled(asset));
    // A worker that cannot even begin, twice, will not the third time.
    else if (stillborn > 1) for (const asset of rest) finish(task.run, crashed(asset, reason, lastWords));
    else {
      if (rest.length > 0) queue.unshift({ run: task.run, assets: rest, stillborn });
      if (suspects.length === 1) for (const asset of suspects) finish(task.run, crashed(asset, reason, lastWords));
      else queue.unshift(...suspects.map((asset) => ({ run: task.run, assets: [asset], stillborn: 0 })));
    }
    dispatch();
  }

  function cancel(run: Run): void {
    for (const task of queue.splice(0, queue.length))
      if (task.run === run) for (const asset of task.assets) finish(run, cancelled(asset));
      else queue.push(task);
    for (const worker of workers)
      if (worker.task?.run === run) {
        worker.process.send({ kind: "cancel", goesOnLater: goesOnLater(run) });
        const { task } = worker;
        setTimeout(() => worker.task === task && worker.process.kill(), cancelPatience).unref();
      }
  }

  return {
    async render(job, on) {
      if (job.assets.length === 0) return [];
      if (new Set(job.assets.map(({ id }) => id)).size !== job.assets.length)
        throw new CressetError("internal", "Expected every asset of a render job to have an id of its own.");
      const { promise, resolve } = Promise.withResolvers<void>();
      const run: Run = { job, on, results: new Map(), naming: new Set(), settle: resolve };
      const stop = (): void => cancel(run);
      for (const assets of batchesOf(job.assets)) queue.push({ run, assets, stillborn: 0 });
      on.signal?.addEventListener("abort", stop, { once: true });
      if (on.signal?.aborted === true) stop();
      dispatch();
      await promise;
      on.signal?.removeEventListener("abort", stop);
      return job.assets.map((asset) => run.results.get(asset.id) ?? cancelled(asset));
    },
    warm(idle) {
      if (workers.size === 0) startWorker(idle);
      else idle?.release();
    },
    async close() {
      if (workers.size === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = resolve;
      for (const worker of workers) {
        worker.process.ref();
        worker.process.release();
        setTimeout(() => worker.process.kill(), cancelPatience).unref();
      }
      await promise;
    },
  };
}

/** Whole groups, as many together as one worker renders in its life: the end of one goes on beside the next one's frames. */
function batchesOf(assets: readonly RenderAsset[]): readonly (readonly RenderAsset[])[] {
  const batches: RenderAsset[][] = [];
  for (const group of groupAssets(assets)) {
    const last = batches.at(-1);
    if (last === undefined || last.length + group.length > assetsPerWorker) batches.push([...group]);
    else last.push(...group);
  }
  return batches;
}

const goesOnLater = ({ on: { signal } }: Run): boolean =>
  signal?.aborted === true && signal.reason instanceof GoesOnLater;

function finish(run: Run, result: AssetResult): void {
  if (run.results.has(result.id)) return;
  run.results.set(result.id, result);
  run.on.finished?.(result);
  if (run.results.size === run.job.assets.length) run.settle();
}

const unfinished = ({ run, assets }: Task): readonly RenderAsset[] =>
  assets.filter(({ id }) => !run.results.has(id) && !run.naming.has(id));

/** Gives a verified asset its names. The program does it and not the worker: it knows what was recorded before. */
async function name(run: Run, asset: RenderAsset, result: WrittenAsset, worker: WorkerProcess): Promise<void> {
  run.naming.add(asset.id);
  const { partial, ...named } = result;
  try {
    await run.on.verified?.(result);
    worker.send({ kind: "recorded", id: asset.id });
    if (partial !== undefined) await nameFiles({ files: result.files, partial }, asset);
    finish(run, named);
  } catch (error) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true });
    const cause = error instanceof RenderFault ? error.fault : "write";
    const detail = error instanceof Error ? (error.stack ?? "") : "";
    finish(run, { id: asset.id, ok: false, cause, reason: describe(error), detail });
  }
}

/** Only the sources that a task shows or plays, so that a message does not carry a whole project. */
function usedSources({ run, assets }: Task): RenderJob["sources"] {
  const used = new Set<string>();
  for (const { picture, sound } of assets) {
    for (const piece of picture)
      for (const side of piece.kind === "mix" ? [piece.from, piece.to] : [piece])
        if (side.kind === "source") used.add(side.sourceId);
    for (const { pieces } of sound) for (const { sourceId } of pieces) used.add(sourceId);
  }
  return run.job.sources.filter(({ id }) => used.has(id));
}

const cancelled = (asset: RenderAsset): AssetResult => ({
  id: asset.id,
  ok: false,
  cause: "cancelled",
  reason: `"${asset.path}" was stopped before it was finished.`,
  detail: "",
});

const crashed = (asset: RenderAsset, reason: string, lastWords: string): AssetResult => ({
  id: asset.id,
  ok: false,
  cause: "crash",
  reason: `The process that rendered "${asset.path}" ${reason}.`,
  detail: lastWords,
});
