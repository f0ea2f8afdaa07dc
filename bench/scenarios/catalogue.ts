import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Contender, Scenario } from "../scenario.ts";

const clips = 100_000;
/** Questions of one run: the process starts once for all of them, and its start is a part of each contender alike. */
const questions = 20;
const script = fileURLToPath(new URL("../catalogue-questions.ts", import.meta.url));

/** What a person waits for who opens the Desktop or types a word, with as many clips as a long show has. */
export const catalogueOf100k: Scenario = {
  name: "catalogue-100k",
  why: `${clips} clips on 100 reels: the tree as "cresset desktop show" lists it, the tree with each clip as an object, and a search that finds three, per question.`,
  quick: false,
  goals: [
    { measure: "seconds", of: "cresset, tree", per: questions, atMost: 0.1 },
    { measure: "seconds", of: "cresset, whole tree", per: questions, atMost: 0.1 },
    { measure: "seconds", of: "cresset, search", per: questions, atMost: 0.1 },
  ],
  contenders: async (bench) => [
    await asked(bench, "tree", "tree"),
    await asked(bench, "whole", "whole tree"),
    await asked(bench, "search", "search"),
  ],
};

async function asked(bench: Bench, question: "tree" | "whole" | "search", name: string): Promise<Contender> {
  const folder = join(bench.work, "catalogue");
  await mkdir(folder, { recursive: true });
  const store = join(folder, `cresset-${clips}.db`);
  if (!existsSync(`${store}.whole`)) {
    const { makeCatalogue } = await import("../make-catalogue.ts");
    await makeCatalogue(store, clips);
    await writeFile(`${store}.whole`, "");
  }
  return {
    name: `cresset, ${name}`,
    commands: [{ program: process.execPath, words: [script, store, question, String(questions)] }],
    output: join(bench.work, "out-catalogue"),
    files: 0,
  };
}
