import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { FF_ENCODER_MJPEG } from "node-av/constants";
import type { Frame, Packet } from "node-av/lib";
import { formatTimecode } from "../../time/timecode.ts";
import { encodeExr, type ExrCompression, type ExrSettings } from "../exr-packer.ts";
import { chromaticitiesOf } from "../exr-primaries.ts";
import { type FrameNotes, type ImageFile, ImageFiles } from "../image-files.ts";
import { imageName } from "../image-names.ts";
import type { RenderAsset, VideoEncoding } from "../render-job.ts";
import { RenderFault, writeFault } from "../render-fault.ts";
import { planesOf } from "./canvas.ts";
import { present } from "./checked.ts";
import type { PictureCodec } from "./encoders.ts";
import type { PictureShape } from "./filter-chain.ts";
import { KeptParts } from "./kept-parts.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { stampDpxTimecode } from "./stamp-dpx-timecode.ts";

/** EXR pictures that are packed at the same time: deflating runs on other threads than decoding. */
const picturesUnderWay = 3;

/** What the pictures are, and how they are coded. */
export interface ImageKind {
  readonly video: VideoEncoding;
  readonly codec: PictureCodec;
  readonly shape: PictureShape;
}

/** Writes a file sequence into a folder, one file for each picture. */
export class ImageWriter {
  readonly #asset: RenderAsset;
  readonly #shape: PictureShape;
  readonly #files: ImageFiles;
  readonly #encoder: PictureEncoder | undefined;
  /** Where the encoder goes when all is well. */
  readonly #giveBack: ((encoder: PictureEncoder) => void) | undefined;
  readonly #exr: Pick<ExrSettings, "compression" | "chromaticities"> | undefined;
  readonly #packing = new Set<Promise<void>>();
  #begun = 0;
  #closed = false;
  #fault: unknown;

  /**
   * @param kept where one still after the other is written
   * @throws RenderFault
   */
  constructor(folder: string, asset: RenderAsset, { video, codec, shape }: ImageKind, kept: KeptParts | undefined) {
    this.#asset = asset;
    this.#shape = shape;
    this.#files = new ImageFiles(folder, dirname(asset.path), asset.frameCount);
    if (codec.encoder === undefined) {
      const chromaticities = chromaticitiesOf(video.colour.primaries);
      this.#exr = { compression: exrCompression(video), ...(chromaticities && { chromaticities }) };
      return;
    }
    const take = (packet: Packet) =>
      this.#writePacket(present(packet.clone(), "keep a picture"), video.codec === "dpx");
    // Of one picture threads can share only its parts. In a JPEG these are told apart, which makes it 2 % larger.
    if (asset.frameCount === 1 && codec.encoder === FF_ENCODER_MJPEG) {
      const threads = Math.min(4, availableParallelism());
      this.#encoder = (kept ?? new KeptParts()).encoder(video, codec, asset.rate, threads, take);
      this.#giveBack = kept && ((encoder) => kept.giveBackEncoder(video, asset.rate, encoder));
    } else this.#encoder = new PictureEncoder(video, codec, asset.rate, { globalHeader: false }, take);
  }

  /** Goes on behind files that the folder holds already, from the first of the sequence on, and notes those that come. */
  goOn(there: readonly ImageFile[], journal: FrameNotes): void {
    this.#begun = there.length;
    this.#files.goOn(there, journal);
  }

  /** Encodes a picture, which it frees. Waits when too many are being packed or written. */
  async writePicture(frame: Frame): Promise<void> {
    if (this.#encoder !== undefined) this.#encoder.encode(frame);
    else {
      const packing = this.#packAndWrite(frame, this.#begun++);
      this.#packing.add(packing);
      void packing.finally(() => this.#packing.delete(packing));
      // The planes are read before encodeExr waits for the first time, so the frame can go now.
      frame.free();
      if (this.#packing.size >= picturesUnderWay) await Promise.race(this.#packing);
      this.#stopAtFault();
    }
    await this.#files.room();
  }

  #writePacket(packet: Packet, dpx: boolean): void {
    const index = this.#begun++;
    const { data } = packet;
    if (data === null || data.length === 0)
      throw new RenderFault("encode", `The encoder gave nothing for picture ${index + 1}.`);
    const parts = dpx ? stampDpxTimecode(data, this.#timecode(index), this.#asset.rate) : [data];
    this.#files.write(index, this.#nameOf(index), parts, () => {
      // Without it the bytes count as used until a garbage collection, and eight pictures bring one about.
      if (data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
      packet.free();
    });
  }

  /** Never rejects, because nobody may be waiting yet: a fault is kept for the next call. */
  async #packAndWrite(frame: Frame, index: number): Promise<void> {
    try {
      this.#files.write(index, this.#nameOf(index), [await this.#pack(frame, index)]);
    } catch (error) {
      this.#fault ??= error;
    }
  }

  #stopAtFault(): void {
    if (this.#fault !== undefined) throw writeFault(this.#asset.path, this.#fault);
  }

  #pack(frame: Frame, index: number): Promise<Buffer> {
    const { width, height } = this.#shape;
    const names = ["G", "B", "R", "A"];
    const planes = planesOf(frame, this.#shape).map(({ samples, stride }, at) => ({
      name: names[at] ?? "",
      data: new Uint16Array(samples.buffer, samples.byteOffset, samples.length),
      stride,
    }));
    const { rate, timecode, tapeName, metadata } = this.#asset;
    return encodeExr(
      { width, height, planes },
      {
        compression: "zip",
        ...this.#exr,
        pixelType: "half",
        pixelAspect: this.#shape.pixelAspect,
        timecode: { frame: timecode.frame + index, dropFrame: timecode.dropFrame },
        framesPerSecond: rate,
        attributes: { ...metadata, ...(tapeName !== "" && { reelName: tapeName }) },
      },
    );
  }

  #timecode(index: number): string {
    const { timecode, rate } = this.#asset;
    return formatTimecode(timecode.frame + index, rate, timecode.dropFrame);
  }

  #nameOf(index: number): string {
    return imageName(basename(this.#asset.path), (this.#asset.firstFileNumber ?? 0) + index);
  }

  /** Writes what is still held, and tells what was written: it can be read, and is on its way to the disk. @throws RenderFault */
  async written(): Promise<readonly ImageFile[]> {
    if (this.#giveBack === undefined) this.#encoder?.finish();
    else this.#encoder?.requireAll();
    await Promise.all(this.#packing);
    this.#stopAtFault();
    return this.#files.written();
  }

  /** Waits until all that is `written` is on the disk. @throws RenderFault */
  async finish(): Promise<void> {
    await this.#files.finish();
    if (this.#encoder !== undefined && this.#giveBack !== undefined) {
      this.#closed = true;
      this.#giveBack(this.#encoder);
    } else this.close();
  }

  /** Ends before all was written; what is under way is brought to the disk. */
  async leave(): Promise<void> {
    await Promise.all(this.#packing);
    await this.#files.finish().catch(() => {});
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#encoder?.close();
  }
}

function exrCompression({ exrCompression: wanted = "zip" }: VideoEncoding): ExrCompression {
  if (wanted === "dwaa")
    throw new RenderFault(
      "encode",
      "EXR compression DWAA is not available; choose none, rle, zips, zip or piz in the preset.",
    );
  return wanted;
}
