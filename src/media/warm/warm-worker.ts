import { setImmediate } from "node:timers/promises";
import { CressetError } from "../../errors.ts";
import { AssetRender } from "../asset-render.ts";
import { copyAsset } from "../copy-asset.ts";
import { KeptParts } from "../ffmpeg/kept-parts.ts";
import { PictureSources } from "../ffmpeg/picture-sources.ts";
import { quietFfmpeg } from "../ffmpeg/quiet-ffmpeg.ts";
import { SoundSources } from "../ffmpeg/sound-sources.ts";
import { MadeFolders } from "../made-folders.ts";
import { nameFiles } from "../name-files.ts";
import type { AssetResult, RenderAsset, RenderJob, WrittenAsset } from "../render-job.ts";
import type { PlayOrder } from "../shown-pictures.ts";
import { describe, RenderFault } from "../render-fault.ts";
import { Playback } from "./playback.ts";
import { Stage } from "./stage.ts";
import { isWarmOrder, type WarmOrder, type WarmReport } from "./warm-messages.ts";

/** The process of the warm engine: one order after the other, its decoders left standing between them. */
let stage: Stage | undefined;
/** Renders by the order that they were asked for with, so that they can be called off; also before they begin. */
const renders = new Map<number, AbortController>();
/** Snapshots look alike, one after the other. */
const kept = new KeptParts();
/** What is played, by its order. */
const playbacks = new Map<number, Playback>();

const report = (message: WarmReport): void => {
  if (process.connected) process.send?.(message);
};

async function obey(order: Exclude<WarmOrder, { kind: "cancel" | "taken" | "play" }>): Promise<void> {
  const { id } = order;
  report({ id, kind: "begun" });
  // The native calls block: without a turn of the loop the program would not hear that this was begun.
  await setImmediate();
  try {
    if (order.kind === "render") report({ id, kind: "rendered", result: await render(id, order.job) });
    else if (order.kind === "picture") {
      if (order.stays) standing().show(order.frame);
      const picture = standing().picture(order.frame, order.look);
      report({ id, kind: "picture", picture, warnings: standing().warnings });
    } else if (order.kind === "sound") report({ id, kind: "sound", sound: standing().sound(order.from, order.frames) });
    else {
      if (order.kind === "open") {
        stage?.close();
        kept.close();
        stage = new Stage(order.shown);
      }
      standing().show(order.frame, order.kind === "show" && order.alone);
      report({ id, kind: "shown", warnings: standing().warnings });
    }
  } catch (error) {
    tellFailure(id, error);
  }
}

function tellFailure(id: number, error: unknown): void {
  const code = error instanceof CressetError ? error.code : error instanceof RenderFault ? "bad-input" : "internal";
  const detail = error instanceof Error ? (error.stack ?? "") : "";
  report({ id, kind: "failed", code, message: describe(error), detail });
}

/** Plays beside all else: between two pictures it is the turn of whatever was asked for meanwhile. */
async function play(id: number, order: PlayOrder): Promise<void> {
  report({ id, kind: "begun" });
  const playback = new Playback(order, {
    rate: standing().rate,
    make: (frame) => inTurn(() => standing().picture(frame, order.look)),
    tell: (picture) => report({ id, kind: "played", picture }),
  });
  playbacks.set(id, playback);
  try {
    await playback.run();
    report({ id, kind: "over" });
  } catch (error) {
    tellFailure(id, error);
  } finally {
    playbacks.delete(id);
  }
}

function standing(): Stage {
  if (stage === undefined) throw new CressetError("internal", "Nothing was opened to be shown.");
  return stage;
}

/** Renders one asset; from what is being looked at without opening it again. */
async function render(id: number, job: RenderJob): Promise<AssetResult> {
  const [asset] = job.assets;
  if (asset === undefined) throw new CressetError("internal", "Expected an asset to render.");
  const own = stage !== undefined && stage.holds(job.sources) ? stage.sources : undefined;
  const folders = new MadeFolders();
  const pictures = own ?? new PictureSources(job.sources);
  const sources = { pictures, sounds: new SoundSources(job.sources), kept, folders };
  const signal = controllerOf(id).signal;
  let open: AssetRender | undefined;
  try {
    const copied = asset.passthrough === true ? await copyAsset(asset, job.sources, sources, signal) : undefined;
    if (copied !== undefined && "ok" in copied) return await named(asset, copied);
    open = await AssetRender.open(asset, sources, copied === undefined ? [] : [copied.whyNot]);
    while (open.framesDone < asset.frameCount) {
      if (signal.aborted) throw stopped(asset);
      await open.advance();
      if (asset.frameCount === 1) continue;
      const { framesDone } = open;
      report({ id, kind: "progress", progress: { assetId: asset.id, framesDone, framesTotal: asset.frameCount } });
      await setImmediate();
    }
    return await named(asset, await open.finish());
  } catch (error) {
    await open?.abandon();
    await folders.removeEmpty();
    const detail = error instanceof Error ? (error.stack ?? "") : "";
    const cause = error instanceof RenderFault ? error.fault : "encode";
    return { id: asset.id, ok: false, reason: describe(error), cause, detail };
  } finally {
    renders.delete(id);
    sources.sounds.close();
    if (own === undefined) sources.pictures.close();
  }
}

/** Gives an asset its names here: one still, which nobody records before. */
async function named(asset: RenderAsset, { partial, ...result }: WrittenAsset): Promise<WrittenAsset> {
  if (partial !== undefined) await nameFiles({ files: result.files, partial }, asset);
  return result;
}

function controllerOf(id: number): AbortController {
  const controller = renders.get(id) ?? new AbortController();
  renders.set(id, controller);
  return controller;
}

const stopped = ({ path }: RenderAsset) =>
  new RenderFault("cancelled", `"${path}" was stopped before it was finished.`);

let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
  const result = turn.then(work, work);
  turn = result;
  return result;
}

process.on("message", (message: unknown) => {
  if (!isWarmOrder(message)) return;
  const { id, kind } = message;
  if (kind === "taken") playbacks.get(id)?.taken();
  else if (kind === "play") void inTurn(() => {}).then(() => play(id, message.order));
  else if (kind === "cancel") {
    renders.get(id)?.abort();
    playbacks.get(id)?.stop();
  } else {
    if (kind === "render") controllerOf(id);
    void inTurn(() => obey(message));
  }
});
// Whoever looks is gone; a still under way comes to its end.
process.on("disconnect", () => void turn.finally(() => process.exit(0)));
// Ctrl-C, and that it was closed, reach every process of a terminal; the parent decides what they mean.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

quietFfmpeg();
