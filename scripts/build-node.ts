// Run by itself it builds into dist/cli/ of the folder that it is given.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

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

/**
 * Builds what runs in Node. Node refuses .ts under node_modules, so the source as it is cannot be published; and a command
 * line of 400 small modules takes four times as long to answer as one of a few large ones.
 *
 * Everything lies in one folder, two deep like the source, because files find presets/, package.json and their worker
 * processes relative to themselves.
 */
export async function buildNode(dir: string): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: "node",
    // Native code stays where npm installs it.
    external: [/^node-av(\/|$)/, "xxhash-addon", "@napi-rs/xattr"],
    onLog: (level, log) => {
      if (level === "warn") console.warn(log.message);
    },
  });
  await build.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "part-[name]-[hash].js",
    // Else what rolldown itself brings lies beside it, and threads that read no YAML load it for that.
    codeSplitting: { groups: [{ name: "yaml", test: /node_modules[\\/]yaml[\\/]/ }] },
  });
  await build.close();
}

const [, , into] = process.argv;
if (import.meta.main && into !== undefined) await buildNode(`${into}/dist/cli`);
