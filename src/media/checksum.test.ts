import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashBytes, hashFile } from "./checksum.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-checksum-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The bytes that xxHash's own sanity checks are made of. */
function sanityBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 2_654_435_761n;
  for (let i = 0; i < length; i += 1) {
    bytes[i] = Number(state >> 56n);
    state = (state * 11_400_714_785_074_694_797n) & 0xffff_ffff_ffff_ffffn;
  }
  return bytes;
}

test("known answers of xxh128, high half first", () => {
  expect(hashBytes(Buffer.alloc(0))).toBe("99aa06d3014798d86001c324468d497f");
  expect(hashBytes(sanityBytes(1))).toBe("a6cd5e9392000f6ac44bdff4074eecdb");
  expect(hashBytes(Buffer.from("abc"))).toBe("06b05ab6733a618578af5f94892f3950");
  expect(hashBytes(Uint8Array.from({ length: 1000 }, (_, i) => i))).toBe("076f7e02b7120d2ad33dd80b46f60e50");
});

test("a file gives what its bytes in memory give, across block borders", async () => {
  const block = 4 * 1024 * 1024;
  for (const size of [0, 1, 1000, block - 1, block, block + 1, 2 * block + 77]) {
    const bytes = sanityBytes(997);
    const content = Buffer.alloc(size, bytes);
    const path = join(folder, `${size}.bin`);
    await writeFile(path, content);
    expect(await hashFile(path)).toEqual({ xxh128: hashBytes(content), bytes: size });
  }
});

test("a view into a larger buffer hashes its own part only", () => {
  const whole = Uint8Array.from([9, 9, 1, 2, 3, 9]);
  expect(hashBytes(whole.subarray(2, 5))).toBe(hashBytes(Uint8Array.from([1, 2, 3])));
});

test("stops when told, and says when the file is not there", async () => {
  const path = join(folder, "large.bin");
  await writeFile(path, Buffer.alloc(10_000));
  await expect(hashFile(path, { signal: AbortSignal.abort(new Error("stopped by the user")) })).rejects.toThrow(
    "stopped by the user",
  );
  await expect(hashFile(join(folder, "nowhere.bin"))).rejects.toThrow("ENOENT");
});
