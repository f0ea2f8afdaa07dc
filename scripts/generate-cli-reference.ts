// Writes docs/cli.md from the help of every command. A test fails when the file is stale.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cliReference, readCommandHelp } from "./cli-reference.ts";

const file = fileURLToPath(new URL("../docs/cli.md", import.meta.url));
writeFileSync(file, cliReference(readCommandHelp()));
console.log(file);
