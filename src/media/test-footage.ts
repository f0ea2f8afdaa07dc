import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { CressetError } from "../errors.ts";
import type { TestFootage } from "./test-footage-shape.ts";

export type { TestFootage };

/**
 * Writes generated footage with the media engine.
 * @throws CressetError("render-failed") when it cannot be encoded or written.
 */
export async function writeTestFootage(footage: TestFootage): Promise<void> {
  if (footage.codec === "none" && footage.audio === undefined)
    throw new CressetError("usage", `Expected pictures or sound to write to ${footage.path}, got neither`);
  await mkdir(dirname(footage.path), { recursive: true });
  const { encodeTestFootage } = await import("./ffmpeg/encode-test-footage.ts");
  await encodeTestFootage(footage);
}
