import type { TocEntry } from "../format/archive-json.ts";
import { ownerOf } from "../format/owner-names.ts";
import { partCommentText } from "../format/part-comment.ts";
import { type PaxMember, paxHeaders } from "../pax/pax-header.ts";
import type { EntryQueue } from "./entry-queue.ts";
import { attributeBytes, attributesInHeader, withAttributes, withoutAttributes } from "./found-attributes.ts";
import type { FolderTrail } from "./folder-trail.ts";
import { foundEntry, missingEntry, unreadable } from "./pack-entry.ts";
import { hashHole, type OpenFile, openFile, packStretch } from "./pack-file.ts";
import { type Packed, type PackedSoFar, packParts } from "./pack-parts.ts";
import { freeFirstPart, partEnding, usualFirstPart } from "./part-names.ts";
import { rehashBeginning } from "./rehash-beginning.ts";
import { type ArchiveRing, hasherConsumer } from "./segment-stream.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import type { Spanning } from "./journal-line.ts";
import { type DataStretch, hasHoles, sparseMapBlocks, stretchesOf } from "./sparse-map.ts";
import type { FoundFile, NotFound, SelectedRoot } from "./walk-files.ts";

/** Puts what was found into segments, each thing with its entry in the table of contents. */
export interface FilePacker {
  /** A file with its data; `begun` is how far an earlier try got with it. @returns its entry, without SHA-256. */
  file(found: FoundFile, begun: Spanning | undefined): TocEntry;
  /** Another name of a file that is in the archive: one link, or one for each part. */
  hardLink(found: FoundFile, first: FirstName): void;
  /** A folder, symbolic link or pipe: a header without data. */
  plain(found: FoundFile): void;
  /** Names the folders of what comes next again, in a segment that was just opened. */
  repeatFolders(): void;
  missing(missing: NotFound): void;
}

/** The name under which a file with several names is in the archive. */
export interface FirstName {
  readonly path: Buffer;
  readonly entry: TocEntry;
}

export interface FilePackerParts {
  readonly writer: SegmentWriter;
  readonly queue: EntryQueue;
  readonly ring: ArchiveRing;
  readonly sha256: boolean;
  readonly root: string;
  /** Everything that is archived, so that parts get no name that something else has. */
  readonly roots: readonly SelectedRoot[];
  readonly trail: FolderTrail;
  readonly numberFile: () => number;
  /** Closes the open segment, in the middle of a file or between two, and opens the next. */
  readonly nextSegment: (spanning?: Spanning) => void;
}

const tries = 3;
/** Between two tries: what changes a file is often about to be done with it. */
const waitMs = 100;
/** For a member's own headers: the longest path, and what brings its data to a page. */
const headerReserve = 8192;

