// Everything that `npm test` and CI ask of a commit, in the order in which failures are cheapest to hear of.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => `${root}node_modules/.bin/${name}`;
const steps: readonly (readonly [title: string, command: string, ...words: string[]])[] = [
  ["format", bin("oxfmt"), "--check"],
  ["lint", bin("oxlint"), "--type-aware", "--deny-warnings"],
  ["types", bin("tsc"), "-p", "tsconfig.json"],
  ["types of the pages", bin("tsc"), "-p", "web/tsconfig.json"],
  ["types of the browser tests", bin("tsc"), "-p", "test/browser/tsconfig.json"],
  ["dead code", bin("knip")],
  ["tests", bin("vitest"), "run"],
];

for (const [title, command, ...words] of steps) {
  const start = performance.now();
  console.log(`── ${title}`);
  const { status } = spawnSync(command, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    console.error(`── ${title} failed`);
    process.exit(status ?? 1);
  }
  console.log(`── ${title} passed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
