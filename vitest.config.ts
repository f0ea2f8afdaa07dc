import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Tests start hundreds of processes, as the command line does; they keep compiled code where it keeps it.
process.env["NODE_COMPILE_CACHE"] ??= path.join(tmpdir(), "node-compile-cache");

export default defineConfig({
  resolve: {
    alias: [
      { find: /^cresset$/, replacement: fileURLToPath(new URL("./src/index.ts", import.meta.url)) },
      { find: /^cresset\/testing$/, replacement: fileURLToPath(new URL("./src/testing.ts", import.meta.url)) },
    ],
  },
  test: {
    pool: "forks",
    // Against tests that hang; how long something takes is no question of theirs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // How long something may take to show is no question of these tests.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "source",
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts", "web/src/**/*.test.ts"],
          exclude: ["test/browser/**", "**/node_modules/**"],
          // Vitest leaves one processor alone; much of what is tested waits for other processes.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          // A browser, a server and its decoders are busy enough.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
