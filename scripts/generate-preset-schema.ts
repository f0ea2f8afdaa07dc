// Writes presets/preset.schema.json from the schema in the source. A test fails when the file is stale.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { presetJsonSchema } from "../src/export/preset-json-schema.ts";

const file = fileURLToPath(new URL("../presets/preset.schema.json", import.meta.url));
writeFileSync(file, `${JSON.stringify(presetJsonSchema(), undefined, 2)}\n`);
const { status } = spawnSync(fileURLToPath(new URL("../node_modules/.bin/oxfmt", import.meta.url)), [file]);
if (status !== 0) throw new Error("oxfmt could not format presets/preset.schema.json");
console.log(file);
