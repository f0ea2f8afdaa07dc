import { type Archive, sessionFolder, unfinishedText } from "../archive.ts";
import type { Destination } from "../destination/destination.ts";
import type { TocEntry, TocName } from "../format/archive-json.ts";
import { readLabel } from "../format/read-label.ts";
import { nameBytes } from "../format/toc-name.ts";
import { xxh128Of } from "../../media/xxh128.ts";
import { readFileData } from "./file-data.ts";
import { createSegmentScan, type KnownSegment } from "./segment-scan.ts";
import { sessionContents } from "./session-contents.ts";

/** Something that is not as it was archived. */
export interface ArchiveFault {
  /** 0 where it is about the archive as a whole. */
  readonly session: number;
  /** Nothing where it is about a segment or the session itself. */
  readonly path?: TocName;
  readonly kind: "changed" | "missing" | "segment" | "description" | "mixed up";
  readonly message: string;
}

export interface CheckOptions {
  /** Only these sessions; all where nothing is said. */
  readonly sessions?: readonly number[] | undefined;
  /** Of all files about so many in a hundred, chosen anew by `seed`; 100 reads everything, segments included. */
  readonly percent: number;
  readonly seed: string;
  /** Called for every stretch that is read. @throws to stop. */
  readonly onRead: (bytes: number) => void;
}

export interface ArchiveCheck {
  readonly files: number;
  /** Of the segments that were read. */
  readonly bytes: number;
  readonly faults: readonly ArchiveFault[];
  /** xxh128 of the segments that were read from end to end, by their files. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Why the result was not noted in the archive's own history, where somebody asked for it. */
  readonly unrecorded?: string | undefined;
}

/** Reads an archive back from where it lies and holds every file, and every segment, against its checksum. */
export function checkArchive(archive: Archive, destination: Destination, options: CheckOptions): ArchiveCheck {
  const faults: ArchiveFault[] = archive.damage.map(({ session = 0, message }) => ({
    session,
    kind: "description",
    message,
  }));
  let [files, bytes] = [0, 0];
  const hashes = new Map<string, string>();
  for (const session of archive.there) {
    if (options.sessions !== undefined && !options.sessions.includes(session)) continue;
    const contents = sessionContents(archive, destination, session);
    for (const fault of labelFaults(archive, destination, session, contents.segments)) faults.push(fault);
    const whole = options.percent >= 100;
    const scan = createSegmentScan(destination, contents.segments, whole, options.onRead, "disk");
    for (const entry of contents.entries()) {
      if (entry.type !== "file" || entry.parts === undefined) continue;
      if (!whole && !isChosen(entry, options)) continue;
      files += 1;
      const fault = faultOf(entry, readFileData(entry, scan, { data: () => {} }));
      if (fault !== undefined) faults.push({ session, path: entry.path, ...fault });
    }
    scan.end();
    if (session === archive.unfinished)
      faults.push({ session, kind: "description", message: unfinishedText(archive, session) });
    for (const message of contents.complaints) faults.push({ session, kind: "description", message });
    for (const [file, xxh128] of scan.hashes) hashes.set(file, xxh128);
    bytes += scan.bytesRead;
    for (const { message } of scan.faults) faults.push({ session, kind: "segment", message });
  }
  return { files, bytes, faults, hashes };
}

/** What is wrong with a file that was read, in a sentence. */
export function faultOf(
  entry: TocEntry,
  { missing, xxh128 }: { readonly missing: number; readonly xxh128: string },
): Pick<ArchiveFault, "kind" | "message"> | undefined {
  if (missing > 0)
    return { kind: "missing", message: `${missing} of its ${entry.size ?? 0} bytes are not in the archive any more.` };
  if (entry.xxh128 === undefined || entry.xxh128 === xxh128) return undefined;
  return { kind: "changed", message: `It is not what was archived (xxh128 ${xxh128}, not ${entry.xxh128}).` };
}

function isChosen({ path }: TocEntry, { percent, seed }: CheckOptions): boolean {
  const digest = xxh128Of(Buffer.from(seed), nameBytes(path));
  return (Number.parseInt(digest.slice(0, 8), 16) / 0x1_0000_0000) * 100 < percent;
}

/** Segments say themselves where they belong. */
function labelFaults(
  archive: Archive,
  destination: Destination,
  session: number,
  segments: readonly KnownSegment[],
): ArchiveFault[] {
  return segments.flatMap(({ number, file }): ArchiveFault[] => {
    if (!destination.list(sessionFolder(session)).includes(file.slice(file.lastIndexOf("/") + 1))) return [];
    const label = readLabel(destination, file);
    if (label === undefined)
      return [{ session, kind: "segment", message: `${file} does not say which segment it is.` }];
    const isRight = label.archiveId === archive.facts.id && label.session === session && label.segment === number;
    return isRight
      ? []
      : [
          {
            session,
            kind: "mixed up",
            message: `${file} says that it is segment ${label.segment} of session ${label.session} of the archive ${label.archiveName} (${label.archiveId}).`,
          },
        ];
  });
}
