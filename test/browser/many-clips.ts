import path from "node:path";
import type { Cresset } from "../../src/app/cresset.ts";

/** A project "Many" with `count` clips on the four reels of its Desktop, all of the same media. */
export async function addManyClips(cresset: Cresset, media: string, count: number): Promise<string> {
  const catalogue = await cresset.catalogue();
  try {
    const { id } = await catalogue.createProject({ name: "Many" });
    const demo = await catalogue.project("Demo");
    const [like] = await catalogue.search(demo.id, path.basename(media), { limit: 1, kinds: ["clip"] });
    if (like === undefined) throw new Error(`${media} is not imported.`);
    const facts = await catalogue.clipFacts(like.id);
    for (let reel = 0; reel < 4; reel += 1) {
      const { id: parent } = await catalogue.at(id, `/Desktop/Reels/Reel ${reel + 1}`);
      const drafts = Array.from({ length: Math.ceil(count / 4) }, (_, index) => ({
        kind: "clip" as const,
        name: `R${reel + 1}_${String(index + 1).padStart(4, "0")}`,
        facts,
      }));
      await catalogue.addClips(id, parent, drafts);
    }
    return id;
  } finally {
    await catalogue.close();
  }
}
