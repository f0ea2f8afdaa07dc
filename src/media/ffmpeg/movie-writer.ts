import { AVFMT_GLOBALHEADER } from "node-av/constants";
import { Dictionary, FormatContext, type Frame, type Packet, Rational, type Stream } from "node-av/lib";
import { multiply, rational as rationalOf, round } from "../../time/rational.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { AudioEncoding, RenderAsset } from "../render-job.ts";
import { checked, checkedWrite, present } from "./checked.ts";
import type { PictureCodec } from "./encoders.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { SoundEncoder } from "./sound-encoder.ts";

/** A sound stream to write. */
export interface SoundStream {
  readonly audio: AudioEncoding;
  readonly name: string;
  readonly channels: number;
}

/** Pictures that are copied as they are coded, from a stream of another file. */
export interface CopiedPicture {
  readonly copy: Stream;
}

/** Writes one movie or sound file: pictures and sound in, a closed file out. */
export class MovieWriter {
  readonly #format: FormatContext;
  /** What the file will be called, for sentences about it. */
  readonly #name: string;
  readonly #picture: { readonly encoder: PictureEncoder | undefined; readonly stream: Stream } | undefined;
  readonly #sounds: readonly { readonly encoder: SoundEncoder; readonly stream: Stream }[];
  #closed = false;

  /** Opens `path` and writes the head of the file. @throws RenderFault */
  constructor(
    path: string,
    asset: RenderAsset,
    picture: PictureCodec | CopiedPicture | undefined,
    sounds: readonly SoundStream[],
  ) {
    this.#name = asset.path;
    const format = new FormatContext();
    this.#format = format;
    checked(format.allocOutputContext2(null, asset.container, path), `write ${asset.container} files`);
    const options = { globalHeader: format.oformat?.hasFlags(AVFMT_GLOBALHEADER) ?? false };
    if (picture === undefined || asset.video === undefined) this.#picture = undefined;
    else if ("copy" in picture) this.#picture = addCopy(format, picture.copy, asset);
    else {
      const encoder = new PictureEncoder(asset.video, picture, asset.rate, options, (packet) =>
        this.writePacket(packet, encoder.context.timeBase),
      );
      this.#picture = addPicture(format, encoder);
    }
    this.#sounds = sounds.map((sound, index) =>
      addSound(
        format,
        new SoundEncoder(sound.audio, sound.channels, options, (packet) => {
          const entry = this.#sounds[index];
          if (entry !== undefined) this.#write(packet, entry.encoder.context.timeBase, entry.stream);
        }),
        sound.name,
      ),
    );
    describeFile(format, asset, this.#picture?.stream);
    setMuxer(format, asset, sounds);
    checkedWrite(format.openOutputSync(), asset.path);
    checkedWrite(format.writeHeaderSync(null), asset.path);
  }

  /** Samples that each block of a sound stream but the last must hold. */
  blockSize(sound: number): number {
    return this.#sounds[sound]?.encoder.blockSize ?? 0;
  }

  /** Encodes a picture, which it frees. */
  writePicture(frame: Frame): void {
    this.#picture?.encoder?.encode(frame);
  }

