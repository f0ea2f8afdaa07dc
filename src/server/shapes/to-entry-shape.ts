import type { Catalogue, Deletion, Entry, EntryTree } from "../../catalogue/catalogue.ts";
import { isLinked } from "../../catalogue/clip-facts.ts";
import type { DeletionShape, EntryShape, TreeShape } from "./catalogue-shapes.ts";

export const toEntryShape = ({ parentId, createdAt, changedAt, clip, ...entry }: Entry): EntryShape => ({
  ...entry,
  parentId: parentId ?? null,
  createdAt: createdAt.toISOString(),
  changedAt: changedAt.toISOString(),
  ...(clip === undefined ? {} : { clip: { ...clip, rate: { num: clip.rate.num, den: clip.rate.den } } }),
});

export const toTreeShape = ({ entry, children, clipCount }: EntryTree): TreeShape => ({
  entry: toEntryShape(entry),
  clipCount,
  children: children.map(toTreeShape),
});

export const toDeletionShape = ({ id, deletedAt, entries }: Deletion): DeletionShape => ({
  id,
  deletedAt: deletedAt.toISOString(),
  entries: entries.map(toEntryShape),
});

/** How long it is believed that media is there, in milliseconds: a page that scrolls asks again and again. */
const believedFor = 2000;

/** Entries with whether their media is there. */
export function createLinkedShapes(catalogue: Catalogue): (entries: readonly Entry[]) => Promise<EntryShape[]> {
  const known = new Map<string, { readonly at: number; readonly linked: boolean }>();
  const look = async ({ id, changedAt }: Entry): Promise<boolean> => {
    const key = `${id} ${changedAt.getTime()}`;
    const believed = known.get(key);
    if (believed !== undefined && believed.at > Date.now() - believedFor) return believed.linked;
    const linked = await isLinked(await catalogue.clipFacts(id));
    if (known.size > 20_000) known.clear();
    known.set(key, { at: Date.now(), linked });
    return linked;
  };
  return (entries) =>
    Promise.all(
      entries.map(async (entry) =>
        entry.clip === undefined ? toEntryShape(entry) : { ...toEntryShape(entry), linked: await look(entry) },
      ),
    );
}
