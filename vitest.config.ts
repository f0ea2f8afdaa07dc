import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^cresset$/, replacement: fileURLToPath(new URL("./src/index.ts", import.meta.url)) },
      { find: /^cresset\/testing$/, replacement: fileURLToPath(new URL("./src/testing.ts", import.meta.url)) },
    ],
  },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts", "web/src/**/*.test.ts"],
    pool: "forks",
    // Vitest leaves one processor alone; much of what is tested waits for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
