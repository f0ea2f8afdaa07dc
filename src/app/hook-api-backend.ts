import path from "node:path";
import type { Catalogue, Project } from "../catalogue/catalogue.ts";
import { mediaSequence } from "../catalogue/media-sequence.ts";
import { CressetError } from "../errors.ts";
import { withBurnInVersion } from "../export/burn-in-text.ts";
import type { AssetOutcome } from "../export/export-outcome.ts";
import type { FilesInUse } from "../export/files-in-use.ts";
import { planSequence } from "../export/plan.ts";
import { loadPreset } from "../export/preset-store.ts";
import { SourceFiles } from "../export/source-files.ts";
import type {
  HookApiBackend,
  HookRun,
  ImportOptions,
  ImportResult,
  ProbedMedia,
  TranscodeRequest,
  TranscodeResult,
} from "../hooks/hook-api.ts";
import { fileRangeText } from "../export/sequence-path.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Prober } from "../media/probe.ts";
import type { RenderAsset } from "../media/render-job.ts";
import { createRenderer, type Renderer } from "../media/renderer.ts";
import { soundRateOf, startTimecodeAt } from "../media/start-timecode.ts";
import { formatTimecode } from "../time/timecode.ts";
import { toNumber } from "../time/rational.ts";
import { importClips } from "./import-clips.ts";
import { spellWritten, writtenTiming } from "./spell-written.ts";

export interface HookApiParts {
  readonly run: HookRun;
  readonly signal: AbortSignal;
  readonly prober: Prober;
  readonly presetFolders: readonly string[];
  /** What became of the assets so far, by id. */
  readonly assets: ReadonlyMap<string, AssetOutcome>;
  /** What the run reads and writes; nothing outside of an export. */
  readonly inUse?: FilesInUse;
  readonly mediaFolders: readonly string[];
  /** Opened when a hook first imports. */
  readonly catalogue: () => Promise<Catalogue>;
  /** The project of the run, made when there is none of its name. */
  readonly project: () => Promise<Project>;
}

/** What hooks can ask of the run. Their transcodes have an engine of their own, so that they do not wait for the export's. */
export function hookApiBackend(parts: HookApiParts): HookApiBackend & {
  readonly close: () => Promise<void>;
} {
  const { run, signal, prober, assets } = parts;
  let renderer: Renderer | undefined;
  return {
    run,
    signal,
    probe: async (file) => probedMedia(await prober.probe(file)),
    transcode: async (request) => {
      if (run.dryRun) return { files: [] };
      renderer ??= createRenderer();
      return transcode(request, await prober.probe(request.input), parts, renderer);
    },
    assetFiles: async ({ scope }) => (scope.asset === undefined ? [] : (assets.get(scope.asset)?.files ?? [])),
    importClips: async (paths, options) =>
      run.dryRun ? { clips: [], problems: [] } : importForHook(paths, options, parts),
    mail: async (message) => {
      if (run.dryRun) return;
      const { mailSettings, sendMail } = await import("./send-mail.ts");
      await sendMail(message, mailSettings(process.env));
    },
    close: async () => renderer?.close(),
  };
}

async function importForHook(
  paths: readonly string[],
  { to }: ImportOptions,
  { prober, signal, mediaFolders, assets, ...parts }: HookApiParts,
): Promise<ImportResult> {
  const relative = paths.find((each) => !path.isAbsolute(each));
  if (relative !== undefined)
    throw new CressetError("usage", `Expected an absolute path to import, got "${relative}".`);
  const [catalogue, project] = [await parts.catalogue(), await parts.project()];
  const imported = await importClips(
    { paths: paths.map((each) => spellWritten(each, assets)), mediaFolders, ...(to === undefined ? {} : { to }) },
    { catalogue, project, prober, folder: project.folder, timing: (each) => writtenTiming(each, assets), signal },
  );
  const { destination, clips, problems } = imported;
  return {
    clips: clips.map(({ id, name }) => ({ id, name, path: `${destination}/${name}` })),
    problems: problems.map(({ message }) => message),
  };
}

function probedMedia(media: MediaInfo): ProbedMedia {
  const [video] = media.video;
  const rate = video?.rate ?? soundRateOf(media);
  const start = startTimecodeAt(media, rate);
  return {
    path: media.path,
    format: media.format,
    seconds: toNumber(media.duration),
    ...(video === undefined
      ? {}
      : {
          video: {
            codec: video.codec,
            width: video.width,
            height: video.height,
            frameCount: video.frameCount,
            rate: video.rate,
          },
        }),
    audio: media.audio.map(({ codec, sampleRate, channels }) => ({ codec, sampleRate, channels })),
    startTimecode: start === undefined ? "" : formatTimecode(start.frame, rate, start.dropFrame),
    tapeName: media.tapeName,
    warnings: media.warnings,
  };
}

async function transcode(
  { output, preset, settings }: TranscodeRequest,
  media: MediaInfo,
  { presetFolders, signal, inUse }: HookApiParts,
  renderer: Renderer,
): Promise<TranscodeResult> {
  if (!path.isAbsolute(output))
    throw new CressetError("usage", `Expected an absolute path to transcode to, got "${output}".`);
  const loadedPreset = await loadPreset(preset, presetFolders, settings);
  const { sequence, conformed } = mediaSequence(media);
  const planned = planSequence({
    index: 0,
    key: sequence.name,
    sequence,
    conformed,
    presets: [loadedPreset],
    namePattern: undefined,
    handles: undefined,
    useTopVideoTrack: false,
    range: undefined,
    subtitles: undefined,
    tokens: {},
  });
  const asset = planned.assets.find(({ kind }) => kind === "media");
  if (asset?.kind !== "media" || loadedPreset.preset.scope !== "sequence")
    throw new CressetError("bad-preset", `Expected a preset of scope "sequence" to transcode with, got "${preset}".`);
  const source = new SourceFiles([media]).replacedBy(withRange(output, asset.render));
  if (source !== undefined)
    throw new CressetError(
      "bad-destination",
      `The transcode to ${output} would be written over its own input ${source}. Give it another output.`,
    );
  inUse?.refuse(withRange(output, asset.render));
  const drawn = asset.render.video === undefined ? {} : { video: withBurnInVersion(asset.render.video) };
  const job = { sources: asset.sources, assets: [{ ...asset.render, ...drawn, path: output }] };
  const [result] = await renderer.render(job, { signal });
  if (result === undefined) throw new CressetError("internal", "the engine gave no result");
  if (!result.ok)
    throw new CressetError(result.cause === "cancelled" ? "cancelled" : "render-failed", result.reason, {
      detail: result.detail,
    });
  return { files: result.files };
}

/** `[1001-1010]` in place of `%04d`: the files that a file sequence will have. */
function withRange(
  output: string,
  { firstFileNumber = 1, frameCount }: Pick<RenderAsset, "firstFileNumber" | "frameCount">,
) {
  return output.replace(/%(?:0(\d+))?d(?=[^/]*$)/, (_, padding: string | undefined) =>
    fileRangeText({ first: firstFileNumber, last: firstFileNumber + frameCount - 1, padding: Number(padding ?? 0) }),
  );
}
