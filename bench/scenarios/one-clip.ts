import { join } from "node:path";
import { clipFrames, writeCut } from "../cut-file.ts";
import type { Bench, Contender, Scenario } from "../scenario.ts";

interface Format {
  readonly name: string;
  readonly preset: string;
  readonly atMost: number;
  readonly isMovie: boolean;
  readonly ffmpegWords: readonly string[];
  /** What ffmpeg writes for sound, when the preset writes sound. */
  readonly ffmpegSound: readonly string[];
  readonly ffmpegFile: string;
}

const pcm = ["-c:a", "pcm_s24le"];
const formats: readonly Format[] = [
  {
    name: "prores-hq",
    preset: "ProRes 422 HQ",
    atMost: 1.03,
    isMovie: true,
    ffmpegWords: ["-c:v", "prores", "-profile:v", "3", "-pix_fmt", "yuv422p10le"],
    ffmpegSound: pcm,
    ffmpegFile: "out.mov",
  },
  {
    name: "dnxhr-hq",
    preset: "DNxHR HQ",
    atMost: 1.03,
    isMovie: true,
    ffmpegWords: ["-c:v", "dnxhd", "-profile:v", "dnxhr_hq", "-pix_fmt", "yuv422p"],
    ffmpegSound: pcm,
    ffmpegFile: "out.mov",
  },
  {
    name: "h264",
    preset: "H.264",
    atMost: 1.03,
    isMovie: true,
    ffmpegWords: [
      "-c:v",
      "libx264",
      "-crf",
      "18",
      "-preset",
      "medium",
      "-pix_fmt",
      "yuv420p",
      "-movflags",
      "+faststart",
    ],
    ffmpegSound: ["-c:a", "aac", "-b:a", "320k", "-ac", "2"],
    ffmpegFile: "out.mp4",
  },
  {
    name: "dpx",
    preset: "DPX",
    atMost: 1.03,
    isMovie: false,
    ffmpegWords: ["-c:v", "dpx", "-pix_fmt", "gbrp10le"],
    ffmpegSound: [],
    ffmpegFile: "out.%07d.dpx",
  },
  {
    name: "jpeg",
    preset: "JPEG",
    atMost: 1.03,
    isMovie: false,
    ffmpegWords: ["-c:v", "mjpeg", "-q:v", "2"],
    ffmpegSound: [],
    ffmpegFile: "out.%07d.jpg",
  },
  {
    name: "exr-zip",
    preset: "EXR (ZIP)",
    atMost: 0.6,
    isMovie: false,
    ffmpegWords: ["-c:v", "exr", "-compression", "zip16", "-format", "half"],
    ffmpegSound: [],
    ffmpegFile: "out.%07d.exr",
  },
];

/** The 30 s clip into one format, the whole process from start to exit. */
export const oneClip: readonly Scenario[] = formats.map((format) => ({
  name: `one-clip-${format.name}`,
  why: `A clip to ${format.preset}, as the ffmpeg command line does it.`,
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", against: "ffmpeg", atMost: format.atMost }],
  contenders: (bench) => contenders(bench, format),
}));

async function contenders(bench: Bench, format: Format): Promise<readonly Contender[]> {
  // Quick: 3 s of it, as a cut, which carries no sound.
  const frames = bench.quick ? 72 : clipFrames;
  const cut = join(bench.work, "three-seconds.otio");
  if (bench.quick) await writeCut(cut, [{ source: bench.clip, sourceIn: 0, sourceOut: frames }]);
  const ours = join(bench.work, "out-cresset");
  const theirs = join(bench.work, "out-ffmpeg");
  const files = format.isMovie ? 1 : frames;
  const limits = bench.quick ? ["-frames:v", String(frames), "-an"] : format.isMovie ? format.ffmpegSound : ["-an"];
  return [
    {
      name: "cresset",
      commands: [bench.cressetExport(bench.quick ? cut : bench.clip, ours, format.preset)],
      output: ours,
      files,
    },
    {
      name: "ffmpeg",
      needs: "ffmpeg",
      commands: [
        {
          program: "ffmpeg",
          words: [
            "-v",
            "error",
            "-y",
            "-i",
            bench.clip,
            ...format.ffmpegWords,
            ...limits,
            join(theirs, format.ffmpegFile),
          ],
        },
      ],
      output: theirs,
      files,
    },
  ];
}
