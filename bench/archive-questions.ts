// Searches the history of archives many times: `node archive-questions.ts STORE common|one|nothing TIMES`.
import { openArchiveHistory } from "../src/catalogue/open-archive-history.ts";

const [store = "", question = "", times] = process.argv.slice(2);
/** What is asked, and how many files are to be found. */
const questions: Readonly<Record<string, readonly [(time: number) => string, number]>> = {
  common: [() => "exr", 100],
  one: [(time) => `sh0${400 + time}_comp_v003.1${String(100 + time)}.exr`, 1],
  nothing: [(time) => `sh0${400 + time}_comp 9999.exr`, 0],
};
const [text, expected] = questions[question] ?? [() => "", 0];
const history = await openArchiveHistory(store);
for (let time = 0; time < Number(times); time += 1) {
  const { files } = await history.search(text(time));
  if (files.length !== expected) throw new Error(`Expected ${expected} files for ${text(time)}, found ${files.length}`);
}
await history.close();
