import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

let shell: CommandLine;
beforeAll(async () => {
  shell = await openCommandLine();
  fs.mkdirSync(shell.in("src"));
  fs.writeFileSync(shell.in("src/movie.mov"), randomBytes(9_000_000));
  fs.writeFileSync(shell.in("src/slate.txt"), "slate");
  shell.file(
    "hooks/slow.mjs",
    `import { appendFileSync, readFileSync } from "node:fs";
export function archiveSegmentCompleted() {
  appendFileSync("calls.txt", "called\\n");
  if (readFileSync("calls.txt", "utf8") === "called\\ncalled\\n") for (;;) {}
}
`,
  );
});
afterAll(() => shell.close());

test("a session that is stopped in a hook that never ends is over, and reading it says that it is not whole", async () => {
  expect((await shell.run(["archive", "format", "Job", "--to", ".", "--segment-size", "2MB"])).code).toBe(0);
  const started = shell.start(["archive", "add", "Job", "src", "--hooks", "hooks"]);
  const calls = () => (fs.existsSync(shell.in("calls.txt")) ? fs.readFileSync(shell.in("calls.txt"), "utf8") : "");
  while (calls() !== "called\ncalled\n" && started.child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  // All segments of the movie are written by then or not: the end is the same.
  started.child.kill("SIGINT");
  expect((await started.ended).code).toBe(130);
  expect(calls()).toBe("called\ncalled\n");

  const restored = await shell.run(["archive", "restore", "Job", "--to", "part"]);
  expect(restored).toMatchObject({ code: 31 });
  expect(restored.stdout).toContain("Session 1 was not finished");
  const verified = await shell.run(["archive", "verify", "Job"]);
  expect(verified).toMatchObject({ code: 31 });
  expect(verified.stdout).toContain("Session 1 was not finished");
}, 120_000);

test("a session that goes on asks for room for what is left of it, parts of a long file not counted again", async () => {
  // As if it had been killed behind its second segment.
  const session = shell.in("Job/session_0001");
  const lines = fs.readFileSync(`${session}/journal.jsonl`, "utf8").split("\n");
  const ends = lines.flatMap((line, index) => (line.startsWith('{"line":"segment"') ? [index] : []));
  fs.writeFileSync(`${session}/journal.jsonl`, `${lines.slice(0, (ends[1] ?? 0) + 1).join("\n")}\n`);
  for (const name of fs.readdirSync(session)) if (/seg_000[3-9]/.test(name)) fs.rmSync(`${session}/${name}`);
  const left = 9_100_000 - 2 * 1_990_000;
  const disk = { NODE_OPTIONS: `--import ${new URL("small-disk.mjs", import.meta.url).href}`, FREE: `${left}` };
  const resumed = await shell.run(["archive", "add", "Job", "--resume"], disk);
  expect(resumed.stderr).toBe("");
  // The hook that was stopped is told at the end.
  expect(resumed.code).toBe(6);
  expect((await shell.run(["archive", "verify", "Job"])).code).toBe(0);
}, 60_000);
