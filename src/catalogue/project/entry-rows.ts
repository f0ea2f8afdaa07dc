import type { ClipFacts, ClipSummary, Entry, EntryAttributes } from "../catalogue.ts";
import type { EntryRow } from "../store/catalogue-tables.ts";

/** The columns that make an entry. */
export const entryColumns = [
  "id",
  "project_id",
  "parent_id",
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

export type ListedRow = Pick<EntryRow, (typeof entryColumns)[number]>;

export function toEntry(row: ListedRow): Entry {
  const clip = toSummary(row);
  return {
    id: row.id,
    projectId: row.project_id,
    kind: row.kind,
    name: row.name,
    parentId: row.parent_id ?? undefined,
    position: row.position,
    attributes: toAttributes(row.attributes),
    createdAt: new Date(row.created_at),
    changedAt: new Date(row.changed_at),
    ...(clip === undefined ? {} : { clip }),
  };
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

function toSummary(row: ListedRow): ClipSummary | undefined {
  const { duration, rate_num: num, rate_den: den, start_frame: startFrame } = row;
  if (duration === null || num === null || den === null || startFrame === null) return undefined;
  return {
    duration,
    rate: { num, den },
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
