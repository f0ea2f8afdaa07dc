import { globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";

const web = fileURLToPath(new URL("../web/", import.meta.url));
const dist = fileURLToPath(new URL("../dist/web/", import.meta.url));

/**
 * Builds the pages, by default into dist/web/, where the server and the package look for them. Scripts and styles lie there
 * compressed too, for browsers that take them so.
 */
export async function buildWeb(outDir: string = dist): Promise<void> {
  // Tests have another NODE_ENV, with which React would be built to be debugged.
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root: web, configFile: `${web}vite.config.ts`, logLevel: "warn", build: { outDir } });
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
  for (const name of globSync("assets/*.{js,css,svg}", { cwd: outDir })) {
    const content = readFileSync(`${outDir}/${name}`);
    writeFileSync(`${outDir}/${name}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${outDir}/${name}.br`, brotliCompressSync(content));
  }
}
