import { randomFillSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const frames = 2000;
const frameBytes = 1_000_000;
const movies = 6;
const movieBytes = 150_000_000;
const smallFiles = 5000;
const filesOfFolder = 100;

/** Files with data that `makeArchiveFiles` makes. */
export const archivedFiles = frames + movies + smallFiles;
/** What they come to, in bytes. */
export const archivedBytes =
  frames * frameBytes + movies * movieBytes + sum(Array.from({ length: smallFiles }, (_, index) => smallBytes(index)));

/**
 * What a job leaves behind: 2,000 frames of 1 MB, 6 movies of 150 MB, 5,000 small files of 1 to 31 kB. Nothing in it can be
 * compressed. Made once.
 */
export async function makeArchiveFiles(folder: string): Promise<string> {
  const whole = `${folder}.whole`;
  if (existsSync(whole)) return folder;
  await rm(folder, { recursive: true, force: true });
  for (let frame = 1; frame <= frames; frame += 1)
    await writeRandom(join(folder, "frames"), `sh010.${String(1000 + frame)}.exr`, frameBytes);
  for (let movie = 1; movie <= movies; movie += 1)
    await writeRandom(join(folder, "movies"), `reel${movie}.mov`, movieBytes);
  for (let index = 0; index < smallFiles; index += 1)
    await writeRandom(
      join(folder, "notes", String(Math.floor(index / filesOfFolder)).padStart(3, "0")),
      `note_${String(index).padStart(5, "0")}.txt`,
      smallBytes(index),
    );
  await writeFile(whole, "");
  return folder;
}

/** 16 kB in the middle. */
function smallBytes(index: number): number {
  return 1000 + ((index * 7919) % 30_000);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const block = Buffer.alloc(1_000_000);

async function writeRandom(folder: string, name: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, name), "w");
  try {
    for (let left = bytes; left > 0; left -= block.length) {
      const part = block.subarray(0, Math.min(left, block.length));
      randomFillSync(part);
      await file.write(part);
    }
  } finally {
    await file.close();
  }
}
