// Emits the publishable package into dist/: types by tsc, JavaScript by rolldown. Node refuses .ts under node_modules, so
// the source as it is cannot be published; and a command line of 400 small modules takes twice as long to answer as one of
// a few large ones.
//
// Everything lies in dist/cli/, two folders deep like the source, because files find presets/, package.json and their worker
// processes relative to themselves.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildWeb } from "./build-web.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const entries = {
  main: "src/cli/main.ts",
  index: "src/index.ts",
  testing: "src/testing.ts",
  "hook-thread": "src/hooks/hook-thread.ts",
  "read-thread": "src/archive/restore/read-thread.ts",
  "pack-thread": "src/archive/session/pack-thread.ts",
  "write-thread": "src/archive/session/write-thread.ts",
  "hash-thread": "src/archive/session/hash-thread.ts",
  "hook-authoring": "src/hooks/hook-authoring.ts",
  "media-worker": "src/media/media-worker.ts",
  "warm/warm-worker": "src/media/warm/warm-worker.ts",
};

rmSync(`${root}dist`, { recursive: true, force: true });
const { status } = spawnSync(`${root}node_modules/.bin/tsc`, ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

const build = await rolldown({
  cwd: root,
  input: entries,
  platform: "node",
  // Native code stays where npm installs it.
  external: [/^node-av(\/|$)/, "xxhash-addon"],
  onLog: (level, log) => {
    if (level === "warn") console.warn(log.message);
  },
});
await build.write({
  dir: `${root}dist/cli`,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "part-[name]-[hash].js",
});
await build.close();
for (const name of ["index", "testing"]) writeFileSync(`${root}dist/${name}.js`, `export * from "./cli/${name}.js";\n`);
chmodSync(`${root}dist/cli/main.js`, 0o755);
await buildWeb();
console.log("Built dist/.");
