import type { EntryKind } from "../catalogue.ts";

/**
 * The catalogue's tables as Kysely sees them. Times are milliseconds since 1970 in UTC: a tree of 100,000 clips is read at
 * once, and numbers cost a fraction of what text does.
 */
export interface CatalogueTables {
  readonly projects: ProjectRow;
  readonly entries: EntryRow;
  readonly search_texts: SearchTextRow;
  readonly sources: SourceRow;
  readonly cuts: CutRow;
  readonly deletions: DeletionRow;
}

export interface ProjectRow {
  id: string;
  name: string;
  nickname: string;
  folder: string;
  created_at: number;
  /** Grows with every change of the project or of what lies in it. */
  revision: number;
}

/** What the tree shows; what is large or seldom asked for has tables of its own. */
export interface EntryRow {
  id: string;
  project_id: string;
  parent_id: string | null;
  kind: EntryKind;
  name: string;
  /** Sorts it among its siblings, those in the bin included: what is brought back finds its place. */
  position: number;
  /** JSON; null where nothing was written on the entry. */
  attributes: string | null;
  created_at: number;
  changed_at: number;
  /** The deletion that it went to the bin with: its own, or that of what it lay in. */
  deletion_id: string | null;
  /** The following are of clips and sequences alone. Copies share a source. */
  source_id: string | null;
  duration: number | null;
  rate_num: number | null;
  rate_den: number | null;
  drop_frame: number | null;
  start_frame: number | null;
  width: number | null;
  height: number | null;
}

/** What search looks through, apart from the tree: a narrow table is read through in milliseconds. */
export interface SearchTextRow {
  entry_id: string;
  project_id: string;
  /** In lower case, one line for each of its parts. */
  text: string;
}

/** What a clip or sequence plays; never changed, replaced. */
export interface SourceRow {
  id: string;
  /** `ClipSource` in the codec of `json-codec.ts`. */
  body: string;
  cut_id: string | null;
}

/** The text of a cut that was imported, once for all sequences in it. */
export interface CutRow {
  /** SHA-256 of the text, in hex. */
  id: string;
  text: string;
}

export interface DeletionRow {
  id: string;
  project_id: string;
  deleted_at: number;
  /** JSON list: ids of the entries that were named, in their order. */
  entry_ids: string;
}
