// Writes the methods of python/cresset_client.py; a test fails when they are not those of the API.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openCresset } from "../src/app/cresset.ts";
import { startServer } from "../src/server/server.ts";
import { type OpenApiDocument, pythonClient } from "./python-client.ts";

const file = fileURLToPath(new URL("../python/cresset_client.py", import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), "cresset-openapi-"));
const server = await startServer({ cresset: openCresset({ folder: home, home }), port: 0 });
try {
  const response = await fetch(`${server.url}/api/openapi.json`);
  const document = (await response.json()) as OpenApiDocument;
  writeFileSync(file, pythonClient(readFileSync(file, "utf8"), document));
} finally {
  await server.close();
  rmSync(home, { recursive: true, force: true });
}
