import { mkdtemp, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../time/rate.ts";
import { writeTestFootage } from "../test-footage.ts";
import { verifyImage } from "./verify-file.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-verify-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("an image that was written", () => {
  it.each(["jpeg", "png", "dpx", "tiff"] as const)("as %s is known to be whole, or not", async (codec) => {
    const path = join(folder, `still.${codec}`);
    const pattern = join(folder, `still.%04d.${codec}`);
    await writeTestFootage({
      path: pattern,
      codec,
      rate: rate(24),
      frames: 1,
      firstFileNumber: 1,
      width: 640,
      height: 360,
    });
    const written = { path: pattern.replace("%04d", "0001"), name: path };
    verifyImage(written);
    await truncate(written.path, Math.round((await stat(written.path)).size * 0.7));
    expect(() => verifyImage(written)).toThrow(`${path}". It was thrown away.`);
  });
});
