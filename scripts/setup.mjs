// Installs what is missing, so that `npm run demo` and `npm test` work in a clean clone with nothing but npm and any
// Node. Plain JavaScript on purpose: it runs on the machine's Node, before the pinned one is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.cresset-setup`;
const pinnedNode = `${root}node_modules/node/bin/${process.platform === "win32" ? "node.exe" : "node"}`;
const wanted = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");

function isReady() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted && existsSync(pinnedNode);
}

function npm(...words) {
  const { status } = spawnSync("npm", words, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(
      `Setting Cresset up failed: \`npm ${words.join(" ")}\` ended with code ${status}. Its reason stands above.`,
    );
    process.exit(1);
  }
}

if (!isReady()) {
  console.error("Setting up Cresset: installing what package-lock.json names (once) …");
  // Not `npm ci`: it refuses a lock file that does not list every platform's optional packages. `install --no-save`
  // takes the same locked versions and changes neither file.
  npm("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error");
  // npm that was told to run no install scripts leaves the pinned Node without its binary.
  if (!existsSync(pinnedNode)) npm("rebuild", "node", "--ignore-scripts=false", "--loglevel=error");
  if (!existsSync(pinnedNode)) {
    console.error(
      "The pinned Node (package `node`) did not install its binary. Allow its install script and run again.",
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}
