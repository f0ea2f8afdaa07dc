import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Contender, Scenario } from "../scenario.ts";

const files = 1_000_000;
/** Questions of one run: the process starts once for all of them, and its start is a part of each contender alike. */
const questions = 20;
const script = fileURLToPath(new URL("../archive-questions.ts", import.meta.url));
const asked = ["common", "one", "nothing"] as const;

/** What a person waits for who looks for a frame that lies on one of many tapes. */
export const archiveSearch: Scenario = {
  name: "archive-search",
  why: `${files} archived files in ten sessions: a search that finds very many of them, one, and none, per question.`,
  quick: false,
  goals: asked.map((question) => ({
    measure: "seconds",
    of: `cresset, ${question}`,
    per: questions,
    atMost: 0.1,
  })),
  contenders: (bench) => Promise.all(asked.map((question) => contender(bench, question))),
};

let made: Promise<string> | undefined;

async function contender(bench: Bench, question: string): Promise<Contender> {
  made ??= makeStore(join(bench.work, "archive-history"));
  return {
    name: `cresset, ${question}`,
    commands: [{ program: process.execPath, words: [script, await made, question, String(questions)] }],
    output: join(bench.work, "out-archive-history"),
    files: 0,
  };
}

async function makeStore(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const store = join(folder, `cresset-${files}.db`);
  if (existsSync(`${store}.whole`)) return store;
  const { makeArchiveHistory } = await import("../make-archive-history.ts");
  await makeArchiveHistory(store, files);
  await writeFile(`${store}.whole`, "");
  return store;
}
