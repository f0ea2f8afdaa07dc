import { setImmediate } from "node:timers/promises";
import { alignmentBytes, blockPadding } from "./pax/pax-header.ts";
import { hasHoles } from "./session/sparse-map.ts";
import { type SelectedRoot, walkFiles } from "./session/walk-files.ts";

export type { SelectedRoot } from "./session/walk-files.ts";

/** What a selection comes to before any of it is read. */
export interface Estimate {
  readonly files: number;
  /** How long the files are. */
  readonly bytes: number;
  /** What of them will be stored: holes are not. */
  readonly storedBytes: number;
  /** Of the segments, headers included; a little more than it will be. */
  readonly archiveBytes: number;
  readonly segments: number;
  /** What could not be looked at, in sentences; the first thousand. */
  readonly problems: readonly string[];
}

/** Between two looks whether it was stopped, and at what else the program has to do. */
const stepFiles = 2000;
const keptProblems = 1000;

/**
 * Looks at everything that was selected, without opening it.
 * @throws the signal's reason when it is stopped.
 */
export async function estimateSelection(
  roots: readonly SelectedRoot[],
  segmentBytes: number,
  signal?: AbortSignal,
): Promise<Estimate> {
  const problems: string[] = [];
  const inodes = new Set<string>();
  let [files, bytes, storedBytes, archiveBytes, segments, filled, seen] = [0, 0, 0, 0, 0, segmentBytes, 0];
  for (const found of walkFiles(roots)) {
    seen += 1;
    if (seen % stepFiles === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    if ("problem" in found) {
      if (problems.length < keptProblems) problems.push(`${found.source.toString()}: ${found.problem}`);
      continue;
    }
    const key = found.stat.nlink > 1n ? `${found.stat.dev}:${found.stat.ino}` : undefined;
    const isAgain = key !== undefined && inodes.has(key);
    if (key !== undefined) inodes.add(key);
    const { stat } = found;
    const isData = found.type === "file" && !isAgain;
    const size = isData ? Number(hasHoles(stat) ? stat.blocks * 512n : stat.size) : 0;
    if (found.type === "file") files += 1;
    bytes += isData ? Number(stat.size) : 0;
    storedBytes += size;
    // Two headers, the extended records, and what brings large files to a page.
    const member = 3 * 512 + size + blockPadding(size) + (size >= 65_536 ? alignmentBytes : 0);
    archiveBytes += member;
    if (filled + member > segmentBytes) {
      const more = Math.max(
        1,
        Math.ceil((size < segmentBytes ? member : filled + member - segmentBytes) / segmentBytes),
      );
      segments += more;
      filled = size < segmentBytes ? member : member % segmentBytes;
    } else filled += member;
  }
  // Segments of their own describe the session.
  return { files, bytes, storedBytes, archiveBytes, segments: segments + 1, problems };
}
