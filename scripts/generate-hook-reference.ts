// Writes docs/hooks-reference.md from the table of hooks. A test fails when the file is stale.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hookReference } from "../src/hooks/hook-reference.ts";

const file = fileURLToPath(new URL("../docs/hooks-reference.md", import.meta.url));
writeFileSync(file, hookReference());
console.log(file);
