import type {
  ArchiveDetail,
  ArchiveSessionShape,
  ArchiveWorkShape,
} from "../../../../src/server/shapes/archive-shapes.ts";
import { formatBytes } from "../../format/amounts.ts";
import type { SegmentCell } from "./segment-map.tsx";

type Check = NonNullable<ArchiveDetail["lastCheck"]>;

/** How far a verification is: bytes of all segments it looks at, in their order. */
export interface Checking {
  readonly sessions: readonly number[];
  readonly bytes: number;
}

/** The squares of a finished session. */
export function sessionCells(
  session: ArchiveSessionShape,
  before: number,
  { check, checking }: { readonly check: Check | null; readonly checking: Checking | undefined },
): readonly SegmentCell[] {
  const faults = faultsOf(session.session, check);
  const isVerified = check !== null && covers(check, session);
  let passed = before;
  return session.segments.map(({ number, file, bytes, checked }) => {
    const end = passed + bytes;
    const begin = passed;
    passed = end;
    const about = `Segment ${number}, ${formatBytes(bytes)}`;
    if (checking !== undefined && lookedAt(checking.sessions, session.session)) {
      if (checking.bytes >= end) return { number, state: "verified", words: `${about}: read just now` };
      if (checking.bytes > begin)
        return { number, state: "writing", part: (checking.bytes - begin) / bytes, words: `${about}: being read` };
      return { number, state: "written", words: `${about}: to be read` };
    }
    const fault = faults.find((message) => message.includes(file));
    if (fault !== undefined) return { number, state: "bad", words: `Segment ${number}: ${fault}` };
    if (isVerified) return { number, state: "verified", words: `${about}: verified` };
    return checked === "read-back"
      ? { number, state: "checked", words: `${about}: read back when it was written` }
      : { number, state: "written", words: `${about}: written, not read back` };
  });
}

export const lookedAt = (sessions: readonly number[], session: number): boolean =>
  sessions.length === 0 || sessions.includes(session);

/** What the latest verification found in a session. */
export const faultsOf = (session: number, check: Check | null): readonly string[] =>
  (check?.faults ?? [])
    .filter((fault) => fault.session === session)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));

const covers = (check: Check, session: ArchiveSessionShape) =>
  check.percent === 100 && check.at > session.endedAt && lookedAt(check.sessions, session.session);

/** The squares of a session that is being written. `done` is how many bytes are. */
export function writingCells(
  { item, planned, written }: ArchiveWorkShape,
  segmentBytes: number,
  readBack: boolean,
): readonly SegmentCell[] {
  const known = new Map(written.map(({ number, fault }) => [number, fault]));
  const last = Math.max(planned, ...known.keys(), 1);
  const full = written.length;
  const { done = 0, total = 0 } = item.progress ?? {};
  const size = segmentBytes > 0 ? segmentBytes : total / Math.max(1, planned);
  return Array.from({ length: last }, (_, index): SegmentCell => {
    const number = index + 1;
    const fault = known.get(number);
    if (fault !== undefined && fault !== "") return { number, state: "bad", words: `Segment ${number}: ${fault}` };
    if (fault === "")
      return readBack
        ? { number, state: "checked", words: `Segment ${number}: written and read back` }
        : { number, state: "written", words: `Segment ${number}: written` };
    if (index === full && item.state === "running") {
      const part = Math.max(0.05, Math.min(1, (done - full * size) / Math.min(size, Math.max(1, total - full * size))));
      return { number, state: "writing", part, words: `Segment ${number}: being written` };
    }
    return { number, state: "planned", words: `Segment ${number}: to come` };
  });
}
