import * as z from "zod";
import { CressetError } from "../../errors.ts";
import type { EntryAttributes } from "../catalogue.ts";

const share = z.number().min(0).max(1);
const frame = z.int();

const marker = z.strictObject({ frame, duration: z.int().min(0), name: z.string(), comment: z.string() });

const words = {
  comment: z.string().exactOptional(),
  shotName: z.string().exactOptional(),
  colour: z.tuple([share, share, share]).exactOptional(),
  tags: z.array(z.string()).exactOptional(),
};
const segmentNotes = z.strictObject({ ...words, name: z.string().exactOptional() });

const attributesSchema = z.strictObject({
  ...words,
  inMark: frame.exactOptional(),
  outMark: frame.exactOptional(),
  hidden: z.boolean().exactOptional(),
  expanded: z.boolean().exactOptional(),
  markers: z.array(marker).exactOptional(),
  segments: z.record(z.string(), segmentNotes).exactOptional(),
});

/** @throws CressetError `usage` that names the attribute. */
export function checkedAttributes(attributes: object): EntryAttributes {
  const written = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  const parsed = attributesSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys")
    throw new CressetError(
      "usage",
      `There is no attribute "${issue.keys.join('", "')}". There are: ${Object.keys(attributesSchema.shape).join(", ")}.`,
    );
  throw new CressetError(
    "usage",
    `The attribute "${issue?.path.join(".") ?? ""}" cannot be set: ${issue?.message ?? "unknown reason"}.`,
  );
}
