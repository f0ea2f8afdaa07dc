import { rm } from "node:fs/promises";
import { openCatalogue } from "../src/catalogue/open-catalogue.ts";
import { testClip } from "../src/catalogue/project/test-clips.ts";

const perReel = 1000;

/** Makes a store with a project of so many clips, on reels of 1,000. Names repeat three times in the last thousands. */
export async function makeCatalogue(store: string, clips: number): Promise<void> {
  for (const ending of ["", "-wal", "-shm"]) await rm(`${store}${ending}`, { force: true });
  const catalogue = await openCatalogue(store);
  const project = await catalogue.createProject({ name: "bench" });
  const group = await catalogue.at(project.id, "/Desktop/Reels");
  for (let first = 0; first < clips; first += perReel) {
    const reel = await catalogue.create(group.id, "reel", `Day ${first / perReel}`);
    const names = Array.from(
      { length: perReel },
      (_, index) => `sh${String((first + index) % 33_333).padStart(5, "0")}_comp_v003`,
    );
    await catalogue.addClips(
      project.id,
      reel.id,
      names.map((name) => testClip(name)),
    );
  }
  await catalogue.close();
}