  /** Writes a coded picture, its times counted in `timeBase`. */
  writePacket(packet: Packet, timeBase: Rational): void {
    if (this.#picture !== undefined) this.#write(packet, timeBase, this.#picture.stream);
  }

  /** Encodes `count` samples of each channel of a sound stream. */
  writeSound(sound: number, planes: readonly Float32Array[], count: number): void {
    this.#sounds[sound]?.encoder.encode(planes, count);
  }

  /** Writes what the encoders still hold and the end of the file, and closes it. */
  finish(): void {
    this.#picture?.encoder?.finish();
    for (const { encoder } of this.#sounds) encoder.finish();
    checkedWrite(this.#format.interleavedWriteFrameSync(null), this.#name);
    checkedWrite(this.#format.writeTrailerSync(), this.#name);
    const error = this.#format.pb?.error ?? 0;
    checkedWrite(error, this.#name);
    this.close();
  }

  /** Lets go of everything; the file stays as it is. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#picture?.encoder?.close();
    for (const { encoder } of this.#sounds) encoder.close();
    this.#format.closeOutputSync();
    this.#format.freeContext();
  }

  #write(packet: Packet, timeBase: Rational, stream: Stream): void {
    packet.streamIndex = stream.index;
    packet.rescaleTs(timeBase, stream.timeBase);
    checkedWrite(this.#format.interleavedWriteFrameSync(packet), this.#name);
  }
}

function addPicture(format: FormatContext, encoder: PictureEncoder) {
  const stream = present(format.newStream(null), "add a picture to the file");
  checked(stream.codecpar.fromContext(encoder.context), "describe the picture");
  stream.timeBase = encoder.context.timeBase;
  stream.avgFrameRate = encoder.context.framerate;
  stream.rFrameRate = encoder.context.framerate;
  stream.sampleAspectRatio = encoder.context.sampleAspectRatio;
  return { encoder, stream };
}

function addCopy(format: FormatContext, copy: Stream, { rate, video }: RenderAsset) {
  const stream = present(format.newStream(null), "add a picture to the file");
  checked(copy.codecpar.copy(stream.codecpar), "describe the picture");
  // The container that is written chooses its own name for the codec; QuickTime plays HEVC as hvc1 only.
  stream.codecpar.codecTag = video?.codec === "h265" ? "hvc1" : 0;
  stream.timeBase = copy.timeBase;
  stream.avgFrameRate = new Rational(rate.num, rate.den);
  stream.rFrameRate = stream.avgFrameRate;
  stream.sampleAspectRatio = copy.codecpar.sampleAspectRatio;
  return { encoder: undefined, stream };
}

function addSound(format: FormatContext, encoder: SoundEncoder, name: string) {
  const stream = present(format.newStream(null), "add sound to the file");
  checked(stream.codecpar.fromContext(encoder.context), "describe the sound");
  stream.timeBase = encoder.context.timeBase;
  if (name !== "") stream.metadata = Dictionary.fromObject({ title: name, handler_name: name });
  return { encoder, stream };
}

/** Timecode, tape name and whatever else the asset says of itself. */
function describeFile(format: FormatContext, asset: RenderAsset, picture: Stream | undefined): void {
  const timecode = formatTimecode(asset.timecode.frame, asset.rate, asset.timecode.dropFrame);
  const tape = asset.tapeName === "" ? {} : { reel_name: asset.tapeName };
  if (asset.container === "wav") {
    const { soundExtent, rate } = asset;
    const start = soundExtent?.start ?? rationalOf(BigInt(asset.timecode.frame) * BigInt(rate.den), rate.num);
    format.metadata = Dictionary.fromObject({
      ...asset.metadata,
      // Samples since midnight (EBU Tech 3285).
      time_reference: String(round(multiply(start, rationalOf(asset.audio?.sampleRate ?? 48_000)))),
      originator: asset.metadata["originator"] ?? "Cresset",
      ...tape,
    });
    return;
  }
  format.metadata = Dictionary.fromObject({ ...asset.metadata, timecode, ...tape });
  if (picture !== undefined) picture.metadata = Dictionary.fromObject({ timecode, ...tape });
}

/** Bytes that the index in front of a movie may need: each frame and each sound packet costs some, and names a little. */
function indexSize(asset: RenderAsset, sounds: readonly SoundStream[]): number {
  const seconds = (asset.frameCount * asset.rate.den) / asset.rate.num;
  const packets = sounds.reduce((sum, { audio }) => sum + Math.ceil((seconds * audio.sampleRate) / 1024) + 2, 0);
  const words = JSON.stringify(asset.metadata).length;
  return 64 * 1024 + words * 4 + asset.frameCount * 56 + packets * 40;
}

function setMuxer(format: FormatContext, asset: RenderAsset, sounds: readonly SoundStream[]): void {
  // Room for the index in front, so that players start at once and nothing is written twice.
  const index = { moov_size: String(indexSize(asset, sounds)) };
  const options: Readonly<Partial<Record<RenderAsset["container"], Readonly<Record<string, string>>>>> = {
    // QuickTime files keep metadata of any name; MP4 keeps to the names that players know.
    mov: { ...index, movflags: "+write_colr+use_metadata_tags" },
    mp4: { ...index, movflags: "+write_colr" },
    wav: { write_bext: "1", rf64: "auto" },
  };
  for (const [name, value] of Object.entries(options[asset.container] ?? {}))
    checked(format.setOption(name, value), `set ${name} to ${value} for ${asset.container}`);
}
