import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EntryTree } from "../../src/catalogue/catalogue.ts";
import { hasPython } from "../../src/hooks/test-python.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let movie: string;

beforeAll(async () => {
  workshop = await openWorkshop();
  movie = await workshop.shoot("long.mov", {
    rate: rate(25),
    frames: 12,
    codec: "prores_422",
    startTimecode: "01:00:00:00",
  });
});
afterAll(() => workshop.close());

/** Names of the clips in the catalogue with the reel they lie on. */
async function clips(): Promise<readonly string[]> {
  const catalogue = await workshop.cresset.catalogue();
  try {
    const found: string[] = [];
    const walk = ({ entry, children }: EntryTree, above: readonly string[]): void => {
      if (entry.kind === "clip") found.push([...above.slice(1), entry.name].join("/"));
      for (const child of children) walk(child, [...above, entry.name]);
    };
    for (const project of await catalogue.projects()) walk(await catalogue.tree(project.id), []);
    return found;
  } finally {
    await catalogue.close();
  }
}

describe.each([
  { language: "TypeScript", file: "reimport-snapshot.ts", runs: true },
  { language: "Python", file: "reimport_snapshot.py", runs: hasPython },
])("with the hook of $language", ({ file, runs }) => {
  it.skipIf(!runs)("a snapshot lies on the first reel when the command returns; a normal export does not", async () => {
    const hooks = workshop.in("hooks", path.parse(file).name);
    await mkdir(hooks, { recursive: true });
    await cp(fileURLToPath(new URL(`../../examples/hooks/${file}`, import.meta.url)), path.join(hooks, file));
    const before = await clips();
    await workshop.export({ sources: [movie], presets: ["JPEG"], hookFolders: [hooks] });
    expect(await clips()).toEqual(before);

    const mediaPath = workshop.in(`stills ${file}`);
    const wish = { source: movie, mediaPath, hookFolders: [hooks], preset: "JPEG" };
    const still = await workshop.cresset.snapshot({ ...wish, frames: { at: "01:00:00:07" } });
    expect(still.status).toBe("finished");
    // Its neighbour on disk is another snapshot, and no part of it.
    await workshop.cresset.snapshot({ ...wish, frames: { frame: 8 } });
    await workshop.cresset.snapshot({ ...wish, frames: { first: 2, last: 4 }, namePattern: "<name>_part.<frame>" });
    const added = (await clips()).slice(before.length);
    expect(added).toEqual(["long.90007", "long.90008", "long_part"].map((name) => `Desktop/Reels/Reel 1/${name}`));
    // What lies on a reel has names of its own, and leaves it together.
    const { assets } = await workshop.export({
      sources: added.slice(0, 2).map((place) => `/${place}`),
      presets: ["JPEG"],
    });
    expect(assets).toHaveLength(2);
    const catalogue = await workshop.cresset.catalogue();
    const [project] = await catalogue.projects();
    const reel = await catalogue.firstReel(project!.id);
    const found = (await catalogue.children(reel.id)).slice(-3).map(({ clip }) => clip);
    await catalogue.close();
    // A JPEG states neither rate nor timecode; the run that wrote it knows both.
    const known = { rate: rate(25), dropFrame: false };
    expect(found).toMatchObject([
      { ...known, duration: 1, startFrame: 90_007 },
      { ...known, duration: 1, startFrame: 90_008 },
      { ...known, duration: 3, startFrame: 90_002 },
    ]);
  });

  it.skipIf(!runs)("makes the reel, and its group, where the Desktop has none", async () => {
    const hooks = workshop.in("hooks", path.parse(file).name);
    for (const emptied of ["reel", "reel group"] as const) {
      const catalogue = await workshop.cresset.catalogue();
      const [project] = await catalogue.projects();
      const reel = await catalogue.firstReel(project!.id);
      const group = await catalogue.entry(reel.parentId!);
      const siblings = await catalogue.children(emptied === "reel" ? group.id : group.parentId!);
      await catalogue.delete(siblings.filter(({ kind }) => kind === emptied).map(({ id }) => id));
      await catalogue.close();
      const wish = { source: movie, mediaPath: workshop.in(`no ${emptied} ${file}`), hookFolders: [hooks] };
      const still = await workshop.cresset.snapshot({ ...wish, preset: "JPEG", frames: { frame: 1 } });
      expect(still.status).toBe("finished");
      expect(await clips()).toEqual([expect.stringMatching(/^Desktop\/Reels\/Reel 1\/long/)]);
    }
  });
});

it("a clip of the catalogue is taken between its marks; without marks that is an error", async () => {
  const { clips: imported } = await workshop.cresset.importClips({ paths: movie });
  const id = imported[0]!.id;
  const wish = { source: `cresset:${id}`, frames: "marks", preset: "JPEG" } as const;
  await expect(workshop.cresset.snapshot({ ...wish, mediaPath: workshop.in("marks") })).rejects.toThrow(/has no marks/);
  const catalogue = await workshop.cresset.catalogue();
  await catalogue.annotate(id, { inMark: 3, outMark: 6 });
  await catalogue.close();
  const { sequences } = await workshop.cresset.snapshot({ ...wish, mediaPath: workshop.in("marks") });
  expect(sequences[0]!.assets[0]!.resolvedPath).toBe("long.[90004-90005].jpg");
});

it("a dry run imports nothing", async () => {
  const before = await clips();
  const hooks = workshop.in("hooks", "reimport-snapshot");
  const wish = { source: movie, frames: { frame: 1 }, mediaPath: workshop.in("dry"), hookFolders: [hooks] };
  await workshop.cresset.snapshot(wish, { dryRun: true });
  expect(await clips()).toEqual(before);
});
