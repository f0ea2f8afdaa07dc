import { isUtf8 } from "node:buffer";
import type { TocName } from "./archive-json.ts";

/** Text where the bytes are UTF-8, base64 where they are not. */
export const tocName = (bytes: Buffer): TocName =>
  isUtf8(bytes) ? bytes.toString("utf8") : { base64: bytes.toString("base64") };

export const nameBytes = (name: TocName): Buffer =>
  typeof name === "string" ? Buffer.from(name, "utf8") : Buffer.from(name.base64, "base64");
