import { open } from "node:fs/promises";
import { CressetError } from "../errors.ts";
import { rate, type Rate } from "../time/rate.ts";
import type { Timecode } from "../time/timecode.ts";
import { ByteReader, EndOfBytes } from "./exr/byte-reader.ts";
import {
  compressionNames,
  type ExrChannel,
  type ExrChromaticities,
  magicNumber,
  pixelTypeNames,
} from "./exr/layout.ts";
import { unpackTimecode } from "./exr/timecode-bits.ts";

/** What the header of an EXR says; of a multi-part file, its first part. */
export interface ExrHeader {
  readonly compression: (typeof compressionNames)[number] | "unknown";
  readonly tiled: boolean;
  readonly deep: boolean;
  readonly multiPart: boolean;
  readonly channels: readonly ExrChannel[];
  /** Where the pixels are. */
  readonly dataWindow: ExrWindow;
  /** What is to be shown. */
  readonly displayWindow: ExrWindow;
  readonly pixelAspect: number;
  readonly framesPerSecond?: Rate;
  readonly chromaticities?: ExrChromaticities;
  /** The packed SMPTE timecode. `exrTimecode` reads it at a rate. */
  readonly timecodeBits?: number;
  /** Attributes of type string: `owner`, `comments`, `reelName` … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Pixels from a corner to the opposite one, as a corner and a size. */
export interface ExrWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const firstBytes = 16 * 1024;
/** Headers hold previews at most; a longer one is damage. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads the header of an OpenEXR file, not its pixels.
 * @throws CressetError `bad-input` when the file cannot be read, is no EXR or its header is damaged.
 */
export async function readExrHeader(path: string): Promise<ExrHeader> {
  try {
    const file = await open(path, "r");
    try {
      for (let wanted = firstBytes; ; wanted *= 8) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, 0);
        const header = parseAsFarAsItGoes(buffer.subarray(0, bytesRead));
        if (header !== undefined) return header;
        if (bytesRead < wanted || wanted >= mostBytes) throw new RangeError("its header ends before it is complete");
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CressetError("bad-input", `Cannot read the EXR file ${path}: ${reason}. Copy or render it again.`, {
      cause,
    });
  }
}

/** The timecode of a header, when it has one that exists at this rate. */
export const exrTimecode = (header: ExrHeader, rate: Rate): Timecode | undefined =>
  header.timecodeBits === undefined ? undefined : unpackTimecode(header.timecodeBits, rate);

/** Nothing when the bytes end before the header does. */
function parseAsFarAsItGoes(bytes: Buffer): ExrHeader | undefined {
  try {
    return parseExrHeader(bytes);
  } catch (error) {
    if (error instanceof EndOfBytes) return undefined;
    throw error;
  }
}

function parseExrHeader(bytes: Buffer): ExrHeader {
  const reader = new ByteReader(bytes);
  const magic = reader.uint32();
  if (magic !== magicNumber) throw new RangeError("it does not begin as an EXR file does (76 2f 31 01)");
  const version = reader.uint32();
  const values = new Map<string, { readonly type: string; readonly value: Buffer }>();
  for (let name = reader.text(); name !== ""; name = reader.text()) {
    const type = reader.text();
    const size = reader.int32();
    if (size < 0 || size > mostBytes) throw new RangeError(`its attribute "${name}" says it has ${size} bytes`);
    values.set(name, { type, value: reader.take(size) });
  }

  /** Reads an attribute whose size the format fixes; one of another type or size is damage. */
  const read = <T>(name: string, type: string, parse: (reader: ByteReader) => T): T | undefined => {
    const found = values.get(name);
    if (found === undefined) return undefined;
    if (found.type !== type)
      throw new RangeError(`its attribute "${name}" is of type ${found.type} where ${type} was expected`);
    try {
      return parse(new ByteReader(found.value));
    } catch (error) {
      if (error instanceof EndOfBytes) throw new RangeError(`its attribute "${name}" is too short`);
      throw error;
    }
  };
  const need = <T>(name: string, value: T | undefined): T => {
    if (value === undefined) throw new RangeError(`it has no attribute "${name}"`);
    return value;
  };

  const framesPerSecond = read("framesPerSecond", "rational", readRate);
  const chromaticities = read("chromaticities", "chromaticities", readChromaticities);
  const timecodeBits = read("timeCode", "timecode", (value) => value.uint32());
  const compression = need(
    "compression",
    read("compression", "compression", (value) => value.uint8()),
  );
  return {
    compression: compressionNames[compression] ?? "unknown",
    tiled: (version & 0x200) !== 0 || values.get("type")?.value.toString("latin1") === "tiledimage",
    deep: (version & 0x800) !== 0,
    multiPart: (version & 0x1000) !== 0,
    channels: need("channels", read("channels", "chlist", readChannels)),
    dataWindow: need("dataWindow", read("dataWindow", "box2i", readWindow)),
    displayWindow: need("displayWindow", read("displayWindow", "box2i", readWindow)),
    pixelAspect: read("pixelAspectRatio", "float", (value) => value.float32()) ?? 1,
    ...(framesPerSecond && { framesPerSecond }),
    ...(chromaticities && { chromaticities }),
    ...(timecodeBits !== undefined && { timecodeBits }),
    attributes: Object.fromEntries(
      [...values]
        .filter(([, { type }]) => type === "string")
        .map(([name, { value }]) => [name, value.toString("utf8")]),
    ),
  };
}

function readWindow(reader: ByteReader): ExrWindow {
  const [x, y, right, bottom] = [reader.int32(), reader.int32(), reader.int32(), reader.int32()];
  if (right < x || bottom < y) throw new RangeError(`its window from ${x},${y} to ${right},${bottom} is empty`);
  return { x, y, width: right - x + 1, height: bottom - y + 1 };
}

function readChannels(reader: ByteReader): readonly ExrChannel[] {
  const channels: ExrChannel[] = [];
  for (let name = reader.text(); name !== ""; name = reader.text()) {
    const pixelType = pixelTypeNames[reader.int32()];
    if (pixelType === undefined) throw new RangeError(`its channel "${name}" has a pixel type that does not exist`);
    reader.take(12);
    channels.push({ name, pixelType });
  }
  return channels;
}

/** Nothing where the rate is not one: writers that know none put zeros there. */
function readRate(reader: ByteReader): Rate | undefined {
  const [num, den] = [reader.int32(), reader.uint32()];
  return num > 0 && den > 0 ? rate(num, den) : undefined;
}

function readChromaticities(reader: ByteReader): ExrChromaticities {
  const point = (): [number, number] => [reader.float32(), reader.float32()];
  return { red: point(), green: point(), blue: point(), white: point() };
}
