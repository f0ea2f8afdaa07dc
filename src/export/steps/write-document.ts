import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { toNumber } from "../../time/rational.ts";
import { writeSubtitles } from "../../timeline/subtitles.ts";
import type { DecidedSequence } from "./decide-all.ts";
import type { DecidedAsset } from "./decide-asset.ts";
import type { AssetOutcome } from "../export-outcome.ts";
import { assetOutcome } from "./export-result.ts";
import { failureState } from "./failure-state.ts";
import type { PlannedDocument } from "../planned-asset.ts";
import { type FinishedMedia, publishedCut } from "./published-cut.ts";
import type { PublishedTrack } from "../publish-version.ts";
import type { SandwichRun } from "../sandwich-run.ts";

const recordSchema = z.object({
  file: z.object({ path: z.string(), bytes: z.number(), xxh128: z.string() }),
  warnings: z.array(z.string()),
});

/**
 * Writes an OpenClip, a cut or subtitles, of media that is settled; a step of the journal like a render.
 * @returns what became of it, and its state as `SandwichHooks.call` takes it.
 */
export async function writeDocument(
  run: SandwichRun,
  asset: DecidedAsset,
  outcomes: ReadonlyMap<string, AssetOutcome>,
  sequence: DecidedSequence,
): Promise<{ readonly outcome: AssetOutcome; readonly state: string }> {
  const { planned } = asset;
  if (planned.kind === "media") throw new CressetError("internal", `${planned.id} is rendered, not written`);
  const media = mediaOf(planned, sequence, outcomes);
  const ids = planned.document.type === "subtitles" ? [] : planned.document.mediaIds;
  const failed = failureState(ids.flatMap((id) => outcomes.get(id) ?? []));
  if (planned.kind === "openClip" && media.length === 0) {
    const reason = "the media it tells of was not written";
    return { state: failed, outcome: assetOutcome(asset, { status: "skipped", reason }) };
  }
  const start = performance.now();
  try {
    const { file, warnings, state } = await writeOnce(run, asset, planned, media, failed);
    const seconds = (performance.now() - start) / 1000;
    return { state, outcome: assetOutcome(asset, { status: "written", reason: "", files: [file], seconds, warnings }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && "code" in error ? error.code : "";
    const isFull = code === "ENOSPC" || code === "EDQUOT";
    const reason = isFull
      ? `The disk is full: ${asset.path} could not be written. Free space, then resume.`
      : `${asset.path} could not be written: ${why}`;
    const cause = isFull ? "disk-full" : "write";
    return { state: failed, outcome: assetOutcome(asset, { status: "failed", reason, cause }) };
  }
}

/** Writes what the journal does not have, what it has with media that failed and is whole now, and what is gone. */
async function writeOnce(
  { journal, write }: SandwichRun,
  asset: DecidedAsset,
  planned: PlannedDocument,
  media: readonly FinishedMedia[],
  failed: string,
): Promise<z.infer<typeof recordSchema> & { readonly state: string }> {
  for (let attempt = 1; ; attempt++) {
    const state = [failed, attempt === 1 ? "" : `again ${attempt}`].filter((part) => part !== "").join(", ");
    const key = `write/${planned.id}${state === "" ? "" : `/(${state})`}`;
    const isRecorded = journal.isDone(key);
    const record = await journal.step(
      key,
      "write",
      (recorded) => recordSchema.parse(recorded),
      async () => {
        const { text, warnings } = await contentOf(planned, asset, media);
        const file = { path: asset.path, ...(await write(asset.path, text)) };
        return { result: { file, warnings }, files: [{ ...file, assetId: planned.id, frames: 0 }] };
      },
    );
    if (!isRecorded || isThere(planned, record.file)) return { ...record, state };
  }
}

/** An OpenClip may have gained versions of other exports since. */
function isThere({ kind }: PlannedDocument, file: { readonly path: string; readonly bytes: number }): boolean {
  const found = statSync(file.path, { throwIfNoEntry: false });
  return found !== undefined && (kind === "openClip" || found.size === file.bytes);
}

function mediaOf(
  planned: PlannedDocument,
  sequence: DecidedSequence,
  outcomes: ReadonlyMap<string, AssetOutcome>,
): readonly FinishedMedia[] {
  const ids = planned.document.type === "subtitles" ? [] : planned.document.mediaIds;
  return sequence.assets.flatMap((asset) => {
    const status = outcomes.get(asset.planned.id)?.status;
    const isThere = status === "written" || status === "skipped";
    return asset.planned.kind === "media" && ids.includes(asset.planned.id) && isThere
      ? [{ asset, planned: asset.planned }]
      : [];
  });
}

async function contentOf(
  planned: PlannedDocument,
  asset: DecidedAsset,
  media: readonly FinishedMedia[],
): Promise<{ readonly text: string; readonly warnings: string[] }> {
  const { document } = planned;
  switch (document.type) {
    case "subtitles":
      return { text: writeSubtitles(document.cues), warnings: [] };
    case "openClip":
      return { text: await publish(asset, media), warnings: [] };
    case "cut":
      return publishedCut(asset.sequence, document, media);
  }
}

/** The OpenClip with a version more. XML is loaded only here: most exports need none. */
async function publish(asset: DecidedAsset, media: readonly FinishedMedia[]): Promise<string> {
  const { readOpenClip, writeOpenClip } = await import("../../catalogue/open-clip.ts");
  const { publishVersion } = await import("../publish-version.ts");
  const existing = await readFile(asset.path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  const [first] = media;
  if (first === undefined) throw new CressetError("internal", "an OpenClip without media");
  const { render, info } = first.planned;
  const clip = publishVersion(existing === undefined ? undefined : readOpenClip(existing, asset.path), {
    clipPath: asset.path,
    clipName: info.shotName || info.assetName,
    tapeName: info.tapeName,
    versionName: asset.versionName || "v001",
    comment: "",
    created: new Date(),
    rate: render.rate,
    startTimecode: render.timecode,
    duration: render.frameCount,
    tracks: media.flatMap(tracksOf),
  });
  return writeOpenClip(clip);
}

/** A movie with sound is on a track of each kind. */
function tracksOf({ asset, planned }: FinishedMedia): readonly PublishedTrack[] {
  const { info, render, soundChannels = 0 } = planned;
  const { video, audio } = render;
  const sound = (channels: number): PublishedTrack => ({
    type: "audio",
    mediaPath: asset.path,
    depth: audio?.codec === "pcm_s16le" ? 16 : audio?.codec === "pcm_s32le" ? 32 : 24,
    channels,
  });
  if (video === undefined) return [sound(info.nbChannels)];
  const picture: PublishedTrack = {
    type: "video",
    mediaPath: asset.path,
    width: video.width,
    height: video.height,
    pixelRatio: toNumber(video.pixelAspect),
    depth: Number.parseInt(info.depth, 10),
    encoding: info.channelsEncoding,
    channels: info.nbChannels,
    pixelLayout: info.pixelLayout,
    scan: info.scanFormat,
    colourSpace: info.colourSpace,
  };
  return soundChannels === 0 ? [picture] : [picture, sound(soundChannels)];
}
