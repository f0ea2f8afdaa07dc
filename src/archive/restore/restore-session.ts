import { type Archive, unfinishedText } from "../archive.ts";
import type { Destination } from "../destination/destination.ts";
import type { TocEntry, TocName } from "../format/archive-json.ts";
import { nameBytes } from "../format/toc-name.ts";
import { xxh128Of } from "../../media/xxh128.ts";
import { createFileRestorer, type FileRestorer, type RestoreProblem } from "./restore-files.ts";
import { targetFolders } from "./safe-target.ts";
import { createSegmentScan } from "./segment-scan.ts";
import { sessionContents } from "./session-contents.ts";

export interface RestoreOptions {
  /** Absolute; made where it is missing. */
  readonly target: string;
  /** Paths in the archive: each means itself and what lies in it. All where there is none. */
  readonly paths: readonly string[];
  readonly sessions?: readonly number[] | undefined;
  readonly overwrite: "never" | "overwrite";
  /** Whether files get the owners that they had, which takes root. */
  readonly owners?: boolean | undefined;
  /** Taken off the front of paths, so that `media/clip` can be restored as `clip`. */
  readonly withoutPrefix: string;
  readonly onProblem: (session: number, problem: RestoreProblem) => void;
  readonly onRead: (bytes: number) => void;
}

export interface RestoredSessions {
  /** Files that lie there now, bit for bit. */
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
  /** Files of which no checksum is left to hold them against. */
  readonly unchecked: number;
  /** Of them and folders and links, those whose time is right to the microsecond, and not to the nanosecond. */
  readonly roundedTimes: number;
  /** Of `paths`, those that nothing in the archive has. */
  readonly unknown: readonly string[];
  readonly complaints: readonly string[];
}

/** Restores sessions, the newest first: of two that hold one path, the later counts. */
export function restoreSessions(archive: Archive, destination: Destination, options: RestoreOptions): RestoredSessions {
  const folders = targetFolders(options.target);
  const wantedBy = wantedPaths(options.paths);
  const found = new Set<string>();
  const complaints = archive.damage.map(({ message }) => message);
  const counts = { files: 0, bytes: 0, entries: 0, roundedTimes: 0, unchecked: 0 };
  const numbers = archive.there.filter((number) => options.sessions === undefined || options.sessions.includes(number));
  const newer = numbers.length > 1 ? newerPaths() : undefined;
  const prefix = Buffer.from(options.withoutPrefix === "" ? "" : `${options.withoutPrefix}/`);
  const place = ({ path }: TocEntry) => {
    const bytes = nameBytes(path);
    return bytes.subarray(0, prefix.length).equals(prefix) ? bytes.subarray(prefix.length) : bytes;
  };
  const restorers: FileRestorer[] = [];
  try {
    for (const session of numbers.toReversed()) {
      const contents = sessionContents(archive, destination, session);
      // All of it would only fill the page cache; of parts the system reads ahead, while what was read is written.
      const isPart = options.paths.length > 0;
      const from = isPart ? undefined : "disk";
      const scan = createSegmentScan(destination, contents.segments, false, options.onRead, from);
      const onProblem = (problem: RestoreProblem) => options.onProblem(session, problem);
      /** Files of this session that are not at their place in the target: another name of one cannot be a link to it. */
      const elsewhere = new Set<string>();
      const isOurs = (path: Buffer) => wantedBy(path) !== undefined && !elsewhere.has(keyOf(path));
      const restorer = createFileRestorer({ ...options, scan, folders, place, isOurs, onProblem });
      restorers.push(restorer);
      const isWanted = isPart ? (path: TocName) => wantedBy(nameBytes(path)) !== undefined : undefined;
      for (const entry of contents.entries(isWanted)) {
        const path = nameBytes(entry.path);
        const wanted = wantedBy(path);
        if (wanted === undefined) continue;
        found.add(wanted);
        if (newer?.counts(path, entry.type === "folder", session) === false) {
          elsewhere.add(keyOf(path));
          continue;
        }
        const isRestored = restorer.restore(entry);
        if (!isRestored) elsewhere.add(keyOf(path));
        if (!isRestored) continue;
        counts.entries += 1;
        if (entry.type !== "file" && entry.type !== "hardlink") continue;
        counts.files += 1;
        counts.unchecked += entry.type === "file" && entry.xxh128 === undefined ? 1 : 0;
        counts.bytes += entry.type === "file" ? (entry.size ?? 0) : 0;
      }
      scan.end();
      for (const { message } of scan.faults) complaints.push(`Session ${session}: ${message}`);
      if (session === archive.unfinished) complaints.push(unfinishedText(archive, session));
      for (const complaint of contents.complaints) complaints.push(`Session ${session}: ${complaint}`);
    }
    // A folder is as new as what lies in it, or newer: its own mode and time come last.
    for (const restorer of restorers.toReversed()) {
      restorer.finish();
      counts.roundedTimes += restorer.roundedTimes;
    }
  } finally {
    folders.close();
  }
  return { ...counts, unknown: options.paths.filter((path) => !found.has(path)), complaints };
}

/** Says which of the paths a path lies in; a path lies in itself, and without any all lie in "". */
function wantedPaths(paths: readonly string[]): (path: Buffer) => string | undefined {
  if (paths.length === 0) return () => "";
  // Letter for byte, so that a name that is no UTF-8 is no other's.
  const known = new Map(paths.map((each) => [Buffer.from(each).toString("latin1"), each]));
  return (path) => {
    const text = path.toString("latin1");
    for (let end = text.length; end > 0; end = text.lastIndexOf("/", end - 1)) {
      const found = known.get(text.slice(0, end));
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/**
 * What newer sessions hold. Of one path the newest counts, whatever kind of thing it is: in place of a file there may be a
 * folder now, and the other way round.
 */
function newerPaths() {
  /** Session, by path. */
  const files = new Map<string, number>();
  const folders = new Map<string, number>();
  return {
    /** Sessions come from the newest on. */
    counts(path: Buffer, isFolder: boolean, session: number): boolean {
      const key = keyOf(path);
      if (files.has(key) || (folders.get(key) ?? session) > session) return false;
      for (let end = path.lastIndexOf(0x2f); end > 0; end = path.lastIndexOf(0x2f, end - 1))
        if ((files.get(keyOf(path.subarray(0, end))) ?? session) > session) return false;
      (isFolder ? folders : files).set(key, session);
      return true;
    },
  };
}

const keyOf = (path: Buffer): string => xxh128Of(path);
