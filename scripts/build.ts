// Emits the publishable package into dist/: types by tsc, JavaScript and pages by what stands beside this.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildNode } from "./build-node.ts";
import { buildWeb } from "./build-web.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
const { status } = spawnSync(`${root}node_modules/.bin/tsc`, ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

await buildNode(`${root}dist/cli`);
for (const name of ["index", "testing"]) writeFileSync(`${root}dist/${name}.js`, `export * from "./cli/${name}.js";\n`);
chmodSync(`${root}dist/cli/main.js`, 0o755);
await buildWeb();
console.log("Built dist/.");
