import fs from "node:fs";
import type { DataStretch } from "./data-stretch.ts";
import { askForHoles } from "./hole-map.ts";

export type { DataStretch } from "./data-stretch.ts";

const stepBytes = 4096;
const readBytes = 1024 * 1024;
const empty = Buffer.alloc(readBytes);

/** Whether the file system keeps less of a file than its length says. */
export const hasHoles = ({ size, blocks }: fs.BigIntStats): boolean => size > 65_536n && blocks * 512n + 65_536n < size;

/** Holes together longer than this are asked for: reading them would take longer than another program does. */
const askedBytes = 256n * 1024n * 1024n;

/** Where a file with holes has its data. */
export const stretchesOf = (handle: number, { size, blocks }: fs.BigIntStats): readonly DataStretch[] =>
  (size - blocks * 512n > askedBytes ? askForHoles(handle, Number(size)) : undefined) ??
  dataStretches(handle, Number(size));

/** Where a file holds anything but zeros, in steps of 4 kB. Reads the file, holes at the speed of memory. */
export function dataStretches(handle: number, size: number): readonly DataStretch[] {
  const buffer = Buffer.allocUnsafe(readBytes);
  const stretches: [number, number][] = [];
  const add = (from: number, to: number) => {
    const last = stretches.at(-1);
    if (last !== undefined && last[0] + last[1] === from) last[1] = to - last[0];
    else stretches.push([from, to - from]);
  };
  for (let at = 0; at < size;) {
    const got = fs.readSync(handle, buffer, 0, Math.min(readBytes, size - at), at);
    if (got === 0) break;
    if (!isEmpty(buffer.subarray(0, got)))
      for (let step = 0; step < got; step += stepBytes) {
        const end = Math.min(step + stepBytes, got);
        if (!isEmpty(buffer.subarray(step, end))) add(at + step, at + end);
      }
    at += got;
  }
  return stretches;
}

const isEmpty = (bytes: Buffer): boolean => bytes.compare(empty, 0, bytes.length) === 0;

/** The map that GNU's sparse format 1.0 puts before the data: numbers in lines, filled up to a block of 512. */
export function sparseMapBlocks(stretches: readonly DataStretch[], size: number): Buffer {
  // A stretch of no length at the end says how long the file is where it ends in a hole.
  const last = stretches.at(-1);
  const all = last !== undefined && last[0] + last[1] === size ? stretches : [...stretches, [size, 0] as const];
  const text = `${all.length}\n${all.map(([offset, length]) => `${offset}\n${length}\n`).join("")}`;
  const blocks = Buffer.alloc(Math.ceil(text.length / 512) * 512);
  blocks.write(text, "latin1");
  return blocks;
}
