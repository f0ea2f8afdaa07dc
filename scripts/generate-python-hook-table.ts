// Writes python/hook_table.json from the table of hooks. A test fails when the file is stale.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pythonHookTable } from "../src/hooks/python-hook-table.ts";

const file = fileURLToPath(new URL("../python/hook_table.json", import.meta.url));
writeFileSync(file, pythonHookTable());
console.log(file);
