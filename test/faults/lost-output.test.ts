/** What happens when nobody can read what a command prints. */
import { once } from "node:events";
import { existsSync, openSync, readdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshNode } from "../../scripts/fresh-node.ts";
import { type CommandLine, openCommandLine } from "./command-line.ts";

let shell: CommandLine;
let movie = "";

beforeAll(async () => {
  shell = await openCommandLine();
  movie = await shell.shoot("a.mov", { codec: "prores_422", frames: 100 });
});
afterAll(() => shell.close());

test.for(["--json", "--strict"])("with %s an export goes on when the reader has seen enough", async (option) => {
  const to = `to${option}`;
  const started = shell.start(["export", movie, "--preset", "PNG", "--to", to, option]);
  if (started.child.stdout === null) throw new Error("Expected a pipe to read from");
  await once(started.child.stdout, "data");
  started.child.stdout.destroy();
  expect(await started.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
  expect(readdirSync(shell.in(to, "a"))).toHaveLength(100);
});

test("and says so in its exit code when it failed", async () => {
  shell.file("hooks/no.mjs", 'export function preExportAsset(info) { info.abort = true; info.abortMessage = "no"; }');
  const started = shell.start(["export", movie, "--preset", "PNG", "--to", "no", "--hooks", "hooks"]);
  started.child.stdout?.destroy();
  expect((await started.ended).code).toBe(7);
});

test("what only prints ends at once, without complaint", async () => {
  const started = shell.start(["presets", "list"]);
  started.child.stdout?.destroy();
  expect(await started.ended).toMatchObject({ code: 0, stderr: "" });
});

test.skipIf(!existsSync("/dev/full"))("output to a full disk is told in a sentence; an export goes on", async () => {
  const main = await freshNode();
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [main, ...args], {
      cwd: shell.folder,
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
      encoding: "utf8",
      env: { PATH: process.env["PATH"], CRESSET_HOME: shell.in("home") },
    });
  const shown = run("presets", "list");
  expect(shown.stderr).toMatch(/^error: What this command prints cannot be written \([^\n]*no space[^\n]*\)\.\n$/i);
  expect(shown.status).not.toBe(0);
  const exported = run("export", movie, "--preset", "PNG", "--to", "full");
  expect(exported.stderr).toMatch(/^error: What[^\n]*no space[^\n]* Its work goes on\.\n$/i);
  expect(exported.status).toBe(0);
  expect(readdirSync(shell.in("full", "a"))).toHaveLength(100);
});
