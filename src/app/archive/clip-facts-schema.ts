import * as z from "zod";
import type { ClipFacts } from "../../catalogue/catalogue.ts";

/** Numbers of any size: those that JSON cannot hold exactly are text. */
const whole = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform((value) => BigInt(value));
const rational = z.object({ num: whole, den: whole });
const rate = z.object({ num: z.int().positive(), den: z.int().positive() });
const text = z.string();

const media = z.object({
  path: text,
  imageSequence: z
    .object({
      folder: text,
      prefix: text,
      suffix: text,
      padding: z.int(),
      first: z.int(),
      last: z.int(),
      missing: z.array(z.int()),
    })
    .exactOptional(),
  format: text,
  duration: rational,
  video: z.array(
    z.object({
      index: z.int(),
      codec: text,
      profile: text,
      width: z.int(),
      height: z.int(),
      rotation: z.int().exactOptional(),
      pixelAspect: rational,
      pixelFormat: text,
      bitDepth: z.int(),
      floatingPoint: z.boolean(),
      alpha: z.boolean(),
      rate,
      frameCount: z.int(),
      scan: z.enum(["progressive", "topFirst", "bottomFirst"]),
      colour: z.object({ primaries: text, transfer: text, matrix: text, range: text }),
    }),
  ),
  audio: z.array(
    z.object({
      index: z.int(),
      codec: text,
      sampleRate: z.int(),
      channels: z.int(),
      layout: text,
      bitsPerSample: z.int(),
      sampleCount: z.int(),
    }),
  ),
  startTimecode: z.object({ frame: z.int(), dropFrame: z.boolean() }).exactOptional(),
  tapeName: text,
  metadata: z.record(text, text),
  warnings: z.array(text),
});

/** What a clip plays, as `catalogue.json` of an archive holds it. */
export const clipFactsSchema: z.ZodType<ClipFacts> = z.object({
  duration: z.int(),
  rate,
  dropFrame: z.boolean(),
  startFrame: z.int(),
  width: z.int(),
  height: z.int(),
  source: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("media"),
      versions: z.array(z.object({ name: text, number: z.int(), media, sound: z.array(media).exactOptional() })),
      current: z.int(),
      openClip: text.exactOptional(),
    }),
    z.object({ kind: z.literal("cut"), path: text, sequenceName: text, mediaFolders: z.array(text) }),
  ]),
});

/** Writes what the schema reads. */
export const plainNumbers = (_key: string, value: unknown): unknown =>
  typeof value !== "bigint" ? value : Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
