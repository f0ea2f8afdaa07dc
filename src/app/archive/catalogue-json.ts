import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { clipFactsSchema, plainNumbers } from "./clip-facts-schema.ts";

const version = 1;

const kinds = ["workspace", "desktop", "reel group", "reel", "library", "folder", "clip", "sequence"] as const;

const words = {
  comment: z.string().exactOptional(),
  shotName: z.string().exactOptional(),
  colour: z.tuple([z.number(), z.number(), z.number()]).readonly().exactOptional(),
  tags: z.array(z.string()).readonly().exactOptional(),
};

const attributes = z.object({
  ...words,
  inMark: z.int().exactOptional(),
  outMark: z.int().exactOptional(),
  hidden: z.boolean().exactOptional(),
  expanded: z.boolean().exactOptional(),
  markers: z
    .array(z.object({ frame: z.int(), duration: z.int(), name: z.string(), comment: z.string() }))
    .readonly()
    .exactOptional(),
  segments: z
    .record(z.string(), z.object({ ...words, name: z.string().exactOptional() }))
    .readonly()
    .exactOptional(),
});

const entry = z.object({
  id: z.string(),
  /** Of the entry that it lies in; nothing for what was named when it was archived. */
  parent: z.string().exactOptional(),
  kind: z.enum(kinds),
  name: z.string(),
  /** Where it lay in the catalogue. */
  path: z.string(),
  attributes,
  facts: clipFactsSchema.exactOptional(),
  /** Of a sequence: the cut as it was imported. */
  cutText: z.string().exactOptional(),
  /** Paths of the media that it plays, as they were. */
  plays: z.array(z.string()).exactOptional(),
});
export type ArchivedEntry = z.infer<typeof entry>;

/** `catalogue/catalogue.json` of a session: what is needed to put its clips into a catalogue anywhere. */
const catalogueJsonSchema = z.object({
  catalogue: z.literal("cresset-archive"),
  version: z.int(),
  project: z.object({ name: z.string(), nickname: z.string() }),
  /** Where media was (for image sequences their pattern), and where it lies in the session. */
  media: z.array(z.object({ path: z.string(), archived: z.string() })),
  /** Each after what it lies in, in the catalogue's order. */
  entries: z.array(entry),
});
export type CatalogueJson = Omit<z.infer<typeof catalogueJsonSchema>, "catalogue" | "version">;

/** The same catalogue gives the same text. */
export const catalogueText = (json: CatalogueJson): string =>
  `${JSON.stringify({ catalogue: "cresset-archive", version, ...json }, plainNumbers, 1)}\n`;

/** @throws CressetError `bad-input` when it is damaged or newer. */
export function readCatalogueText(text: string, where: string): CatalogueJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CressetError("bad-input", `${where} is damaged: it is no JSON.`, { cause });
  }
  const parsed = catalogueJsonSchema.safeParse(value);
  if (parsed.success && parsed.data.version <= version) return parsed.data;
  if (parsed.success)
    throw new CressetError(
      "bad-input",
      `${where} was written by a newer Cresset (version ${parsed.data.version}, this one reads ${version}). Update Cresset, or restore plain files with --to.`,
    );
  const [issue] = parsed.error.issues;
  throw new CressetError(
    "bad-input",
    `${where} is damaged at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`,
  );
}
