import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const PYTHONPATH = fileURLToPath(new URL("../../python", import.meta.url));

describe.skipIf(!hasPython)("cresset_testing, with which a studio tests its hook files", () => {
  test("does what its tests say", () => {
    const run = spawnSync("python3", ["-B", "-m", "unittest", "discover", "-s", here], {
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH },
    });
    expect(run.stderr).toMatch(/Ran [1-9]\d* tests[\s\S]*\nOK\n$/);
  });
});
