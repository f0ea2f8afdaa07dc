import { existsSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import type * as z from "zod";
import type { roomShape } from "../shapes/archive-shapes.ts";

export type Room = z.infer<typeof roomShape>;

/** Above these parts of the whole, room becomes scarce, and is nearly gone. */
const bands = { filling: 0.65, full: 0.8 } as const;

/** The room where a folder is, or will be made; nothing where the system does not say. */
export function roomAt(folder: string): (Room & { readonly device: number }) | undefined {
  let at = path.resolve(folder);
  while (!existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  try {
    const { bavail, bfree, blocks, bsize } = statfsSync(at);
    // What only the system may fill is no room of ours: used and free make the whole, as df counts.
    const [used, freeBytes] = [(blocks - bfree) * bsize, bavail * bsize];
    const totalBytes = used + freeBytes;
    return { path: at, totalBytes, freeBytes, level: levelOf(used, totalBytes), device: statSync(at).dev };
  } catch {
    return undefined;
  }
}

/** The same as it goes over the line. */
export function shownRoom(folder: string): Room | null {
  const room = roomAt(folder);
  if (room === undefined) return null;
  const { device: _, ...shown } = room;
  return shown;
}

export function levelOf(used: number, total: number): Room["level"] {
  const part = total === 0 ? 0 : used / total;
  return part > bands.full ? "full" : part > bands.filling ? "filling" : "good";
}
