import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { withFlameReference } from "../../scripts/flame-reference.ts";
import { flameReference } from "../../src/hooks/check-python-files.ts";
import { hasPython } from "../../src/hooks/test-python.ts";

const file = fileURLToPath(new URL("../../docs/flame-module.md", import.meta.url));

describe.skipIf(!hasPython)("docs/flame-module.md", () => {
  it("lists what the module has now (scripts/generate-flame-reference.ts writes it)", async () => {
    const written = readFileSync(file, "utf8");
    expect(written).toBe(withFlameReference(written, await flameReference({ env: process.env })));
    for (const name of ["flame.import_clips(path, destination)", "hooks_user_data)", "record_in", "shared_libraries"])
      expect(written).toContain(name);
  });
});
