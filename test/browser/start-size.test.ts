/** What a browser is sent before the first page shows something. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { freshWeb } from "../../scripts/fresh-web.ts";

/** Bytes of script at the start, as they are sent. */
const most = 300_000;
/** And as the browser reads them, unpacked: nearly half is React itself. What is not needed at once is fetched later. */
const mostUnpacked = 520_000;

test("the Desktop opens with at most 300 kB of script", async () => {
  const folder = await freshWeb();
  const assets = path.join(folder, "assets");
  const index = readFileSync(path.join(folder, "index.html"), "utf8");
  const waiting = [
    ...[...index.matchAll(/(?:src|href)="[^"]*\/assets\/([^"]+\.js)"/g)].map(([, name]) => name!),
    ...globSync("desktop-page-*.js", { cwd: assets }),
  ];
  expect(waiting.length).toBeGreaterThan(1);
  const sent = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (sent.has(name)) continue;
    sent.add(name);
    // What a script cannot begin without; what it fetches later is written import("…").
    const text = readFileSync(path.join(assets, name), "utf8");
    for (const [, needed] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      if (needed !== undefined) waiting.push(needed);
  }
  const bytes = (ending: string) =>
    [...sent].reduce((sum, name) => sum + readFileSync(path.join(assets, name + ending)).length, 0);
  const sizes = { files: sent.size, raw: bytes(""), gzip: bytes(".gz"), brotli: bytes(".br") };
  console.log("Script at the start, in bytes:", sizes);
  expect(sizes.gzip).toBeLessThan(most);
  expect(sizes.raw).toBeLessThan(mostUnpacked);
});
