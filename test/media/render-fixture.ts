import { join } from "node:path";
import type {
  AssetResult,
  AudioEncoding,
  PicturePiece,
  RenderAsset,
  RenderJob,
  SoundPiece,
  SourcePiece,
  VideoEncoding,
  WrittenAsset,
} from "../../src/media/render-job.ts";
import { createRenderer, type RenderEvents } from "../../src/media/renderer.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { type Rate, rate } from "../../src/time/rate.ts";
import { type Rational, rational, zero } from "../../src/time/rational.ts";

const pal = rate(25);

/** Clips that carry their frame numbers: clip 2 is long-GOP with sound, clip 3 ProRes of twice the size, at 25. */
export async function writeClips(folder: string): Promise<RenderJob["sources"]> {
  const [a, b] = [join(folder, "a.mp4"), join(folder, "b.mov")];
  const clicks = { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.4 } as const;
  await writeTestFootage({
    path: a,
    codec: "h264",
    width: 320,
    height: 180,
    rate: pal,
    frames: 75,
    source: 2,
    gop: 24,
    bFrames: 2,
    audio: { ...clicks, codec: "aac" },
  });
  await writeTestFootage({
    path: b,
    codec: "prores_422",
    width: 640,
    height: 360,
    rate: pal,
    frames: 60,
    source: 3,
    startTimecode: "02:00:00:00",
    audio: { ...clicks, codec: "pcm_s24le" },
  });
  return [
    { id: "a", path: a, rate: pal },
    { id: "b", path: b, rate: pal },
  ];
}

export const source = (sourceId: string, first: number, frames: number, step = rational(1)): SourcePiece => ({
  kind: "source",
  sourceId,
  first: rational(first),
  frames,
  step,
});

export const video = (codec: VideoEncoding["codec"], over: Partial<VideoEncoding> = {}): VideoEncoding => ({
  codec,
  alpha: false,
  width: 320,
  height: 180,
  pixelAspect: rational(1),
  resize: "fit",
  scan: "progressive",
  colour: { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" },
  burnIns: [],
  ...over,
});

export const audio = (codec: AudioEncoding["codec"], over: Partial<AudioEncoding> = {}): AudioEncoding => ({
  codec,
  sampleRate: 48_000,
  tracks: "mix",
  channels: 2,
  ...over,
});

export const sound = (
  sourceId: string,
  start: Rational,
  duration: Rational,
  over: Partial<SoundPiece> = {},
): SoundPiece => ({
  sourceId,
  stream: 0,
  start,
  duration,
  sourceStart: zero,
  speed: rational(1),
  gain: 1,
  fadeIn: zero,
  fadeOut: zero,
  ...over,
});

const extensions: Partial<Record<VideoEncoding["codec"], string>> = { jpeg: "jpg", tiff: "tif" };

/** An asset that starts at 01:00:00:00; its file is named for its id. */
export function asset(
  folder: string,
  id: string,
  picture: readonly PicturePiece[],
  over: Partial<RenderAsset> & { video?: VideoEncoding; rate?: Rate } = {},
): RenderAsset {
  const container = over.container ?? "mov";
  const { codec } = over.video ?? { codec: "png" };
  const name = container === "image" ? `${id}/${id}.%04d.${extensions[codec] ?? codec}` : `${id}.${container}`;
  return {
    id,
    path: join(folder, name),
    container,
    picture,
    sound: [],
    frameCount: picture.reduce((sum, { frames }) => sum + frames, 0),
    rate: pal,
    timecode: { frame: 90_000, dropFrame: false },
    tapeName: "A001C002",
    metadata: {},
    ...(container === "image" && { firstFileNumber: 1001 }),
    ...over,
  };
}

/** Renders a job in workers of its own. */
export async function renderJob(job: RenderJob, on: RenderEvents = {}): Promise<readonly AssetResult[]> {
  const renderer = createRenderer();
  try {
    return await renderer.render(job, on);
  } finally {
    await renderer.close();
  }
}

/** The result, which must be a written asset. */
export function written(result: AssetResult | undefined): WrittenAsset {
  if (result?.ok !== true) throw new Error(`Expected a written asset, got ${JSON.stringify(result)}`);
  return result;
}
