// Decides by folder what happens to a file that exists: the first rule whose folder name is in the path counts. Where no
// rule fits, Cresset asks (or does what --overwrite says).
import { dirname } from "node:path";
import { defineHooks } from "cresset";

const rules = [
  { folders: ["approved", "delivered", "masters"], answer: "skip" },
  { folders: ["dailies", "proxies", "review", "wip"], answer: "overwrite" },
] as const;

export default defineHooks({
  exportOverwriteFile(path, cresset) {
    const folders = dirname(path).toLowerCase().split(/[/\\]/);
    const rule = rules.find((candidate) => candidate.folders.some((folder) => folders.includes(folder)));
    if (rule?.answer === "skip") cresset.log(`kept: ${path}`);
    return rule?.answer;
  },
});
