/** What a killed run had finished, and what became of it before the run is resumed. */
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, eventsIn, eventsOf, openCommandLine, tree } from "./command-line.ts";

let shell: CommandLine;
let sources: readonly string[] = [];

beforeAll(async () => {
  shell = await openCommandLine();
  const common = { codec: "prores_422", frames: 4 } as const;
  sources = [await shell.shoot("a.mov", common), await shell.shoot("b.mov", { ...common, source: 3 })];
  // Everything is rendered when this waits; whoever kills it then finds a run that has not ended.
  shell.file(
    "hooks/x.ts",
    'export const postExport = () => process.env.WAITS === "yes" ? new Promise((go) => setTimeout(go, 600_000)) : undefined;',
  );
});
afterAll(() => shell.close());

/** Exports both movies and kills the run when all is written. @returns its id. */
async function killed(to: string, preset: string): Promise<string> {
  const args = ["export", ...sources, "--preset", preset, "--to", to, "--hooks", "hooks", "--json"];
  const { child, printed, ended } = shell.start(args, { WAITS: "yes" });
  const written = () => eventsOf(eventsIn(printed().replace(/[^\n]*$/, "")), "asset").length;
  await expect.poll(written, { timeout: 30_000, interval: 5 }).toBe(2);
  child.kill("SIGKILL");
  const { stdout } = await ended;
  return /"runId":"([^"]+)"/.exec(stdout)?.[1] ?? "";
}

const resume = (id: string) => shell.run(["runs", "resume", id], { WAITS: "" });

test("A file of a finished file sequence that is gone is written again, and nothing else is in its way", async () => {
  const id = await killed("gone", "JPEG");
  const before = tree(shell.in("gone"));
  expect(Object.keys(before)).toHaveLength(8);
  rmSync(shell.in("gone/a/a.1002.jpg"));
  const ended = await resume(id);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(tree(shell.in("gone"))).toEqual(before);
});

test("What somebody changed since is left alone, and said to be in the way until it is moved", async () => {
  const id = await killed("changed", "JPEG");
  const before = tree(shell.in("changed"));
  const [lost, retouched] = [shell.in("changed/a/a.1001.jpg"), shell.in("changed/a/a.1003.jpg")];
  rmSync(lost);
  appendFileSync(retouched, "retouched");
  for (const _ of ["once", "again"]) {
    const ended = await resume(id);
    expect(ended.code).toBe(10);
    expect(ended.stdout).toMatch(/a\.1003\.jpg is not any more what this run wrote there\. It was left alone: move it/);
    expect(readFileSync(retouched, "utf8")).toContain("retouched");
    expect(existsSync(lost)).toBe(false);
  }
  rmSync(retouched);
  expect(await resume(id)).toMatchObject({ code: 0 });
  expect(tree(shell.in("changed"))).toEqual(before);
});

test("A movie that was cut off since is told, too", async () => {
  const id = await killed("cut", "ProRes 422");
  const movie = shell.in("cut/a.mov");
  truncateSync(movie, 1000);
  expect((await resume(id)).stdout).toMatch(/a\.mov is not any more what this run wrote there/);
  expect(statSync(movie).size).toBe(1000);
  rmSync(movie);
  expect(await resume(id)).toMatchObject({ code: 0 });
  expect(statSync(movie).size).toBeGreaterThan(1000);
});
