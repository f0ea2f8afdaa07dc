import { setImmediate } from "node:timers/promises";
import { GoesOnLater } from "../errors.ts";
import { AssetRender } from "./asset-render.ts";
import { groupAssets } from "./asset-groups.ts";
import { copyAsset } from "./copy-asset.ts";
import { Endings } from "./endings.ts";
import { PictureSources } from "./ffmpeg/picture-sources.ts";
import { SoundSources } from "./ffmpeg/sound-sources.ts";
import { MadeFolders } from "./made-folders.ts";
import { ReadOrder } from "./read-order.ts";
import { renderFingerprint } from "./render-fingerprint.ts";
import type { AssetResult, FailedAsset, RenderAsset, RenderJob, RenderProgress } from "./render-job.ts";
import { describe, RenderFault } from "./render-fault.ts";

export interface GroupEvents {
  /** An asset's encoder was opened; from here on a crash may be its fault. */
  started(id: string): void;
  progress(progress: RenderProgress): void;
  finished(result: AssetResult): void;
}

/** How long the loop runs before it listens to messages (a cancel) and reports, in milliseconds. */
const breath = 100;

/** Renders a job, group after group; an asset comes to its end while the frames of the next ones are rendered. */
export async function renderGroups(job: RenderJob, events: GroupEvents, signal: AbortSignal): Promise<void> {
  const endings = new Endings();
  const folders = new MadeFolders();
  for (const assets of groupAssets(job.assets)) {
    if (signal.aborted) break;
    await renderGroup({ sources: job.sources, assets }, events, signal, endings, folders);
  }
  await endings.all();
  await folders.removeEmpty();
}

/** Renders assets that share sources, decoding each source frame once for all of them. */
async function renderGroup(
  job: RenderJob,
  events: GroupEvents,
  signal: AbortSignal,
  endings: Endings,
  folders: MadeFolders,
): Promise<void> {
  const sources = { pictures: new PictureSources(job.sources), sounds: new SoundSources(job.sources), folders };
  const order = new ReadOrder(job.assets);
  const open = new Map<number, AssetRender>();
  let reported = performance.now();
  const fail = async (index: number, asset: RenderAsset, error: unknown): Promise<void> => {
    order.drop(index);
    if (signal.aborted && signal.reason instanceof GoesOnLater) await open.get(index)?.leave();
    else await open.get(index)?.abandon();
    open.delete(index);
    events.finished(failedAsset(asset, error));
  };
  const advance = async (index: number, asset: RenderAsset): Promise<void> => {
    let render = open.get(index);
    if (render === undefined) {
      events.started(asset.id);
      const copied = asset.passthrough === true ? await copyAsset(asset, job.sources, sources, signal) : undefined;
      if (copied !== undefined && "ok" in copied) {
        order.drop(index);
        events.finished(copied);
        return;
      }
      // One file is rendered sooner than it is looked for.
      const goesOn = asset.container === "image" && asset.frameCount > 1;
      const rendering = goesOn ? await renderFingerprint(asset, job.sources) : undefined;
      render = await AssetRender.open(asset, sources, copied === undefined ? [] : [copied.whyNot], rendering);
      open.set(index, render);
    }
    await render.advance();
    if (render.framesDone < asset.frameCount) return;
    open.delete(index);
    await endings.add(end(render, events));
  };
  try {
    for (let index = order.next(); index !== undefined; index = order.next()) {
      const asset = job.assets[index];
      if (asset === undefined) break;
      try {
        await advance(index, asset);
      } catch (error) {
        await fail(index, asset, error);
      }
      const isTime = performance.now() - reported >= breath;
      // An asset that comes to its end wants its turn more often.
      if (isTime || endings.any) await setImmediate();
      if (signal.aborted) break;
      if (!isTime) continue;
      reported = performance.now();
      for (const { asset: under, framesDone, framesBefore } of open.values())
        events.progress({ assetId: under.id, framesDone, framesTotal: under.frameCount, framesBefore });
    }
    if (signal.aborted)
      for (const [index, { asset }] of open)
        await fail(index, asset, new RenderFault("cancelled", `"${asset.path}" was stopped before it was finished.`));
  } finally {
    sources.pictures.close();
    sources.sounds.close();
  }
}

/** Never rejects: what goes wrong is the asset's result. */
async function end(render: AssetRender, events: GroupEvents): Promise<void> {
  try {
    events.finished(await render.finish());
  } catch (error) {
    await render.abandon();
    events.finished(failedAsset(render.asset, error));
  }
}

function failedAsset(asset: RenderAsset, error: unknown): FailedAsset {
  return {
    id: asset.id,
    ok: false,
    reason: describe(error),
    cause: error instanceof RenderFault ? error.fault : "encode",
    detail: error instanceof Error ? (error.stack ?? "") : "",
  };
}
