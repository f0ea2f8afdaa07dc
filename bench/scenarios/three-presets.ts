import { join } from "node:path";
import { clipFrames, writeCut } from "../cut-file.ts";
import type { Scenario } from "../scenario.ts";

/** A delivery: master, screener and stills of one clip, which one decode can feed. Picture only. */
export const threePresets: Scenario = {
  name: "three-presets",
  why: "One source to ProRes 422 HQ, H.264 and JPEG at once.",
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", against: "ffmpeg three times", atMost: 0.82 }],
  contenders: async (bench) => {
    const frames = bench.quick ? 72 : clipFrames;
    const cut = join(bench.work, "one-source.otio");
    await writeCut(cut, [{ source: bench.clip, sourceIn: 0, sourceOut: frames }]);
    const ours = join(bench.work, "out-cresset");
    const theirs = join(bench.work, "out-ffmpeg");
    const input = ["-v", "error", "-y", "-i", bench.clip, "-an", "-frames:v", String(frames)];
    return [
      {
        name: "cresset",
        commands: [bench.cressetExport(cut, ours, "ProRes 422 HQ", "H.264", "JPEG")],
        output: ours,
        files: frames + 2,
      },
      {
        name: "ffmpeg three times",
        needs: "ffmpeg",
        commands: [
          ["-c:v", "prores", "-profile:v", "3", "-pix_fmt", "yuv422p10le", join(theirs, "out.mov")],
          ["-c:v", "libx264", "-crf", "18", "-preset", "medium", "-movflags", "+faststart", join(theirs, "out.mp4")],
          ["-c:v", "mjpeg", "-q:v", "2", join(theirs, "out.%07d.jpg")],
        ].map((words) => ({ program: "ffmpeg", words: [...input, ...words] })),
        output: theirs,
        files: frames + 2,
      },
    ];
  },
};
