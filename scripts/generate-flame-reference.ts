// Writes what is covered into docs/flame-module.md, as the module itself says it. A test fails when it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { flameReference } from "../src/hooks/check-python-files.ts";
import { withFlameReference } from "./flame-reference.ts";

const file = fileURLToPath(new URL("../docs/flame-module.md", import.meta.url));
writeFileSync(file, withFlameReference(readFileSync(file, "utf8"), await flameReference({ env: process.env })));
console.log(file);
