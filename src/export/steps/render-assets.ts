import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { hashFile } from "../../media/checksum.ts";
import type { AssetResult, FailedAsset, RenderAsset, RenderSource, WrittenAsset } from "../../media/render-job.ts";
import { haveNames, nameFiles } from "../../media/name-files.ts";
import { writeSubtitles } from "../../timeline/subtitles.ts";
import type { DecidedAsset } from "./decide-asset.ts";
import { withBurnInVersion } from "../burn-in-text.ts";
import { versionTokens } from "../naming/versions.ts";
import type { PlannedMedia } from "../planned-asset.ts";
import { RenderMeter } from "./render-meter.ts";
import { ResultQueue } from "./result-queue.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { enginePath, filesOfPath } from "../sequence-path.ts";

const writtenSchema = z.object({
  id: z.string(),
  ok: z.literal(true),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), xxh128: z.string() })),
  partial: z.string().optional(),
  frames: z.number(),
  seconds: z.number(),
  warnings: z.array(z.string()),
});

/** A media asset that goes to the engine. */
export type DecidedMedia = DecidedAsset & { readonly planned: PlannedMedia };

/** An asset that was rendered or could not be. */
export interface RenderedAsset {
  readonly asset: DecidedMedia;
  readonly result: WrittenAsset | FailedAsset;
  /** Not empty for an asset that was written before, and again because its files were gone. */
  readonly state: string;
}

/**
 * Renders assets together, so that what they share is decoded once, and yields each as it finishes. A finished asset is in
 * the journal before it is yielded; one that the journal has and that still lies on disk is not rendered again.
 */
export async function* renderAssets(run: SandwichRun, assets: readonly DecidedMedia[]): AsyncGenerator<RenderedAsset> {
  const queue = new ResultQueue<RenderedAsset>();
  const meter = new RenderMeter(
    assets.map(({ planned }) => ({ id: planned.id, name: planned.info.assetName, frames: planned.render.frameCount })),
    run.tell,
  );
  const toRender: ToRender[] = [];
  const waiting = new Map<string, Waiting>();
  for (const asset of assets) {
    const { key, state, recorded, ownFiles } = await findRecorded(run, asset);
    if (recorded === undefined) {
      toRender.push({ asset, ownFiles, state });
      void recordWhenRendered(run, asset, { key, state }, waiting, queue);
    } else {
      meter.skip(asset.planned.id);
      queue.push({ asset, state, result: recorded });
    }
  }
  const rendering = toRender.length === 0 ? Promise.resolve() : renderTogether(run, toRender, meter, waiting);
  rendering.catch((error: unknown) => {
    queue.fail(error);
  });
  for (let left = assets.length; left > 0; left--) yield await queue.next();
  await rendering;
}

/** An asset, and files of it that an earlier rendering of this run left, some of which are gone. */
interface ToRender {
  readonly asset: DecidedMedia;
  readonly ownFiles: readonly string[];
  /** As of a `RenderedAsset`. */
  readonly state: string;
}

async function renderTogether(
  run: SandwichRun,
  assets: readonly ToRender[],
  meter: RenderMeter,
  waiting: ReadonlyMap<string, Waiting>,
): Promise<void> {
  const job = {
    sources: sourcesOf(assets.map(({ asset }) => asset)),
    assets: await Promise.all(assets.map((asset, index) => renderAssetOf(run, asset, index))),
  };
  await run.render(job, {
    progress: (progress) => {
      meter.progress(progress);
      run.journal.progress(meter.whole);
    },
    verified: async (result) => waiting.get(result.id)?.verified(result),
    finished: (result) => waiting.get(result.id)?.finished(result),
    signal: run.signal,
  });
}

/** What the engine says of an asset, on its way into the journal. */
interface Waiting {
  /** Settled when the journal has it: only then may the files get their names. */
  readonly verified: (result: WrittenAsset) => Promise<void>;
  readonly finished: (result: AssetResult) => void;
}

/** Carries a failure through the journal, which keeps its reason and detail. */
class RenderError extends CressetError {
  readonly result: FailedAsset;
  constructor(result: FailedAsset) {
    const { cause, reason, detail } = result;
    super(cause === "disk-full" || cause === "cancelled" ? cause : "render-failed", reason, { detail });
    this.result = result;
  }
}

/**
 * An asset is recorded when it is verified, before its files have their names: killed in between, a resumed run has only to
 * name them.
 */
async function recordWhenRendered(
  { journal }: SandwichRun,
  asset: DecidedMedia,
  { key, state }: { readonly key: string; readonly state: string },
  waiting: Map<string, Waiting>,
  queue: ResultQueue<RenderedAsset>,
): Promise<void> {
  const { id } = asset.planned;
  const verified = Promise.withResolvers<AssetResult>();
  const recorded = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<AssetResult>();
  // Seen by whoever waits for it.
  recorded.promise.catch(() => {});
  waiting.set(id, {
    verified(result) {
      verified.resolve(result);
      return recorded.promise;
    },
    finished(result) {
      verified.resolve(result);
      finished.resolve(result);
    },
  });
  try {
    await journal.step(
      key,
      "render",
      (known) => writtenSchema.parse(known),
      async () => {
        const rendered = await verified.promise;
        if (!rendered.ok) throw new RenderError(rendered);
        const frames = rendered.files.length === 1 ? rendered.frames : 1;
        return { result: rendered, files: rendered.files.map((file) => ({ ...file, assetId: id, frames })) };
      },
    );
    recorded.resolve();
    queue.push({ asset, state, result: await finished.promise });
  } catch (error) {
    recorded.reject(error);
    if (error instanceof RenderError) queue.push({ asset, state, result: error.result });
    else queue.fail(error);
  }
}