export function createFilePacker(parts: FilePackerParts): FilePacker {
  const { writer, queue, ring, sha256, root, roots, trail, nextSegment, numberFile } = parts;
  const underRoot = (path: Buffer) => Buffer.concat([Buffer.from(`${root}/`), path]);

  function member(found: FoundFile, size: number): PaxMember {
    return {
      path: underRoot(found.path),
      type: found.type,
      size,
      mode: Number(found.stat.mode & 0o7777n),
      mtimeNs: found.stat.mtimeNs,
      owner: ownerOf(Number(found.stat.uid), Number(found.stat.gid)),
      xattrs: attributesInHeader(found.xattrs),
    };
  }

  const headerBytes = (folder: FoundFile) => paxHeaders(member(folder, 0), 0).length;
  /** Folders nested a thousand deep do not fill the segment. */
  const repeated = () => trail.within(writer.emptyRoom / 8, headerBytes);
  /** Whether a segment of its own holds a member with so much data. */
  const fitsOne = ({ xattrs }: FoundFile, bytes: number) => {
    const room = writer.emptyRoom - headerReserve - attributeBytes(xattrs);
    return bytes <= room - writer.emptyRoom / 8 || bytes <= room - sumOf(repeated().map(headerBytes));
  };

  /** One member with data, in the open segment or a new one. */
  function whole(found: FoundFile, file: OpenFile): Packed {
    const header = { ...member(found, file.size), mtimeNs: file.stat.mtimeNs };
    if (writer.roomFor(header) < file.size) nextSegment();
    writer.header(header);
    const offset = writer.stream.offset;
    const missing = packStretch(writer.stream, file, 0, file.size);
    writer.padding(file.size);
    return { parts: [{ segment: writer.number, offset, length: file.size }], missing };
  }

  function withHoles(found: FoundFile, file: OpenFile, stretches: readonly DataStretch[]): Packed | undefined {
    const map = sparseMapBlocks(stretches, file.size);
    const data = sumOf(stretches.map(([, length]) => length));
    const header = { ...member(found, map.length + data), mtimeNs: file.stat.mtimeNs, sparseSize: file.size };
    if (!fitsOne(found, map.length + data)) return undefined;
    if (writer.roomFor(header) < map.length + data) nextSegment();
    writer.header(header);
    writer.stream.put(map);
    const offset = writer.stream.offset;
    let missing = 0;
    let at = 0;
    for (const [start, length] of stretches) {
      hashHole(writer.stream, file, start - at);
      missing += packStretch(writer.stream, file, start, length);
      at = start + length;
    }
    hashHole(writer.stream, file, file.size - at);
    writer.padding(map.length + data);
    return { parts: [{ segment: writer.number, offset, length: data }], sparse: stretches, missing };
  }

  /**
   * A file that no segment holds.
   * @param stretches where it holds data; nothing where that is everywhere.
   * @param leftParts of a try that failed: none of them may be joined to these.
   */
  function inParts(
    found: FoundFile,
    file: OpenFile,
    stretches: readonly DataStretch[] | undefined,
    begun: PackedSoFar | undefined,
    leftParts: number,
  ): Packed {
    const partMember = (ending: string, size: number) => ({
      ...member({ ...withoutAttributes(found), path: withEnding(found.path, ending) }, size),
      mtimeNs: file.stat.mtimeNs,
    });
    const firstPart = firstPartOf(found, file.size);
    const packed = packParts({
      writer,
      file,
      member: partMember,
      firstPart,
      stretches: stretches === undefined ? undefined : stretchesFrom(stretches, begun?.offset ?? 0),
      begun,
      nextSegment: (soFar) => nextSegment(soFar === undefined ? undefined : progressOf(found, file, soFar)),
    });
    for (let number = packed.parts.length; number < leftParts; number += 1) {
      const ending = partEnding(firstPart, number);
      const comment = partCommentText({ number, ending, from: file.size, fileSize: file.size });
      headerOnly({ ...partMember(ending, 0), comment });
    }
    return packed;
  }

  const firstPartOf = (found: FoundFile, size: number): string =>
    freeFirstPart(found, Math.ceil((4 * size) / writer.emptyRoom), roots);

  /**
   * Brings a file's hashes to where an interrupted session stopped in it: its beginning is read, and not written again.
   * @returns nothing where it is not the file any more that was begun.
   */
  function goOn(found: FoundFile, file: OpenFile, begun: Spanning | undefined): Spanning | undefined {
    if (begun === undefined || begun.size !== file.size || begun.mtimeNs !== String(file.stat.mtimeNs))
      return undefined;
    if ((begun.firstPart ?? usualFirstPart) !== firstPartOf(found, file.size)) return undefined;
    if (!rehashBeginning(file, begun)) return undefined;
    if (sha256)
      ring.tell(hasherConsumer, { kind: "file", path: found.access, file: file.number, length: begun.offset });
    return begun;
  }

  function packOpen(found: FoundFile, file: OpenFile, begun: Spanning | undefined, leftParts: number): Packed {
    // What was begun goes on as it was.
    const hasMap = begun === undefined ? hasHoles(file.stat) : begun.sparse !== undefined;
    const stretches = hasMap ? stretchesOf(file.throughCache(), file.stat) : undefined;
    if (begun !== undefined || leftParts > 0) return inParts(found, file, stretches, begun, leftParts);
    const packed = stretches === undefined ? undefined : withHoles(found, file, stretches);
    if (packed !== undefined) return packed;
    return fitsOne(found, file.size) ? whole(found, file) : inParts(found, file, stretches, undefined, 0);
  }

  function entryOf(
    found: FoundFile,
    file: OpenFile,
    { parts, sparse, firstPart }: Packed,
    isStable: boolean,
  ): TocEntry {
    const problem = problemOf(file, isStable);
    return {
      ...foundEntry(found),
      size: file.size,
      mtimeNs: String(file.stat.mtimeNs),
      xxh128: file.xxh128.digest(),
      parts: [...parts],
      ...(firstPart === undefined ? {} : { firstPart }),
      ...(sparse === undefined ? {} : { sparse: sparse.map(([offset, length]) => [offset, length]) }),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  return {
    file(bare, begunBefore) {
      const found = withAttributes(bare);
      let leftParts = 0;
      for (let attempt = 1; ; attempt += 1) {
        let file: OpenFile;
        try {
          file = openFile(found.access, numberFile(), found.stat, attempt > 1);
        } catch (error) {
          const entry = missingEntry(unreadable(found, error));
          queue.put(entry);
          return entry;
        }
        const [mark, segment] = [writer.stream.mark(), writer.number];
        try {
          const begun = attempt === 1 ? goOn(found, file, begunBefore) : undefined;
          if (begun === undefined && attempt === 1) leftParts = begunBefore?.parts.length ?? 0;
          const packed = packOpen(found, file, begun, leftParts);
          if (packed.firstPart !== undefined) leftParts = Math.max(leftParts, packed.parts.length);
          const isStill = file.isStill();
          const isStable = packed.missing === 0 && isStill;
          if (isStable || attempt === tries || (isStill && file.fault !== "")) {
            writer.stream.hashDone(file.number);
            const entry = entryOf(found, file, packed, isStable);
            queue.put(entry, file.number);
            return entry;
          }
        } finally {
          file.close();
        }
        ring.tell(hasherConsumer, { kind: "forget", file: file.number });
        // Where it cannot be taken back it stays as it is: of two members of one name the later counts.
        if (writer.number === segment) writer.stream.takeBackTo(mark);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
      }
    },
    hardLink(found, { path, entry: { parts: all = [], sparse, xxh128, size, firstPart: first } }) {
      const firstOf = first ?? (all.length > 1 && sparse === undefined ? usualFirstPart : undefined);
      // Parts have names of their own: `name.part0000` is a link to `first.part0000`.
      const firstPart = firstOf === undefined ? undefined : firstPartOf(found, size ?? 0);
      for (let number = 0; number < (firstPart === undefined ? 1 : all.length); number += 1) {
        const ending = firstPart === undefined ? "" : partEnding(firstPart, number);
        const linkPath = underRoot(withEnding(path, firstOf === undefined ? "" : partEnding(firstOf, number)));
        const link = {
          ...member({ ...found, path: withEnding(found.path, ending) }, 0),
          type: "hardlink",
          linkPath,
        } as const;
        headerOnly(ending === "" ? link : { ...link, comment: partCommentText({ number, ending }) });
      }
      const entry = foundEntry({ ...found, type: "hardlink", link: path });
      // What there is to say of the first is said again, so that the line can be read alone.
      const data = {
        parts: [...all],
        ...(firstPart === undefined ? {} : { firstPart }),
        ...(sparse === undefined ? {} : { sparse }),
      };
      queue.put(xxh128 === undefined ? entry : { ...entry, xxh128, size: size ?? 0, ...data });
    },
    plain(bare) {
      const found = bare.type === "folder" ? withAttributes(bare) : bare;
      headerOnly({ ...member(found, 0), ...(found.link === undefined ? {} : { linkPath: found.link }) });
      queue.put(foundEntry(found));
    },
    repeatFolders() {
      for (const folder of repeated()) writer.header(member(folder, 0));
    },
    missing: (missing) => queue.put(missingEntry(missing)),
  };

  function headerOnly(header: PaxMember): void {
    if (writer.roomFor(header) < 0) nextSegment();
    writer.header(header);
  }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
const stretchesFrom = (stretches: readonly DataStretch[], from: number): readonly DataStretch[] =>
  stretches
    .filter(([offset, length]) => offset + length > from)
    .map(([offset, length]) => (offset < from ? [from, offset + length - from] : [offset, length]));
const withEnding = (path: Buffer, ending: string): Buffer => Buffer.concat([path, Buffer.from(ending)]);

function problemOf({ fault }: OpenFile, isStable: boolean): TocEntry["problem"] {
  if (fault !== "") return { kind: "unreadable", message: `${fault}; zeros stand for what could not be read.` };
  if (isStable) return undefined;
  return {
    kind: "unstable",
    message: `It changed each of the ${tries} times that it was read; what is archived may be a mixture.`,
  };
}

function progressOf(found: FoundFile, file: OpenFile, progress: PackedSoFar): Spanning {
  const { offset, parts, firstPart, sparse } = progress;
  return {
    path: found.path.toString("base64"),
    offset,
    parts: [...parts],
    ...(firstPart === undefined ? {} : { firstPart }),
    ...(sparse === undefined ? {} : { sparse: sparse.map(([offset, length]) => [offset, length]) }),
    size: file.size,
    mtimeNs: String(file.stat.mtimeNs),
    xxh128: file.xxh128.digest(),
  };
}
