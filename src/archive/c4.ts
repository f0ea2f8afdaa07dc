import { createHash } from "node:crypto";
import fs from "node:fs";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const digits = 88;
const readBytes = 256 * 1024;

/** A C4 ID (SMPTE ST 2114): SHA-512 in base 58, `c4` in front, 90 characters. */
export function c4OfDigest(sha512: Uint8Array): string {
  let left = BigInt(`0x${Buffer.from(sha512).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < digits; digit += 1) {
    text = (alphabet[Number(left % 58n)] ?? "") + text;
    left /= 58n;
  }
  return `c4${text}`;
}

export const c4OfBytes = (bytes: Uint8Array): string => c4OfDigest(createHash("sha512").update(bytes).digest());

/** Reads something from front to back. */
export function c4OfStored(file: { read(into: Uint8Array, at: number): number }): string {
  const hash = createHash("sha512");
  const buffer = Buffer.allocUnsafe(readBytes);
  for (let at = 0; ;) {
    const got = file.read(buffer, at);
    if (got === 0) return c4OfDigest(hash.digest());
    hash.update(buffer.subarray(0, got));
    at += got;
  }
}

/** Reads a file from end to end. @throws the file system's error. */
export function c4OfFile(file: string): string {
  const hash = createHash("sha512");
  const buffer = Buffer.allocUnsafe(readBytes);
  const handle = fs.openSync(file, "r");
  try {
    for (let got = fs.readSync(handle, buffer); got > 0; got = fs.readSync(handle, buffer))
      hash.update(buffer.subarray(0, got));
  } finally {
    fs.closeSync(handle);
  }
  return c4OfDigest(hash.digest());
}
