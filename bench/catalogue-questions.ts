// Asks a catalogue the same question many times: `node catalogue-questions.ts STORE tree|whole|search TIMES`.
import { shownTree } from "../src/app/shown-tree.ts";
import type { EntryTree } from "../src/catalogue/catalogue.ts";
import { openCatalogue } from "../src/catalogue/open-catalogue.ts";

const [store = "", question, times] = process.argv.slice(2);
const catalogue = await openCatalogue(store);
const [project] = await catalogue.projects();
if (project === undefined) throw new Error(`Expected a project in ${store}`);
for (let time = 0; time < Number(times); time += 1) {
  if (question === "tree") await shownTree(catalogue, project.id, {});
  else if (question === "whole") {
    const tree = await catalogue.tree(project.id);
    if (clipsIn(tree) < 100_000) throw new Error(`Expected every clip, found ${clipsIn(tree)}`);
  } else {
    const found = await catalogue.search(project.id, `sh0${5000 + time}_`);
    if (found.length !== 3) throw new Error(`Expected 3 clips, found ${found.length}`);
  }
}
await catalogue.close();

function clipsIn({ children }: EntryTree): number {
  return children.reduce((sum, child) => sum + (child.entry.clip === undefined ? clipsIn(child) : 1), 0);
}
