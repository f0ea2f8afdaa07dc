import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdtempSync,
  readlinkSync,
  rmdirSync,
  statfsSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import type { RenderAsset } from "../../media/render-job.ts";
import type { DecidedSequence } from "./decide-all.ts";
import type { SandwichRun } from "../sandwich-run.ts";

/** Bits per pixel that a picture takes at the very least; codecs that can shrink a still picture to nothing count little. */
const leastBitsPerPixel: Readonly<Record<string, number>> = {
  dpx: 32,
  prores_hq: 0.4,
  prores_422: 0.3,
  prores_4444: 0.5,
  dnxhr_hq: 3.5,
};

/** Bytes that an asset takes at the very least: exact for DPX and PCM, careful for the rest. */
export function leastBytes({ video, audio, frameCount, rate, sound }: Omit<RenderAsset, "path">): number {
  const picture =
    video === undefined ? 0 : (frameCount * video.width * video.height * (leastBitsPerPixel[video.codec] ?? 0)) / 8;
  const bytesPerSample = { pcm_s16le: 2, pcm_s24le: 3, pcm_s32le: 4, aac: 0, flac: 0 };
  if (audio === undefined) return picture;
  const seconds = (frameCount * rate.den) / rate.num;
  const streams = audio.tracks === "keep" ? sound.length : 1;
  return picture + seconds * audio.sampleRate * Math.max(1, audio.channels) * streams * bytesPerSample[audio.codec];
}

/**
 * Refuses an export that cannot fit, or that cannot be written where it shall go, before a byte of it is written.
 * @throws CressetError `disk-full` or `bad-destination`.
 */
export function refuseFullDisk({ request, journal, dryRun }: SandwichRun, sequences: readonly DecidedSequence[]): void {
  const assets = sequences.flatMap(({ assets }) => assets).filter(({ action }) => action === "write");
  if (assets.length === 0) return;
  const known = new Map<string, string>();
  const folder = nearestFolder(request.destinationPath, known);
  const targets = new Set([request.destinationPath, ...assets.map((asset) => path.dirname(asset.path))]);
  for (const existing of new Set([...targets].map((target) => nearestFolder(target, known))))
    refuseUnwritable(existing, dryRun);
  const needed = assets.reduce(
    // What a resumed run has written takes no more room.
    (sum, { planned }) =>
      sum + (planned.kind === "media" && !journal.isDone(`render/${planned.id}`) ? leastBytes(planned.render) : 0),
    0,
  );
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (needed > free)
    throw new CressetError(
      "disk-full",
      `The export needs at least ${sizeText(needed)}, but ${folder} has ${sizeText(free)} free. Nothing was written. Free ${sizeText(needed - free)} or choose another destination.`,
    );
}

/** @param known what was found for other folders: assets side by side ask the disk once. */
function nearestFolder(target: string, known: Map<string, string>): string {
  const asked: string[] = [];
  let folder = path.resolve(target);
  while (!known.has(folder) && !existsSync(folder)) {
    refuseDeadLink(folder);
    asked.push(folder);
    folder = path.dirname(folder);
  }
  folder = known.get(folder) ?? folder;
  for (const missing of asked) known.set(missing, folder);
  if (!statSync(folder).isDirectory())
    throw new CressetError(
      "bad-destination",
      `The folder ${target} cannot be made: ${folder} is a file, not a folder. Choose another destination.`,
    );
  return folder;
}

/** No folder can be made where a link lies that leads nowhere. @throws CressetError `bad-destination`. */
function refuseDeadLink(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new CressetError(
    "bad-destination",
    `${folder} is a link to ${readlinkSync(folder)}, which is not there. Nothing was written. Make that folder, or choose another destination.`,
  );
}

/** When folders took something, by `performance.now()`: snapshots go to one folder, one after the other. */
const tried = new Map<string, number>();
/** In milliseconds. */
const lately = 10_000;
const mostTried = 100;

/** Permissions do not tell of every folder that takes no files (/proc, some shares): a real export tries with a folder. */
function refuseUnwritable(folder: string, dryRun: boolean): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (dryRun || performance.now() - (tried.get(folder) ?? -Infinity) < lately) return;
    rmdirSync(mkdtempSync(path.join(folder, ".cresset-")));
    if (tried.size >= mostTried) tried.clear();
    tried.set(folder, performance.now());
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const reasons: Readonly<Record<string, string>> = {
      EACCES: "you may not write there",
      EPERM: "you may not write there",
      EROFS: "it is read-only",
      ENOSPC: "its disk is full",
      EDQUOT: "your quota there is used up",
    };
    throw new CressetError(
      code === "ENOSPC" || code === "EDQUOT" ? "disk-full" : "bad-destination",
      `Nothing can be written to ${folder}: ${reasons[code] ?? "it takes no files"}. Nothing was written. Choose another destination, or mend that one.`,
      { cause },
    );
  }
}

/** `1.2 GB`, in powers of ten as disks are sold. */
function sizeText(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [1e3, "kB"] : bytes < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
