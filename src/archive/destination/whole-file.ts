import fs from "node:fs";
import type { Destination } from "./destination.ts";

/** Writes a small file in one go. @throws CressetError `bad-destination` when it is there already. */
export function writeWhole(destination: Destination, file: string, text: string): void {
  const created = destination.create(file);
  try {
    created.write(Buffer.from(text));
    created.finish();
  } catch (error) {
    created.discard();
    throw error;
  }
}

/** Brings a local file to the destination. */
export function copyWhole(destination: Destination, local: string, file: string): void {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  const handle = fs.openSync(local, "r");
  const created = destination.create(file);
  try {
    for (let got = fs.readSync(handle, buffer); got > 0; got = fs.readSync(handle, buffer))
      created.write(buffer.subarray(0, got));
    created.finish();
  } catch (error) {
    created.discard();
    throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** @throws CressetError `not-found`. */
export function readStoredText(destination: Destination, file: string): string {
  const stored = destination.open(file);
  try {
    const bytes = Buffer.alloc(stored.bytes);
    return bytes.subarray(0, stored.read(bytes, 0)).toString("utf8");
  } finally {
    stored.close();
  }
}
