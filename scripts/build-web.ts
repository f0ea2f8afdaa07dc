// Run by itself it builds the pages into the folder that it is given.
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
  await build({ root: web, configFile: `${web}vite.config.ts`, logLevel: "warn", build: { outDir } });
  for (const name of globSync("assets/*.{js,css,svg}", { cwd: outDir })) {
    const content = readFileSync(`${outDir}/${name}`);
    writeFileSync(`${outDir}/${name}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${outDir}/${name}.br`, brotliCompressSync(content));
  }
}

if (import.meta.main) await buildWeb(process.argv[2]);
