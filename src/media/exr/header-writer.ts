import type { Rate } from "../../time/rate.ts";
import type { Timecode } from "../../time/timecode.ts";
import {
  compressionNames,
  type ExrChannel,
  type ExrChromaticities,
  longNamesFlag,
  magicNumber,
  pixelTypeNames,
  plainVersion,
} from "./layout.ts";
import { packTimecode } from "./timecode-bits.ts";

/** What a header says beside the pixels. */
export interface ExrHeaderFacts {
  readonly width: number;
  readonly height: number;
  /** In the order they are stored: by name. */
  readonly channels: readonly ExrChannel[];
  readonly compression: (typeof compressionNames)[number];
  /** Width of a pixel over its height. */
  readonly pixelAspect: number;
  /** Needs `framesPerSecond`, because timecode counts at a rate. */
  readonly timecode?: Timecode;
  readonly framesPerSecond?: Rate;
  readonly chromaticities?: ExrChromaticities;
  /** Attributes of type string: `owner`, `comments`, `reelName` … */
  readonly attributes?: Readonly<Record<string, string>>;
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`, "utf8");

function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
}

function float32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
  return bytes;
}

function attribute(name: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([text(name), text(type), int32(value.length), value]);
}

function channelList(channels: readonly ExrChannel[]): Buffer {
  const entries = channels.map(({ name, pixelType }) =>
    // Name, pixel type, "perceptually linear" and three unused bytes, sampling in x and y.
    Buffer.concat([text(name), int32(pixelTypeNames.indexOf(pixelType), 0, 1, 1)]),
  );
  return Buffer.concat([...entries, Buffer.alloc(1)]);
}

/** Magic number, version and every attribute, up to where the offset table begins. */
export function writeExrHeader(facts: ExrHeaderFacts): Buffer {
  const window = int32(0, 0, facts.width - 1, facts.height - 1);
  const attributes = new Map<string, Buffer>();
  const put = (name: string, type: string, value: Buffer): void => {
    attributes.set(name, attribute(name, type, value));
  };
  for (const [name, value] of Object.entries(facts.attributes ?? {})) put(name, "string", Buffer.from(value, "utf8"));
  put("channels", "chlist", channelList(facts.channels));
  put("compression", "compression", Buffer.from([compressionNames.indexOf(facts.compression)]));
  put("dataWindow", "box2i", window);
  put("displayWindow", "box2i", window);
  put("lineOrder", "lineOrder", Buffer.from([0]));
  put("pixelAspectRatio", "float", float32(facts.pixelAspect));
  put("screenWindowCenter", "v2f", float32(0, 0));
  put("screenWindowWidth", "float", float32(1));
  if (facts.chromaticities !== undefined) {
    const { red, green, blue, white } = facts.chromaticities;
    put("chromaticities", "chromaticities", float32(...red, ...green, ...blue, ...white));
  }
  if (facts.framesPerSecond !== undefined) {
    put("framesPerSecond", "rational", int32(facts.framesPerSecond.num, facts.framesPerSecond.den));
    const packed = facts.timecode && packTimecode(facts.timecode, facts.framesPerSecond);
    if (packed !== undefined) put("timeCode", "timecode", int32(packed, 0));
  }
  const names = [...attributes.keys(), ...facts.channels.map(({ name }) => name)];
  const longNames = names.some((name) => Buffer.byteLength(name) > 31);
  return Buffer.concat([
    int32(magicNumber, plainVersion | (longNames ? longNamesFlag : 0)),
    ...[...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes),
    Buffer.alloc(1),
  ]);
}
