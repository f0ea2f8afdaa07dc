import * as z from "zod";
import type { Catalogue, Entry, EntryTree } from "../../catalogue/catalogue.ts";
import { CressetError } from "../../errors.ts";
import { PythonError } from "../../hooks/python-backend.ts";
import { entryRow } from "./entry-rows.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

const id = z.strictObject({ id: z.string() });
const ids = z.strictObject({ ids: z.array(z.string()) });
const placed = z.strictObject({ ids: z.array(z.string()), parent: z.string() });
const createdKind = z.enum(["reel group", "reel", "library", "folder"]);
const frame = z.int().nonnegative();

const attributes = z.strictObject({
  comment: z.string().optional(),
  shotName: z.string().optional(),
  colour: z.tuple([z.number(), z.number(), z.number()]).optional(),
  tags: z.array(z.string()).optional(),
  inMark: frame.nullable().optional(),
  outMark: frame.nullable().optional(),
  hidden: z.boolean().optional(),
  expanded: z.boolean().optional(),
  markers: z.array(z.strictObject({ frame, duration: frame, name: z.string(), comment: z.string() })).optional(),
});

/** The tree: what lies where, names and what people write on things. */
export function entryMethods({ catalogue, project }: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  return {
    "flame.entry.get": flameMethod(id, async (asked) => entryRow(await (await catalogue()).entry(asked.id))),
    // Two steps of one question: has anything changed, and, if so, what do these look like now?
    "flame.entry.revision": flameMethod(id, async (asked) => {
      const store = await catalogue();
      return store.revision((await store.entry(asked.id)).projectId);
    }),
    "flame.entry.rows": flameMethod(ids, async (asked) =>
      (await presentOf(await catalogue(), asked.ids)).map(entryRow),
    ),
    "flame.entry.children": flameMethod(
      z.strictObject({ id: z.string(), kinds: z.array(z.string()).optional() }),
      async ({ id: parent, kinds }) => {
        const children = await (await catalogue()).children(parent);
        return children.filter(({ kind }) => kinds === undefined || kinds.includes(kind)).map(entryRow);
      },
    ),
    "flame.entry.create": flameMethod(
      z.strictObject({ parent: z.string(), kind: createdKind, name: z.string() }),
      async ({ parent, kind, name }) => entryRow(await (await catalogue()).create(parent, kind, name)),
    ),
    "flame.entry.rename": flameMethod(z.strictObject({ id: z.string(), name: z.string() }), async (asked) =>
      entryRow(await (await catalogue()).rename(asked.id, asked.name)),
    ),
    "flame.entry.annotate": flameMethod(z.strictObject({ id: z.string(), attributes }), async (asked) => {
      const given = Object.entries(asked.attributes).map(([key, value]) => [key, value ?? undefined]);
      return entryRow(await (await catalogue()).annotate(asked.id, Object.fromEntries(given)));
    }),
    "flame.entry.delete": flameMethod(ids, async (asked) => {
      await (await catalogue()).delete(asked.ids);
    }),
    "flame.entry.duplicate": flameMethod(ids, async (asked) => duplicate(await catalogue(), asked.ids)),
    "flame.entry.copy": flameMethod(placed, async (asked) =>
      (await (await catalogue()).copy(asked.ids, asked.parent)).map(entryRow),
    ),
    "flame.entry.move": flameMethod(placed, async (asked) =>
      (await (await catalogue()).move(asked.ids, asked.parent)).map(entryRow),
    ),
    "flame.find": flameMethod(
      z.union([
        z.strictObject({ uid: z.string() }),
        z.strictObject({ name: z.string(), parents: z.array(z.string()).nullable() }),
      ]),
      async (asked) => {
        const store = await catalogue();
        if ("uid" in asked) return (await findById(store, asked.uid)).map(entryRow);
        const { id: projectId } = await project();
        const below = asked.parents ?? [undefined];
        const trees = await Promise.all(below.map((from) => store.tree(projectId, from)));
        return trees
          .flatMap(entriesIn)
          .filter(({ name }) => name === asked.name)
          .map(entryRow);
      },
    ),
    "flame.project.current": flameMethod(z.strictObject({}), async () => {
      const { id: projectId, name, nickname, folder } = await project();
      const workspace = (await (await catalogue()).at(projectId, "/")).id;
      return { id: projectId, name, nickname: nickname === "" ? name : nickname, folder, workspace };
    }),
  };
}

/** Everything below the top of a tree, in order. */
export const entriesIn = ({ children }: EntryTree): readonly Entry[] =>
  children.flatMap((child) => [child.entry, ...entriesIn(child)]);

/** From here on the children of a container are read at once rather than one by one. */
const manySiblings = 10;

/** Those of the entries that are still there. Most of them usually lie in one container. */
async function presentOf(catalogue: Catalogue, wanted: readonly string[]): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  let alone = 0;
  for (const each of wanted) {
    if (found.has(each)) continue;
    const [entry] = await findById(catalogue, each);
    if (entry === undefined) continue;
    found.set(each, entry);
    alone += 1;
    if (alone <= manySiblings || entry.parentId === undefined) continue;
    alone = 0;
    for (const sibling of await catalogue.children(entry.parentId)) found.set(sibling.id, sibling);
  }
  return wanted.flatMap((each) => found.get(each) ?? []);
}

async function findById(catalogue: Catalogue, id: string): Promise<readonly Entry[]> {
  try {
    return [await catalogue.entry(id)];
  } catch (error) {
    if (error instanceof CressetError && error.code === "not-found") return [];
    throw error;
  }
}

async function duplicate(catalogue: Catalogue, ids: readonly string[]) {
  const copies: Entry[] = [];
  for (const id of ids) {
    const { parentId, name } = await catalogue.entry(id);
    if (parentId === undefined)
      throw new PythonError(
        "RuntimeError",
        `${name} lies nowhere, so there is no place for a copy. Copy it to a reel.`,
      );
    copies.push(...(await catalogue.copy([id], parentId)));
  }
  return copies.map(entryRow);
}
