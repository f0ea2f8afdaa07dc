import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CutPiece, cutOfPieces, writeCut } from "../cut-file.ts";
import type { Command, Scenario } from "../scenario.ts";

const quiet = ["-v", "error", "-y"];
const prores = ["-c:v", "prores", "-profile:v", "3", "-pix_fmt", "yuv422p10le", "-an"];
const seconds = (frame: number): string => (frame / 24).toFixed(6);
const inputOf = ({ source, sourceIn, sourceOut }: CutPiece): readonly string[] => [
  "-ss",
  seconds(sourceIn),
  "-t",
  seconds(sourceOut - sourceIn),
  "-i",
  source,
];

/** An edited sequence to one file, against the three ways that people put one together today. */
export const sixtyCuts: Scenario = {
  name: "sixty-cuts",
  why: "60 cuts of 2 s over 6 sources to one ProRes 422 HQ file.",
  quick: true,
  goals: [
    { measure: "seconds", of: "cresset", against: "ffmpeg once per cut", atMost: 0.85 },
    { measure: "seconds", of: "cresset", against: "ffmpeg, one graph", atMost: 0.97 },
    { measure: "seconds", of: "cresset", against: "melt", atMost: 0.8 },
    { measure: "peakBytes", of: "cresset", atMost: 600e6 },
  ],
  contenders: async (bench) => {
    const sources = await bench.sources(6);
    const pieces = cutOfPieces(sources, bench.quick ? 12 : 60);
    const cut = join(bench.work, "sixty-cuts.otio");
    await writeCut(cut, pieces);
    const output = (name: string): string => join(bench.work, `out-${name}`);
    return [
      {
        name: "cresset",
        commands: [bench.cressetExport(cut, output("cresset"), "ProRes 422 HQ")],
        output: output("cresset"),
        files: 1,
      },
      {
        name: "ffmpeg once per cut",
        needs: "ffmpeg",
        commands: await cutByCut(pieces, bench.work, output("per-cut")),
        output: output("per-cut"),
        files: 1,
      },
      {
        name: "ffmpeg, one graph",
        needs: "ffmpeg",
        commands: [oneGraph(pieces, output("graph"))],
        output: output("graph"),
        files: 1,
      },
      {
        name: "melt",
        needs: "melt",
        commands: [meltCommand(pieces, output("melt"))],
        output: output("melt"),
        files: 1,
      },
    ];
  },
};

/** Each cut to a movie, then joined without encoding again. */
async function cutByCut(pieces: readonly CutPiece[], work: string, output: string): Promise<readonly Command[]> {
  const movies = pieces.map((_, index) => join(output, `${String(index).padStart(3, "0")}.mov`));
  await mkdir(work, { recursive: true });
  const list = join(work, "concat.txt");
  await writeFile(list, movies.map((movie) => `file '${movie}'\n`).join(""));
  return [
    ...pieces.map((piece, index) => ({
      program: "ffmpeg",
      words: [...quiet, ...inputOf(piece), ...prores, movies[index] ?? ""],
    })),
    {
      program: "ffmpeg",
      words: [...quiet, "-f", "concat", "-safe", "0", "-i", list, "-c", "copy", join(output, "cut.mov")],
    },
  ];
}

function oneGraph(pieces: readonly CutPiece[], output: string): Command {
  const labels = pieces.map((_, index) => `[${index}:v]`).join("");
  const graph = ["-filter_complex", `${labels}concat=n=${pieces.length}:v=1:a=0[v]`, "-map", "[v]"];
  return {
    program: "ffmpeg",
    words: [...quiet, ...pieces.flatMap(inputOf), ...graph, ...prores, join(output, "cut.mov")],
  };
}

/** `real_time=-1`: no dropped frames, one thread of its own; two took longer here. */
function meltCommand(pieces: readonly CutPiece[], output: string): Command {
  const playlist = pieces.flatMap(({ source, sourceIn, sourceOut }) => [
    source,
    `in=${sourceIn}`,
    `out=${sourceOut - 1}`,
  ]);
  const encoding = ["vcodec=prores", "vprofile=3", "pix_fmt=yuv422p10le", "an=1", "real_time=-1"];
  return {
    program: "melt",
    words: [
      "-silent",
      "-profile",
      "atsc_1080p_24",
      ...playlist,
      "-consumer",
      `avformat:${join(output, "cut.mov")}`,
      ...encoding,
    ],
  };
}
