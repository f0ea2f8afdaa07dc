import { writeFile } from "node:fs/promises";
import { rate } from "../src/time/rate.ts";
import { rational } from "../src/time/rational.ts";
import { parseTimecode } from "../src/time/timecode.ts";
import type { Segment, Sequence, SubtitleTrack, Track } from "../src/timeline/sequence.ts";
import { writeCut } from "../src/timeline/write-cut.ts";

const film = rate(24);
const frameAt = (timecode: string) => parseTimecode(timecode, film).frame;

interface Piece {
  readonly shotName: string;
  readonly file: string;
  readonly sourceIn: string;
  readonly frames: number;
}

function trackOf(id: string, pieces: readonly Piece[]): Track {
  let start = 0;
  const segments = pieces.map(({ shotName, file, sourceIn, frames }, index): Segment => {
    const record = { start, end: start + frames };
    start += frames;
    return {
      id: `${id}.${index + 1}`,
      name: file,
      shotName,
      comment: "",
      record,
      source: { path: `footage/${file}`, clipName: file, tapeName: file.split(".")[0] ?? "" },
      sourceIn: rational(frameAt(sourceIn)),
      sourceRate: film,
      speed: rational(1),
      enabled: true,
      markers: [],
      place: `${id}.${index + 1}`,
    };
  });
  return { id, name: id, segments, transitions: [] };
}

function sequenceOf(name: string, pieces: readonly Piece[]): Sequence {
  const video = trackOf("V1", pieces);
  const [first, second] = video.segments;
  const dissolve =
    first === undefined || second === undefined
      ? []
      : [
          {
            kind: "dissolve" as const,
            record: { start: first.record.end - 6, end: first.record.end + 6 },
            fromSegmentId: first.id,
            toSegmentId: second.id,
            place: "V1",
          },
        ];
  return {
    name,
    rate: film,
    startFrame: frameAt("01:00:00:00"),
    dropFrame: false,
    duration: pieces.reduce((sum, { frames }) => sum + frames, 0),
    videoTracks: [{ ...video, transitions: dissolve }],
    audioTracks: [trackOf("A1", pieces)],
    subtitleTracks: [],
    markers: [],
    warnings: [],
  };
}

const subtitles = {
  English: ["Somewhere in a meadow, early.", "The first camera.", "The second camera."],
  Deutsch: ["Irgendwo auf einer Wiese, früh.", "Die erste Kamera.", "Die zweite Kamera."],
};

/** Two languages to choose from, over the first shots. */
function subtitleTracks(): readonly SubtitleTrack[] {
  const times = [
    [1, 2],
    [2, 3],
    [4, 5],
  ] as const;
  return Object.entries(subtitles).map(([name, texts], index) => ({
    id: `S${index + 1}`,
    name,
    cues: times.map(([start, end], cue) => ({
      start: rational(start),
      end: rational(end),
      text: texts[cue] ?? "",
    })),
  }));
}

/**
 * Writes the demo's two cuts: a spot of five shots over all footage, and one that must not leave the building.
 * @param withSubtitles the spot has subtitles
 */
export async function writeCuts(folder: string, withSubtitles = false): Promise<readonly string[]> {
  const spot = sequenceOf("spot", [
    { shotName: "sp010", file: "bunny.mp4", sourceIn: "00:00:02:00", frames: 48 },
    { shotName: "sp020", file: "A001.mov", sourceIn: "10:00:01:00", frames: 36 },
    { shotName: "sp030", file: "B002.mov", sourceIn: "11:30:01:12", frames: 36 },
    { shotName: "sp040", file: "bunny.mp4", sourceIn: "00:00:12:00", frames: 36 },
    { shotName: "sp050", file: "A001.mov", sourceIn: "10:00:02:12", frames: 24 },
  ]);
  const secret = sequenceOf("secret_teaser", [
    { shotName: "st010", file: "B002.mov", sourceIn: "11:30:00:12", frames: 24 },
    { shotName: "st020", file: "bunny.mp4", sourceIn: "00:00:20:00", frames: 24 },
  ]);
  const titled = withSubtitles ? { ...spot, subtitleTracks: subtitleTracks() } : spot;
  const files = [titled, secret].map((sequence) => ({
    file: `${folder}/${sequence.name}.otio`,
    text: writeCut(sequence, "otio").text,
  }));
  for (const { file, text } of files) await writeFile(file, text);
  return files.map(({ file }) => file);
}
