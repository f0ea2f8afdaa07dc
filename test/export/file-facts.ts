/** What a finished file says of itself, read with node-av's high-level interface. */
import { readFile } from "node:fs/promises";
import { Decoder, Demuxer } from "node-av/api";
import * as ff from "node-av/constants";
import { avGetCodecName, type Dictionary } from "node-av/lib";

export interface FileFacts {
  readonly videoCodec: string;
  readonly audioCodec: string;
  /** `24000/1001`. */
  readonly rate: string;
  /** Pictures in the stream, counted by decoding it. */
  readonly frames: number;
  /** Seconds that the container tells. */
  readonly duration: number;
  readonly videoDuration: number;
  readonly audioDuration: number;
  readonly timecode: string;
  readonly width: number;
  readonly height: number;
  readonly colour: {
    readonly primaries: number;
    readonly transfer: number;
    readonly matrix: number;
    readonly range: number;
  };
  readonly metadata: Readonly<Record<string, string>>;
}

export async function readFileFacts(path: string): Promise<FileFacts> {
  await using demuxer = await Demuxer.open(path);
  const [video, audio] = [demuxer.video(), demuxer.audio()];
  const seconds = (stream: typeof video) =>
    stream === undefined ? 0 : (Number(stream.duration) * stream.timeBase.num) / stream.timeBase.den;
  const durations = [seconds(video), seconds(audio)];
  const metadata = textsOf(demuxer.getFormatContext().metadata);
  const streamTexts = demuxer.streams.map((stream) => textsOf(stream.metadata));
  let frames = 0;
  let frameTimecode: string | undefined;
  if (video !== undefined) {
    using decoder = Decoder.createSync(video, { threadCount: 1 });
    for (const frame of decoder.framesSync(demuxer.packetsSync(video.index))) {
      if (frame === null) continue;
      frames++;
      frameTimecode ??= textsOf(frame.getMetadata())["timecode"];
      frame.free();
    }
  }
  const par = video?.codecpar;
  return {
    videoCodec: par === undefined ? "" : (avGetCodecName(par.codecId) ?? ""),
    audioCodec: audio === undefined ? "" : (avGetCodecName(audio.codecpar.codecId) ?? ""),
    rate: video === undefined ? "" : `${video.avgFrameRate.num}/${video.avgFrameRate.den}`,
    frames,
    duration: demuxer.duration,
    videoDuration: durations[0]!,
    audioDuration: durations[1]!,
    timecode:
      exrTimecode(await readFile(path)) ??
      [metadata, ...streamTexts].map(({ timecode }) => timecode).find((text) => text !== undefined) ??
      frameTimecode ??
      "",
    width: par?.width ?? 0,
    height: par?.height ?? 0,
    colour: {
      primaries: par?.colorPrimaries ?? 0,
      transfer: par?.colorTrc ?? 0,
      matrix: par?.colorSpace ?? 0,
      range: par?.colorRange ?? 0,
    },
    metadata: Object.assign({}, ...streamTexts, metadata) as Record<string, string>,
  };
}

const textsOf = (dictionary: Dictionary | null): Record<string, string> => dictionary?.getAll() ?? {};

export const bt709 = {
  primaries: ff.AVCOL_PRI_BT709,
  transfer: ff.AVCOL_TRC_BT709,
  matrix: ff.AVCOL_SPC_BT709,
  range: ff.AVCOL_RANGE_MPEG,
};

/** Names of the boxes at the top of a QuickTime or MP4 file, in order. */
export async function topBoxes(path: string): Promise<readonly string[]> {
  const bytes = await readFile(path);
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    names.push(bytes.toString("latin1", at + 4, at + 8));
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < 8) break;
    at += size;
  }
  return names;
}

/** Sizes of a movie's coded pictures, in order. */
export async function packetSizes(path: string): Promise<readonly number[]> {
  await using demuxer = await Demuxer.open(path);
  const sizes: number[] = [];
  for await (const packet of demuxer.packets(demuxer.video()!.index)) {
    if (packet === null) continue;
    sizes.push(packet.size);
    packet.free();
  }
  return sizes;
}

/** The non-drop timecode of an EXR, which FFmpeg does not read: packed decimals under `timeCode`, little-endian. */
function exrTimecode(bytes: Buffer): string | undefined {
  const name = "timeCode\0timecode\0";
  const at = bytes.readUInt32LE(0) === 20_000_630 ? bytes.indexOf(name) : -1;
  if (at < 0) return undefined;
  const digits = bytes
    .readUInt32LE(at + name.length + 4)
    .toString(16)
    .padStart(8, "0");
  return digits.match(/../g)!.join(":");
}
