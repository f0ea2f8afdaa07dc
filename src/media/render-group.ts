import { setImmediate } from "node:timers/promises";
import { AssetRender } from "./asset-render.ts";
import { copyAsset } from "./copy-asset.ts";
import { PictureSources } from "./ffmpeg/picture-sources.ts";
import { SoundSources } from "./ffmpeg/sound-sources.ts";
import { ReadOrder } from "./read-order.ts";
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

/** Renders a group of assets that share sources, decoding each source frame once for all of them. */
export async function renderGroup(job: RenderJob, events: GroupEvents, signal: AbortSignal): Promise<void> {
  const sources = { pictures: new PictureSources(job.sources), sounds: new SoundSources(job.sources) };
  const order = new ReadOrder(job.assets);
  const open = new Map<number, AssetRender>();
  let reported = performance.now();
  const fail = async (index: number, asset: RenderAsset, error: unknown): Promise<void> => {
    order.drop(index);
    await open.get(index)?.abandon();
    open.delete(index);
    events.finished(failedAsset(asset, error));
  };
  try {
    for (let index = order.next(); index !== undefined; index = order.next()) {
      const asset = job.assets[index];
      if (asset === undefined) break;
      try {
        let render = open.get(index);
        if (render === undefined) {
          events.started(asset.id);
          const copied = asset.passthrough === true ? await copyAsset(asset, job.sources, sources) : undefined;
          if (copied !== undefined && "ok" in copied) {
            order.drop(index);
            events.finished(copied);
            continue;
          }
          render = await AssetRender.open(asset, sources, copied === undefined ? [] : [copied.whyNot]);
          open.set(index, render);
        }
        await render.advance();
        if (render.framesDone === asset.frameCount) {
          const result = await render.finish();
          open.delete(index);
          events.finished(result);
        }
      } catch (error) {
        await fail(index, asset, error);
      }
      if (performance.now() - reported < breath) continue;
      for (const {
        asset: { id, frameCount },
        framesDone,
      } of open.values())
        events.progress({ assetId: id, framesDone, framesTotal: frameCount });
      await setImmediate();
      reported = performance.now();
      if (signal.aborted) break;
    }
    if (signal.aborted)
      for (const [index, { asset }] of open)
        await fail(index, asset, new RenderFault("cancelled", `"${asset.path}" was stopped before it was finished.`));
  } finally {
    sources.pictures.close();
    sources.sounds.close();
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
