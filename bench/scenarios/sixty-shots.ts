import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cutOfPieces, writeCut } from "../cut-file.ts";
import type { Scenario } from "../scenario.ts";

const handle = 8;
const prores = ["-c:v", "prores", "-profile:v", "3", "-pix_fmt", "yuv422p10le"];
const preset = fileURLToPath(new URL("../presets/shots-with-handles.yaml", import.meta.url));

/** What is sent to visual effects: each shot as a movie of its own, with frames to spare on both sides. */
export const sixtyShots: Scenario = {
  name: "sixty-shots",
  why: "The same cut as 60 ProRes 422 HQ movies with 8-frame handles.",
  quick: true,
  goals: [{ measure: "seconds", of: "cresset", against: "ffmpeg once per shot", atMost: 1 }],
  contenders: async (bench) => {
    const pieces = cutOfPieces(await bench.sources(6), bench.quick ? 12 : 60);
    const cut = join(bench.work, "sixty-shots.otio");
    await writeCut(cut, pieces);
    const ours = join(bench.work, "out-cresset");
    const theirs = join(bench.work, "out-ffmpeg");
    return [
      {
        name: "cresset",
        commands: [bench.cressetExport(cut, ours, preset)],
        output: ours,
        files: pieces.length,
      },
      {
        name: "ffmpeg once per shot",
        needs: "ffmpeg",
        commands: pieces.map(({ source, sourceIn, sourceOut }, index) => {
          const input = ["-v", "error", "-y", "-ss", ((sourceIn - handle) / 24).toFixed(6), "-i", source];
          const range = ["-frames:v", String(sourceOut - sourceIn + 2 * handle), "-an"];
          return { program: "ffmpeg", words: [...input, ...range, ...prores, join(theirs, `sh${index}.mov`)] };
        }),
        output: theirs,
        files: pieces.length,
      },
    ];
  },
};
