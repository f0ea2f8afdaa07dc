// Runs a TypeScript file on the Node that package.json pins, whatever Node npm itself runs on.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = `${root}node_modules/node/bin/${process.platform === "win32" ? "node.exe" : "node"}`;
const [file, ...words] = process.argv.slice(2);
const { status, signal } = spawnSync(node, [`${root}${file}`, ...words], { stdio: "inherit", cwd: root });
if (signal !== null) process.kill(process.pid, signal);
process.exit(status ?? 1);
