import { CressetError } from "../../errors.ts";
import type {
  ChildPage,
  Catalogue,
  ClipDraft,
  ClipFacts,
  Deletion,
  Entry,
  EntryAttributes,
  EntryKind,
  EntryTree,
  Project,
  SegmentNotes,
} from "../catalogue.ts";
import type { Store, StoreTransaction } from "../store/store.ts";
import { addContainer, addDrafts } from "./add-entries.ts";
import { deleteEntries, listDeletions, undelete } from "./bin.ts";
import { annotateEntry, annotateSegmentOf, renameEntry, replaceClip } from "./change-entries.ts";
import { copyEntries } from "./copy-entries.ts";
import { entryAt, pathTo } from "./entry-paths.ts";
import { checkedName, refuseMisplaced } from "./kind-rules.ts";
import { moveEntries } from "./move-entries.ts";
import {
  addProject,
  findProject,
  firstReelOf,
  listProjects,
  madeFirstReel,
  markChanged,
  type NewProject,
  projectNamed,
} from "./projects.ts";
import { childEntries, findEntry, readClipFacts, readCutText, readTree } from "./read-entries.ts";
import { searchEntries } from "./search-entries.ts";

/** The catalogue in a store; see `Catalogue` for what each call does. */
export class StoredCatalogue implements Catalogue {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  projects(): Promise<readonly Project[]> {
    return listProjects(this.#store.db);
  }

  async createProject(asked: NewProject): Promise<Project> {
    const project = await this.#store.write("now", (transaction) => addProject(transaction, asked));
    if (project !== undefined) return project;
    throw new CressetError("conflict", `There is a project "${asked.name.trim()}" already. Give another name.`);
  }

  project(idOrName: string): Promise<Project> {
    return findProject(this.#store.db, idOrName);
  }

  async ensureProject(asked: NewProject): Promise<Project> {
    const known = await projectNamed(this.#store.db, asked.name);
    if (known !== undefined) return known;
    const made = await this.#store.write("now", (transaction) => addProject(transaction, asked));
    // Nothing when another process has made it meanwhile.
    return made ?? findProject(this.#store.db, asked.name);
  }

  tree(projectId: string, from?: string, { clips = true }: { readonly clips?: boolean } = {}): Promise<EntryTree> {
    return this.#store.read((db, lists) => readTree({ db, lists }, projectId, from, clips));
  }

  entry(id: string): Promise<Entry> {
    return findEntry(this.#store.db, id);
  }

  children(id: string, page?: ChildPage): Promise<readonly Entry[]> {
    return this.#store.read(async (db) => childEntries(db, await findEntry(db, id), page));
  }

  clipFacts(id: string): Promise<ClipFacts> {
    return this.#store.read((db) => readClipFacts(db, id));
  }

  cutText(id: string): Promise<string> {
    return this.#store.read((db) => readCutText(db, id));
  }

  at(projectId: string, path: string): Promise<Entry> {
    return this.#store.read((db) => entryAt(db, projectId, path));
  }

  pathOf(id: string): Promise<string> {
    return this.#store.read((db) => pathTo(db, id));
  }

  search(
    projectId: string,
    text: string,
    options?: { readonly limit?: number; readonly kinds?: readonly EntryKind[] },
  ): Promise<readonly Entry[]> {
    return searchEntries(this.#store.db, projectId, text, options);
  }

  async firstReel(projectId: string): Promise<Entry> {
    const known = await this.#store.read((db) => firstReelOf(db, projectId));
    if (known !== undefined) return known;
    return this.#changeOne((transaction) => madeFirstReel(transaction, projectId));
  }

  create(
    parentId: string,
    kind: Exclude<EntryKind, "clip" | "sequence" | "workspace" | "desktop">,
    name: string,
  ): Promise<Entry> {
    return this.#change(async (transaction) => {
      const parent = await findEntry(transaction, parentId);
      const checked = checkedName(name, kind);
      refuseMisplaced({ kind, name: checked }, parent);
      const { projectId } = parent;
      const made = await addContainer(transaction, { projectId, parent, kind, name: checked });
      return { result: made, of: [projectId] };
    });
  }

  addClips(projectId: string, parentId: string | undefined, drafts: readonly ClipDraft[]): Promise<readonly Entry[]> {
    return this.#change(async (transaction) => {
      const parent = parentId === undefined ? undefined : await findEntry(transaction, parentId);
      const { id } = await findProject(transaction, parent?.projectId ?? projectId);
      return { result: await addDrafts(transaction, id, parent, drafts), of: [id] };
    });
  }

  rename(id: string, name: string): Promise<Entry> {
    return this.#changeOne((transaction) => renameEntry(transaction, id, name));
  }

  annotate(id: string, attributes: Partial<Record<keyof EntryAttributes, unknown>>): Promise<Entry> {
    return this.#changeOne((transaction) => annotateEntry(transaction, id, attributes));
  }

  annotateSegment(id: string, segmentId: string, notes: SegmentNotes): Promise<Entry> {
    return this.#changeOne((transaction) => annotateSegmentOf(transaction, id, segmentId, notes));
  }

  changeClip(id: string, facts: ClipFacts): Promise<Entry> {
    return this.#changeOne((transaction) => replaceClip(transaction, id, facts));
  }

  move(ids: readonly string[], parentId: string, position?: number): Promise<readonly Entry[]> {
    return this.#change(async (transaction) => {
      const moved = await moveEntries(transaction, ids, parentId, position);
      return { result: moved, of: moved.map(({ projectId }) => projectId) };
    });
  }

  copy(ids: readonly string[], parentId: string): Promise<readonly Entry[]> {
    return this.#change(async (transaction) => {
      const copies = await copyEntries(transaction, ids, parentId);
      return { result: copies, of: copies.map(({ projectId }) => projectId) };
    });
  }

  delete(ids: readonly string[]): Promise<Deletion> {
    return this.#change(async (transaction) => {
      const deletion = await deleteEntries(transaction, ids);
      return { result: deletion, of: deletion.entries.map(({ projectId }) => projectId) };
    });
  }

  deletions(projectId: string): Promise<readonly Deletion[]> {
    return this.#store.read((db) => listDeletions(db, projectId));
  }

  undelete(projectId: string, deletionId?: string): Promise<Deletion> {
    return this.#change(async (transaction) => ({
      result: await undelete(transaction, projectId, deletionId),
      of: [projectId],
    }));
  }

  async revision(projectId: string): Promise<number> {
    return this.#store.read(async (db) => {
      const { id } = await findProject(db, projectId);
      const row = await db.selectFrom("projects").select("revision").where("id", "=", id).executeTakeFirstOrThrow();
      return row.revision;
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** One transaction, after which the projects that it changed have a new revision. */
  #change<T>(
    work: (transaction: StoreTransaction) => Promise<{ readonly result: T; readonly of: readonly string[] }>,
  ): Promise<T> {
    return this.#store.write("now", async (transaction) => {
      const { result, of } = await work(transaction);
      if (of.length > 0) await markChanged(transaction, of);
      return result;
    });
  }

  #changeOne(work: (transaction: StoreTransaction) => Promise<Entry>): Promise<Entry> {
    return this.#change(async (transaction) => {
      const entry = await work(transaction);
      return { result: entry, of: [entry.projectId] };
    });
  }
}
