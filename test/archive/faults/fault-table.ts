import { brokenParts } from "./broken-parts.ts";
import { fullDisks, lyingDisks, removedDestinations, twoWriters } from "./destinations.ts";
import type { FaultRow } from "./fault-row.ts";
import { flips } from "./flips.ts";
import { hostileArchives } from "./hostile-archives.ts";
import { kills } from "./kills.ts";
import { longFiles, lostSessions } from "./long-files.ts";
import { kinds, longPaths, oddNames } from "./names-and-kinds.ts";
import { changingSources, unreadableSources } from "./sources.ts";

/** How much of each fault is tried. */
export interface FaultScale {
  readonly kills: number;
  readonly flips: number;
  /** Of the flips, those that a check must find. */
  readonly verifiedFlips: number;
  readonly fullDisks: number;
  readonly removals: number;
  readonly sparseBytes: number;
  /** Whether two parts of an archive are broken at once, too. */
  readonly pairs: boolean;
}

type Rows = (folder: string) => Promise<FaultRow | readonly FaultRow[]>;

/** Everything that can happen to an archive, in the order of the table. */
export const faultTable = (scale: FaultScale): readonly Rows[] => [
  (folder) => kills(folder, scale.kills),
  (folder) => fullDisks(folder, scale.fullDisks),
  (folder) => lyingDisks(folder),
  (folder) => removedDestinations(folder, scale.removals),
  (folder) => twoWriters(folder),
  (folder) => flips(folder, scale.flips, scale.verifiedFlips),
  (folder) => brokenParts(folder, scale.pairs),
  (folder) => changingSources(folder),
  (folder) => unreadableSources(folder),
  (folder) => oddNames(folder),
  (folder) => longPaths(folder),
  (folder) => kinds(folder, scale.sparseBytes),
  (folder) => longFiles(folder),
  (folder) => lostSessions(folder),
  (folder) => hostileArchives(folder),
];
