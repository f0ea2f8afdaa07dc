/** What becomes of hooks that Ctrl-C cuts off in the middle of what they do. */
import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

let shell: CommandLine;
let movie = "";

beforeAll(async () => {
  shell = await openCommandLine();
  movie = await shell.shoot("a.mov", { codec: "prores_422", frames: 10 });
});
afterAll(() => shell.close());

// Each call is a line of a file beside the hooks, named by the hook; the first is never finished.
const hooks = (name: string) => `
import { appendFileSync, existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
const calls = new URL("./calls", import.meta.url);
async function work(hook, info, userData) {
  userData.begun = (userData.begun ?? 0) + 1;
  const isFirst = !existsSync(calls);
  appendFileSync(calls, hook + " " + userData.begun + "\\n");
  if (isFirst) await setTimeout(600_000);
  userData.ended = (userData.ended ?? 0) + 1;
}
export const ${name} = (info, userData) => work("${name}", info, userData);
export const ${name === "postExport" ? "preExport" : "postExport"} = (info, userData) => { userData.begun ??= 0; };
`;

test.for(["preExportAsset", "postExportAsset", "postExportSequence", "postExport"] as const)(
  "%s is called again by resume, with what userData was before, and nothing is rendered twice",
  async (name) => {
    shell.file(`${name}/hook.mjs`, hooks(name));
    const started = shell.start(["export", movie, "--preset", "PNG", "--to", `to-${name}`, "--hooks", name, "--json"]);
    await expect.poll(() => tryRead(shell.in(name, "calls"))).toBe(`${name} 1\n`);
    started.child.kill("SIGINT");
    const ended = await started.ended;
    expect({ code: ended.code, said: ended.stderr }).toEqual({ code: 130, said: expect.stringContaining(name) });
    const [, id = ""] = /"runId":"([^"]+)"/.exec(ended.stdout) ?? [];
    const picture = shell.in(`to-${name}`, "a/a.1001.png");
    const before = statSync(picture, { throwIfNoEntry: false })?.mtimeMs;
    expect(before === undefined).toBe(name === "preExportAsset");
    expect((await shell.run(["runs", "resume", id])).code).toBe(0);
    expect(tryRead(shell.in(name, "calls"))).toBe(`${name} 1\n${name} 1\n`);
    expect(before ?? statSync(picture).mtimeMs).toBe(statSync(picture).mtimeMs);
    expect(await shell.show(id)).toMatchObject({ run: { status: "finished", userData: { begun: 1, ended: 1 } } });
  },
);

function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