/** The record of a render whose files are still there as they were written, or the key under which it is done anew. */
async function findRecorded({ journal }: SandwichRun, asset: DecidedMedia) {
  const { id } = asset.planned;
  const failed = (reason: string) => ({ id, ok: false, cause: "write", reason, detail: "" }) as const;
  const before: (readonly Written[])[] = [];
  for (let attempt = 1; ; attempt++) {
    const state = attempt === 1 ? "" : `again ${attempt}`;
    const key = attempt === 1 ? `render/${id}` : `render/${id}/again-${attempt}`;
    if (!journal.isDone(key)) {
      const { own, changed } = await whatIsLeft(before);
      if (changed === undefined || asset.replaces) return { key, state, recorded: undefined, ownFiles: own };
      const reason = `${changed} is not any more what this run wrote there. It was left alone: move it away, and resume the run to have it written again.`;
      return { key, state, recorded: failed(reason), ownFiles: [] };
    }
    const recorded = await journal.step(
      key,
      "render",
      (recorded) => writtenSchema.parse(recorded),
      () => Promise.reject(new Error("a recorded step does not run")),
    );
    const { partial, ...written } = recorded;
    const { own } = await whatIsLeft(before);
    try {
      if (partial !== undefined) await nameFiles({ files: recorded.files, partial }, namingOver(asset, own, state));
    } catch (error) {
      return { key, state, recorded: failed(error instanceof Error ? error.message : String(error)), ownFiles: [] };
    }
    if (haveNames(written.files)) return { key, state, recorded: written, ownFiles: [] };
    before.push(written.files);
  }
}

type Written = WrittenAsset["files"][number];

/**
 * Of files that earlier renderings of an asset wrote: those that are still as one of them was, which a further rendering may
 * replace, and the first that is another by now.
 */
async function whatIsLeft(before: readonly (readonly Written[])[]) {
  const versions = Map.groupBy(before.flat(), ({ path }) => path);
  const own: string[] = [];
  let changed: string | undefined;
  for (const [file, written] of versions) {
    if (!existsSync(file)) continue;
    const now = await hashFile(file);
    if (written.some(({ bytes, xxh128 }) => bytes === now.bytes && xxh128 === now.xxh128)) own.push(file);
    else changed ??= file;
  }
  return { own, changed };
}

/** What may give way to an asset's files. The rest of a file sequence goes once: later it is somebody's again. */
const namingOver = ({ replaces, rest }: DecidedMedia, ownFiles: readonly string[], state: string) => ({
  mayReplace: replaces,
  ownFiles,
  outdated: state === "" && replaces && rest !== undefined ? [...filesOfPath(rest)] : [],
});

/** The sources that the pieces of the assets play, each once. */
function sourcesOf(assets: readonly DecidedMedia[]): readonly RenderSource[] {
  const used = new Set<string>();
  for (const { planned } of assets) {
    for (const piece of planned.render.picture)
      for (const part of piece.kind === "mix" ? [piece.from, piece.to] : [piece])
        if (part.kind === "source") used.add(part.sourceId);
    for (const { pieces } of planned.render.sound) for (const { sourceId } of pieces) used.add(sourceId);
  }
  const sources = new Map(assets.flatMap(({ planned }) => planned.sources.map((source) => [source.id, source])));
  return [...sources.values()].filter(({ id }) => used.has(id));
}

async function renderAssetOf(
  run: SandwichRun,
  { asset, ownFiles, state }: ToRender,
  index: number,
): Promise<RenderAsset> {
  const { planned, firstFileNumber } = asset;
  const { versioning } = planned.loadedPreset.preset;
  const version = versioning === undefined || asset.version === 0 ? {} : versionTokens(asset.version, versioning);
  const video = planned.render.video && withBurnInVersion(planned.render.video, version);
  const subtitles =
    planned.burnInCues === undefined ? undefined : path.join(await run.scratchFolder(), `burn-in-${index}.srt`);
  if (subtitles !== undefined && planned.burnInCues !== undefined)
    await writeFile(subtitles, writeSubtitles(planned.burnInCues));
  return {
    ...planned.render,
    path: enginePath(asset.path),
    ...namingOver(asset, ownFiles, state),
    ...(firstFileNumber === undefined ? {} : { firstFileNumber }),
    ...(video === undefined
      ? {}
      : { video: { ...video, ...(subtitles === undefined ? {} : { burnInSubtitles: subtitles }) } }),
  };
}
