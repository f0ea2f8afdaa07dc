import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { allowsDropFrame, formatRate } from "../../time/rate.ts";
import { add, multiply, rational, subtract, toNumber } from "../../time/rational.ts";
import { backwardsLead } from "../../timeline/backwards-lead.ts";
import type { Sequence, Track } from "../../timeline/sequence.ts";
import { writeSubtitles } from "../../timeline/subtitles.ts";
import { type ExportedMedia, writeCut } from "../../timeline/write-cut.ts";
import type { DecidedSequence } from "./decide-all.ts";
import type { DecidedAsset } from "./decide-asset.ts";
import type { AssetOutcome } from "../export-outcome.ts";
import { assetOutcome } from "./export-result.ts";
import { failureState } from "./failure-state.ts";
import { framesPerFrame } from "../plan/frame-ratio.ts";
import type { PlannedDocument, PlannedMedia, PlannedSequence } from "../planned-asset.ts";
import type { PublishedTrack } from "../publish-version.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { parseSequencePath } from "../sequence-path.ts";

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

/** Media that lies on disk: written by this export, or left as it was because it should not be overwritten. */
interface FinishedMedia {
  readonly asset: DecidedAsset;
  readonly planned: PlannedMedia;
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
      return cutOf({ ...asset.sequence, sequence: document.sequence }, document.format, media);
  }
}

function cutOf(planned: PlannedSequence, format: "otio" | "edl", media: readonly FinishedMedia[]) {
  const { sequence, links } = planned;
  const pointed = pointedAt(format === "edl" ? withTapes(planned) : sequence, media);
  const { text, warnings } = writeCut(pointed, format, exportedMedia(media), links);
  const rateless = format === "edl" ? media.flatMap((finished) => ratelessWarning(finished, sequence)) : [];
  return { text, warnings: [...warnings.map(({ message, place }) => `${message} (${place})`), ...rateless] };
}

/** Where the cut does not say a tape, its media may: an EDL's events are found again by tape and timecode. */
function withTapes({ sequence, tapes }: PlannedSequence): Sequence {
  const named = (track: Track): Track => ({
    ...track,
    segments: track.segments.map((segment) => {
      const tapeName = segment.source.tapeName || (tapes.get(segment.id) ?? "");
      return { ...segment, source: { ...segment.source, tapeName } };
    }),
  });
  return { ...sequence, videoTracks: sequence.videoTracks.map(named), audioTracks: sequence.audioTracks.map(named) };
}

/** A movie tells its rate itself and OTIO tells it of images; nothing does for images that an EDL plays. */
function ratelessWarning({ asset, planned: { render } }: FinishedMedia, sequence: Sequence): readonly string[] {
  const { num, den } = framesPerFrame(render.rate, sequence.rate);
  if (render.container !== "image" || num === den) return [];
  const rates = `${formatRate(render.rate)} frames a second in a cut at ${formatRate(sequence.rate)}`;
  return [`The EDL cannot say that ${asset.path} has ${rates}: conform it from the OTIO.`];
}

/** Segments count in the files that were exported for them; speed that is in these files already is not applied again. */
function pointedAt(sequence: Sequence, media: readonly FinishedMedia[]): Sequence {
  const exported = new Map(
    media.flatMap((finished) => {
      const { segment, render } = finished.planned;
      return segment === undefined || render.video === undefined ? [] : [[segment.id, finished]];
    }),
  );
  const videoTracks = sequence.videoTracks.map((track) => ({
    ...track,
    segments: track.segments.map((segment) => {
      const finished = exported.get(segment.id);
      if (finished === undefined) return segment;
      const { render, info, loadedPreset } = finished.planned;
      const asSource = loadedPreset.preset.video?.rate === "source";
      const isBackwards = asSource && segment.speed.num < 0n;
      const speed = asSource ? segment.speed : rational(1);
      const step = multiply(speed, framesPerFrame(render.rate, sequence.rate));
      const first = isBackwards
        ? subtract(rational(render.frameCount - info.handleOut), backwardsLead(step))
        : rational(info.handleIn);
      const dropFrame = holdsTimecode(finished) && render.timecode.dropFrame && allowsDropFrame(render.rate);
      return {
        ...segment,
        source: { ...segment.source, dropFrame },
        sourceIn: add(rational(ownStart(finished)), first),
        sourceRate: render.rate,
        speed,
      };
    }),
  }));
  return { ...sequence, videoTracks };
}

/** Image files without a place for timecode are counted by their numbers. */
const holdsTimecode = ({ planned: { render } }: FinishedMedia): boolean =>
  render.container !== "image" || render.video?.codec === "exr" || render.video?.codec === "dpx";

/** The first frame of an exported file in its own time, as a reader of the file finds it. */
const ownStart = (finished: FinishedMedia): number =>
  holdsTimecode(finished)
    ? finished.planned.render.timecode.frame
    : (parseSequencePath(finished.asset.path)?.first ?? finished.planned.render.timecode.frame);

/** The files that were exported for the segments of a cut. */
function exportedMedia(media: readonly FinishedMedia[]): ReadonlyMap<string, ExportedMedia> {
  return new Map(
    media.flatMap((finished) => {
      const { asset, planned } = finished;
      const { segment, render } = planned;
      if (segment === undefined || render.video === undefined) return [];
      const parts = parseSequencePath(asset.path);
      const exported = {
        path: asset.path,
        ...(parts === undefined ? {} : { frames: { first: parts.first, last: parts.last, padding: parts.padding } }),
        availableStart: ownStart(finished),
        availableDuration: render.frameCount,
        rate: render.rate,
      };
      return [[segment.id, exported]];
    }),
  );
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
    tracks: media.map(trackOf),
  });
  return writeOpenClip(clip);
}

function trackOf({ asset, planned }: FinishedMedia): PublishedTrack {
  const { info, render } = planned;
  const { video, audio } = render;
  if (video === undefined)
    return {
      type: "audio",
      mediaPath: asset.path,
      depth: audio?.codec === "pcm_s16le" ? 16 : audio?.codec === "pcm_s32le" ? 32 : 24,
      channels: info.nbChannels,
    };
  return {
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
}
