import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import type { Catalogue, Entry, EntryTree, Project } from "../catalogue.ts";
import { openCatalogue } from "../open-catalogue.ts";
import { refuseMisplaced } from "./kind-rules.ts";
import { testClip } from "./test-clips.ts";

let folder: string;
let catalogue: Catalogue;
let project: Project;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-arrange-"));
  catalogue = await openCatalogue(path.join(folder, "cresset.db"));
  project = await catalogue.createProject({ name: "Bigger Buck" });
});
afterEach(async () => {
  await catalogue.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (where: string) => catalogue.at(project.id, where);
const namesIn = async (where: string) => (await catalogue.children((await at(where)).id)).map(({ name }) => name);
const add = (where: string, ...names: string[]) =>
  at(where).then(({ id }) =>
    catalogue.addClips(
      project.id,
      id,
      names.map((name) => testClip(name)),
    ),
  );

describe("move", () => {
  it("puts clips to the end of another reel, or before one of its clips, in the order given", async () => {
    const [a, b, c] = await add("/Desktop/Reel 1", "a", "b", "c");
    const [, y] = await add("/Desktop/Reel 2", "x", "y", "z");
    const reel = await at("/Desktop/Reel 2");
    await catalogue.move([c!.id, a!.id], reel.id);
    expect(await namesIn("/Desktop/Reel 2")).toEqual(["x", "y", "z", "c", "a"]);
    await catalogue.move([b!.id], reel.id, (await catalogue.entry(y!.id)).position);
    await catalogue.move([a!.id, c!.id], reel.id, 0);
    expect(await namesIn("/Desktop/Reel 2")).toEqual(["a", "c", "x", "b", "y", "z"]);
    expect(await namesIn("/Desktop/Reel 1")).toEqual([]);
  });

  it("refuses what cannot lie there, and then moves nothing", async () => {
    const [clip] = await add("/Desktop/Reel 1", "a");
    const [reel1, reel2] = [await at("/Desktop/Reel 1"), await at("/Desktop/Reel 2")];
    await expect(catalogue.move([clip!.id, reel1.id], reel2.id)).rejects.toThrow(
      'The reel "Reel 1" cannot lie in the reel "Reel 2": a reel holds clips, sequences.',
    );
    expect(await namesIn("/Desktop/Reel 1")).toEqual(["a"]);
    const outer = await catalogue.create((await at("/Default Library")).id, "folder", "outer");
    const inner = await catalogue.create(outer.id, "folder", "inner");
    await expect(catalogue.move([outer.id], inner.id)).rejects.toThrow(/"outer" cannot be moved into itself/);
    await expect(catalogue.move([outer.id], outer.id)).rejects.toThrow(/into itself/);
    await expect(catalogue.create(reel1.id, "reel", "x")).rejects.toThrow(/cannot lie in the reel/);
    const other = await catalogue.createProject({ name: "Other" });
    const elsewhere = await catalogue.firstReel(other.id);
    await expect(catalogue.move([clip!.id], elsewhere.id)).rejects.toThrow(/another project/);
    expect((await catalogue.copy([clip!.id], elsewhere.id))[0]?.projectId).toBe(other.id);
  });
});

describe("copy", () => {
  it("copies all that lies in something, into itself too, and the copies stand alone", async () => {
    const outer = await catalogue.create((await at("/Default Library")).id, "folder", "outer");
    await catalogue.create(outer.id, "reel", "reel");
    await add("/Default Library/outer/reel", "a", "b");
    await catalogue.copy([outer.id], outer.id);
    expect(await namesIn("/Default Library/outer/outer/reel")).toEqual(["a", "b"]);
    expect(await namesIn("/Default Library/outer/outer")).toEqual(["reel"]);
    await catalogue.rename((await at("/Default Library/outer/outer/reel/a")).id, "changed");
    expect(await namesIn("/Default Library/outer/reel")).toEqual(["a", "b"]);
  });
});

describe("the bin", () => {
  it("gives back what was deleted, to its place, with what lay in it", async () => {
    const [, b] = await add("/Desktop/Reel 1", "a", "b", "c");
    const first = await catalogue.delete([b!.id]);
    await add("/Desktop/Reel 1", "d");
    const reel = await at("/Desktop/Reel 1");
    const second = await catalogue.delete([reel.id, (await at("/Desktop/Reel 3")).id]);
    expect(await namesIn("/Desktop/Reels")).toEqual(["Reel 2", "Reel 4"]);
    const bin = await catalogue.deletions(project.id);
    expect(bin.map(({ id, entries }) => [id, entries.map(({ name }) => name)])).toEqual([
      [second.id, ["Reel 1", "Reel 3"]],
      [first.id, ["b"]],
    ]);
    await expect(catalogue.entry(reel.id)).rejects.toThrow(/"Reel 1" .* is in the bin/);
    // Letters that no id has must not be passed over: what is left would be the end of any.
    await expect(catalogue.undelete(project.id, "zzz")).rejects.toThrow("There is no deletion zzz");
    await expect(catalogue.undelete(project.id, first.id)).rejects.toThrow(
      `The clip "b" lay in the reel "Reel 1", which is in the bin too. Bring that back first: cresset undelete ${second.id}.`,
    );
    await catalogue.undelete(project.id);
    expect(await namesIn("/Desktop/Reels")).toEqual(["Reel 1", "Reel 2", "Reel 3", "Reel 4"]);
    expect(await namesIn("/Desktop/Reel 1")).toEqual(["a", "c", "d"]);
    await catalogue.undelete(project.id, first.id.slice(-6));
    expect(await namesIn("/Desktop/Reel 1")).toEqual(["a", "b", "c", "d"]);
    await expect(catalogue.undelete(project.id)).rejects.toThrow(/bin is empty/);
  });

  it("leaves the Desktop alone", async () => {
    await expect(catalogue.delete([(await at("/Desktop")).id])).rejects.toThrow(/"Desktop" cannot be deleted/);
  });
});

/** Whatever people do, by numbers that stand for entries. */
const deeds = fc.array(
  fc.record({
    verb: fc.constantFrom("create", "add", "move", "front", "copy", "delete", "undelete", "rename"),
    what: fc.nat(60),
    where: fc.nat(60),
  }),
  { minLength: 10, maxLength: 40 },
);
const kinds = ["folder", "reel group", "reel", "library"] as const;

const all = (tree: EntryTree): readonly Entry[] => [tree.entry, ...tree.children.flatMap(all)];

async function doIt({ verb, what, where }: { verb: string; what: number; where: number }, projectId: string) {
  const entries = all(await catalogue.tree(projectId));
  if (entries.length > 300) return;
  const [one, other] = [entries[what % entries.length]!, entries[where % entries.length]!];
  const further = entries[(what * 7 + where) % entries.length]!;
  if (verb === "create") await catalogue.create(other.id, kinds[what % kinds.length]!, `made ${what}`);
  else if (verb === "add") await catalogue.addClips(projectId, other.id, [testClip(`clip ${what}`), testClip("same")]);
  else if (verb === "move") await catalogue.move([one.id, further.id], other.id);
  else if (verb === "front") await catalogue.move([one.id], other.id, where % 3);
  else if (verb === "copy") await catalogue.copy([one.id], other.id);
  else if (verb === "rename") await catalogue.rename(one.id, `named ${where}`);
  else if (verb === "undelete") {
    const bin = await catalogue.deletions(projectId);
    await catalogue.undelete(projectId, bin[what % Math.max(1, bin.length)]?.id);
  } else {
    const before = await catalogue.tree(projectId);
    const { id } = await catalogue.delete([one.id, further.id]);
    await catalogue.undelete(projectId, id);
    const after = await catalogue.tree(projectId);
    if (!isDeepStrictEqual(after, before)) throw new Error(`Deleting ${one.name} and bringing it back left a trace`);
    await catalogue.delete([one.id]);
  }
}

describe("whatever is done", () => {
  it("the tree stays sound: each in one place, in order, under what may hold it", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(deeds, async (list) => {
        const { id: projectId } = await catalogue.createProject({ name: `project ${count++}` });
        for (const deed of list)
          await doIt(deed, projectId).catch((error: unknown) => {
            // What cannot be done is refused, and must then have changed nothing.
            if (!(error instanceof CressetError) || error.code === "internal") throw error;
          });
        const tree = await catalogue.tree(projectId);
        const check = ({ entry, children, clipCount }: EntryTree) => {
          const positions = children.map((child) => child.entry.position);
          expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
          expect(clipCount).toBe(children.filter((child) => child.entry.kind === "clip").length);
          for (const child of children) {
            expect(child.entry).toMatchObject({ parentId: entry.id, projectId });
            if (child.entry.kind !== "desktop") refuseMisplaced(child.entry, entry);
            check(child);
          }
        };
        check(tree);
        // Nothing is lost beside the tree: search looks at every entry there is.
        const found = await catalogue.search(projectId, "", { limit: 100_000 });
        const inTree = all(tree).filter(({ parentId }) => parentId !== undefined);
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(inTree.map(({ id }) => id)));
        expect(found.length).toBe(inTree.length);
        const containers = await catalogue.tree(projectId, undefined, { clips: false });
        expect(all(containers)).toEqual(all(tree).filter(({ clip }) => clip === undefined));
        const [some] = inTree.slice(-1);
        expect((await catalogue.at(projectId, await catalogue.pathOf(some!.id))).id).toBe(some!.id);
      }),
      { numRuns: 25 },
    );
  });
});
