// Asks a catalogue the same question many times: `node catalogue-questions.ts STORE tree|search TIMES`.
import { shownTree } from "../src/app/shown-tree.ts";
import { openCatalogue } from "../src/catalogue/open-catalogue.ts";

const [store = "", question, times] = process.argv.slice(2);
const catalogue = await openCatalogue(store);
const [project] = await catalogue.projects();
if (project === undefined) throw new Error(`Expected a project in ${store}`);
for (let time = 0; time < Number(times); time += 1) {
  if (question === "tree") await shownTree(catalogue, project.id, {});
  else {
    const found = await catalogue.search(project.id, `sh0${5000 + time}_`);
    if (found.length !== 3) throw new Error(`Expected 3 clips, found ${found.length}`);
  }
}
await catalogue.close();
