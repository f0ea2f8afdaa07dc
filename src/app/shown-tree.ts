import type { Catalogue, Entry, EntryTree } from "../catalogue/catalogue.ts";

/** A part of the tree as a person looks at it: of a container with very many clips the first ones. */
export interface ShownTree {
  readonly entry: Entry;
  readonly children: readonly ShownTree[];
  /** Clips and sequences in it that are not among the children. */
  readonly leftOut: number;
}

/** The tree of a project, with at most `limit` clips of each container. Takes as long as what is shown, not what there is. */
export async function shownTree(catalogue: Catalogue, projectId: string, limit: number): Promise<ShownTree> {
  const tree = await catalogue.tree(projectId, undefined, { clips: false });
  return fill(catalogue, tree, limit);
}

async function fill(
  catalogue: Catalogue,
  { entry, children, clipCount }: EntryTree,
  limit: number,
): Promise<ShownTree> {
  const containers = await Promise.all(children.map((child) => fill(catalogue, child, limit)));
  const shown = Math.min(clipCount, limit);
  if (shown === 0) return { entry, children: containers, leftOut: clipCount };
  // Containers may lie between the clips of a library: they count as children too.
  const first = await catalogue.children(entry.id, { limit: shown + children.length });
  const clips = first.filter(({ clip }) => clip !== undefined).slice(0, shown);
  const inOrder = [...containers, ...clips.map((clip) => ({ entry: clip, children: [], leftOut: 0 }))].toSorted(
    (one, other) => one.entry.position - other.entry.position,
  );
  return { entry, children: inOrder, leftOut: clipCount - clips.length };
}
