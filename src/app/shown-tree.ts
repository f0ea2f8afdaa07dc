import type { Catalogue, Entry, EntryTree } from "../catalogue/catalogue.ts";
import { isLinked } from "../catalogue/clip-facts.ts";

/** A part of the tree as a person looks at it: of a container with very many clips the first ones. */
export interface ShownTree {
  readonly entry: Entry;
  readonly children: readonly ShownTree[];
  /** Clips and sequences in it that are not among the children. */
  readonly leftOut: number;
  /** Its media is not there. Nothing where nobody looked. */
  readonly unlinked?: boolean;
}

/** How much of a tree is shown. */
export interface TreeExtent {
  /** Clips of each container, at most. When left out: 50, and fewer where many containers make a long list. */
  readonly limit?: number;
  /** Whether the media of the clips is looked for. */
  readonly withMedia?: boolean;
}

/** The tree of a project, with at most `limit` clips of each container. Takes as long as what is shown, not what there is. */
export async function shownTree(catalogue: Catalogue, projectId: string, extent: TreeExtent): Promise<ShownTree> {
  const tree = await catalogue.tree(projectId, undefined, { clips: false });
  return fill(catalogue, tree, { limit: extent.limit ?? fittingLimit(tree), withMedia: extent.withMedia ?? false });
}

const [mostOfOne, leastOfOne, mostOfAll] = [50, 3, 500];

const fittingLimit = (tree: EntryTree): number =>
  Math.min(mostOfOne, Math.max(leastOfOne, Math.floor(mostOfAll / Math.max(1, filled(tree)))));

/** How many containers hold clips. */
const filled = ({ children, clipCount }: EntryTree): number =>
  children.reduce((sum, child) => sum + filled(child), clipCount > 0 ? 1 : 0);

async function fill(
  catalogue: Catalogue,
  { entry, children, clipCount }: EntryTree,
  extent: Required<TreeExtent>,
): Promise<ShownTree> {
  const { limit } = extent;
  const containers = await Promise.all(children.map((child) => fill(catalogue, child, extent)));
  const shown = Math.min(clipCount, limit);
  if (shown === 0) return { entry, children: containers, leftOut: clipCount };
  // Containers may lie between the clips of a library: they count as children too.
  const first = await catalogue.children(entry.id, { limit: shown + children.length });
  const clips = first.filter(({ clip }) => clip !== undefined).slice(0, shown);
  const shownClips = await Promise.all(clips.map((clip) => shownClip(catalogue, clip, extent)));
  const inOrder = [...containers, ...shownClips].toSorted((one, other) => one.entry.position - other.entry.position);
  return { entry, children: inOrder, leftOut: clipCount - clips.length };
}

async function shownClip(catalogue: Catalogue, entry: Entry, { withMedia }: Required<TreeExtent>): Promise<ShownTree> {
  const shown = { entry, children: [], leftOut: 0 };
  return withMedia ? { ...shown, unlinked: !(await isLinked(await catalogue.clipFacts(entry.id))) } : shown;
}
