import type { Rate } from "../../time/rate.ts";
import type { ClipFacts, ClipSummary, Entry, EntryAttributes } from "../catalogue.ts";
import type { EntryRow } from "../store/catalogue-tables.ts";

/**
 * The columns that make an entry where its container is known, in the order in which `clipOf` takes them: text that is the
 * same for all costs time where there are 100,000 of them.
 */
export const columnsInParent = [
  "id",
  "kind",
  "name",
  "position",
  "attributes",
  "created_at",
  "changed_at",
  "duration",
  "rate_num",
  "rate_den",
  "drop_frame",
  "start_frame",
  "width",
  "height",
] as const;

/** The columns that make an entry. */
export const entryColumns = ["project_id", "parent_id", ...columnsInParent] as const;

export type ListedRow = Pick<EntryRow, (typeof entryColumns)[number]>;

export const toEntry = (row: ListedRow): Entry => entryOf(row, row.project_id, row.parent_id);

/** An entry of a row that leaves out what is known. */
export function entryOf(
  row: Omit<ListedRow, "project_id" | "parent_id">,
  projectId: string,
  parentId: string | null,
): Entry {
  const clip = toSummary(row);
  const entry = {
    id: row.id,
    projectId,
    kind: row.kind,
    name: row.name,
    parentId: parentId ?? undefined,
    position: row.position,
    attributes: toAttributes(row.attributes),
    createdAt: toDate(row.created_at),
    changedAt: toDate(row.changed_at),
  };
  return clip === undefined ? entry : { ...entry, clip };
}

type ValuesOf<Columns extends readonly (keyof ListedRow)[]> = {
  readonly [Index in keyof Columns]: ClipValue<Columns[Index]>;
};
/** Of a clip all is known but its attributes, which may be none. */
type ClipValue<Column extends keyof ListedRow> = Column extends "attributes"
  ? ListedRow[Column]
  : NonNullable<ListedRow[Column]>;
type ClipList = ValuesOf<typeof columnsInParent>;

/** The question for `columnsInParent` gave it: its parts are not checked. */
const isClipList = (row: readonly unknown[]): row is ClipList => row.length === columnsInParent.length;

/** A clip from the values of its row. Two objects and no more: a tree makes 100,000 of them. */
export function clipOf(row: readonly unknown[], projectId: string, parentId: string): Entry {
  if (!isClipList(row)) throw new Error(`Expected ${columnsInParent.length} values of a clip, got ${row.length}`);
  // By index: taking a list apart asks its iterator for each value.
  return {
    id: row[0],
    projectId,
    kind: row[1],
    name: row[2],
    parentId,
    position: row[3],
    attributes: toAttributes(row[4]),
    createdAt: toDate(row[5]),
    changedAt: toDate(row[6]),
    clip: {
      duration: row[7],
      rate: toRate(row[8], row[9]),
      dropFrame: row[10] === 1,
      startFrame: row[11],
      width: row[12],
      height: row[13],
    },
  };
}

let lastDate = new Date(0);

/** What came in one call has one time, and one date serves for all of it. */
function toDate(time: number): Date {
  if (lastDate.getTime() !== time) lastDate = new Date(time);
  return lastDate;
}

let lastRate: Rate = { num: 0, den: 1 };

function toRate(num: number, den: number): Rate {
  if (lastRate.num !== num || lastRate.den !== den) lastRate = { num, den };
  return lastRate;
}

const noAttributes: EntryAttributes = Object.freeze({});

/** `annotate` and `addClips` wrote it and have checked it. */
export function toAttributes(text: string | null): EntryAttributes {
  if (text === null) return noAttributes;
  const attributes: EntryAttributes = JSON.parse(text);
  return attributes;
}

export function attributesText(attributes: EntryAttributes): string | null {
  const text = JSON.stringify(attributes);
  return text === "{}" ? null : text;
}

function toSummary(row: Omit<ListedRow, "project_id" | "parent_id">): ClipSummary | undefined {
  const { duration, rate_num: num, rate_den: den, start_frame: startFrame } = row;
  if (duration === null || num === null || den === null || startFrame === null) return undefined;
  return {
    duration,
    rate: toRate(num, den),
    dropFrame: row.drop_frame === 1,
    startFrame,
    width: row.width ?? 0,
    height: row.height ?? 0,
  };
}

const noClip = {
  source_id: null,
  duration: null,
  rate_num: null,
  rate_den: null,
  drop_frame: null,
  start_frame: null,
  width: null,
  height: null,
} as const;

export type ClipColumns = Pick<EntryRow, keyof typeof noClip>;

/** The columns of a clip; those of a container without facts. */
export function clipColumns(sourceId?: string, facts?: ClipFacts): ClipColumns {
  if (sourceId === undefined || facts === undefined) return noClip;
  return {
    source_id: sourceId,
    duration: facts.duration,
    rate_num: facts.rate.num,
    rate_den: facts.rate.den,
    drop_frame: facts.dropFrame ? 1 : 0,
    start_frame: facts.startFrame,
    width: facts.width,
    height: facts.height,
  };
}
