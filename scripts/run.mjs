// Runs a TypeScript file on the Node that package.json pins, whatever Node npm itself runs on.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = `${root}node_modules/node/bin/${process.platform === "win32" ? "node.exe" : "node"}`;
const [file, ...words] = process.argv.slice(2);
const child = spawn(node, [`${root}${file}`, ...words], { stdio: "inherit", cwd: root });
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
// A terminal tells both; `kill` tells this process alone, and npm its shell, which tells nobody and is gone then.
for (const name of signals) process.on(name, () => name === "SIGINT" || child.kill(name));
const parent = process.ppid;
const watch = setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1000);
child.on("exit", (status, signal) => {
  clearInterval(watch);
  if (signal === null) process.exit(status ?? 1);
  for (const name of signals) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});
