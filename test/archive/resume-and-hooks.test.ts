import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { type CommandLine, openCommandLine, type Started, tree } from "../faults/command-line.ts";

let shell: CommandLine;

const hooks = [
  ["archiveSelectionUpdated", "segmentInfo, numFrames, numClips, dataSize, metadataSize"],
  ["archiveSegmentCompleted", "segmentPath, archiveName, archivePath, status, statusMessage, archiveComplete"],
  ["archiveCompleted", "archiveName"],
  ["archiveRestored", "archiveName"],
] as const;

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const typescript = `import { appendFileSync } from "node:fs";
const note = (hook) => (info) => {
  const { destinationFree, ...told } = info;
  if (hook === "archiveSelectionUpdated" && !(destinationFree > 0)) throw new Error("no free space");
  appendFileSync(process.env.CALLS + ".ts", JSON.stringify({ hook, ...told }) + "\\n");
};
${hooks.map(([hook]) => `export const ${hook} = note("${hook}");`).join("\n")}
`;

const python = `import json, os
def note(hook, **told):
    if "segmentInfo" in told:
        assert all(isinstance(key, int) for key in told["segmentInfo"]), told
        assert isinstance(told["dataSize"], float)
    with open(os.environ["CALLS"] + ".py", "a") as out:
        out.write(json.dumps(dict(hook=hook, **told)) + "\\n")
${hooks
  .map(([hook, keys]) => {
    const names = keys.split(", ");
    return `def ${snake(hook)}(${names.map(snake).join(", ")}, *args, **kwargs):
    assert not args, args
    note("${hook}", ${names.map((key) => `${key}=${snake(key)}`).join(", ")})`;
  })
  .join("\n")}
`;

interface Told {
  readonly hook: string;
  readonly segmentPath?: string;
  readonly archiveComplete?: boolean;
  readonly status?: number;
  readonly dataSize?: number;
}

function told(name: string, language: "ts" | "py"): readonly Told[] {
  try {
    return fs
      .readFileSync(`${shell.in(name)}.${language}`, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Told);
  } catch {
    return [];
  }
}

const calls = (name: string) => ({ CALLS: shell.in(name) });

beforeAll(async () => {
  shell = await openCommandLine();
  fs.mkdirSync(shell.in("src"));
  for (let number = 0; number < 40; number += 1)
    fs.writeFileSync(shell.in("src", `frame.${number}.bin`), randomBytes(900_000));
  shell.file("hooks/a.mjs", typescript);
  shell.file("hooks/b.py", python);
});
afterAll(() => shell.close());

const add = (name: string, more: readonly string[] = []): Started =>
  shell.start(["archive", "add", name, "src", "--hooks", "hooks", "--json", ...more], calls(`${name}.calls`));
const resume = (name: string) => shell.run(["archive", "add", name, "--resume", "--json"], calls(`${name}.calls`));
const segmentsIn = (text: string) => text.split('"hook":"archiveSegmentCompleted"').length - 1;

async function until(started: Started, segments: number): Promise<void> {
  await new Promise<void>((resolve) => {
    started.child.stdout?.on("data", () => {
      if (segmentsIn(started.printed()) >= segments) resolve();
    });
    started.child.on("close", () => resolve());
  });
}

async function expectWhole(name: string): Promise<void> {
  expect((await shell.run(["archive", "verify", name])).code).toBe(0);
  expect((await shell.run(["archive", "restore", name, "--to", `${name}.out`])).code).toBe(0);
  expect(tree(shell.in(`${name}.out/files`, shell.in("src").slice(1)))).toEqual(tree(shell.in("src")));
}

/** Segments whose hooks were recorded by a run, as it printed them. */
const recordedIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => line.includes('"type":"hook"') && line.endsWith("}"))
    .flatMap((line) => {
      const { outcome } = JSON.parse(line) as { outcome: { hook: string; info: { segmentPath?: string } } };
      return outcome.info.segmentPath ?? [];
    });

/**
 * Each segment once, the last with archiveComplete, the archive's hooks once. A kill in the middle of a call, which nobody
 * could record any more, is the one reason to call again.
 */
function expectEachOnce(seen: readonly Told[], recorded: readonly string[]): void {
  const all = seen.filter(({ hook }) => hook === "archiveSegmentCompleted");
  const segments = all.filter(
    ({ segmentPath }, index) => all.findIndex((other) => other.segmentPath === segmentPath) === index,
  );
  expect(all.length - segments.length).toBeLessThanOrEqual(1);
  for (const done of recorded) expect(all.filter(({ segmentPath }) => segmentPath === done)).toHaveLength(1);
  expect(segments.length).toBeGreaterThan(4);
  expect(segments.every(({ status }) => status === 0)).toBe(true);
  expect(segments.map(({ archiveComplete }) => archiveComplete)).toEqual(
    segments.map((_, index) => index === segments.length - 1),
  );
  expect(seen.filter(({ hook }) => hook === "archiveSelectionUpdated")).toHaveLength(1);
  expect(seen.filter(({ hook }) => hook === "archiveCompleted")).toHaveLength(1);
}

describe.skipIf(!hasPython)("hooks of an archive", () => {
  test("both languages are told the same, each once, over kill -9 and resume", async () => {
    await shell.run(["archive", "format", "Killed", "--to", ".", "--segment-size", "4MB"]);
    const killed = add("Killed");
    await until(killed, 3);
    killed.child.kill("SIGKILL");
    const { stdout: printed } = await killed.ended;
    const refused = await shell.run(["archive", "add", "Killed", "src"]);
    expect(refused.stderr).toContain("--resume");
    expect(refused.code).toBe(2);
    const resumed = await resume("Killed");
    expect(resumed).toMatchObject({ code: 0 });
    const seen = told("Killed.calls", "ts");
    expectEachOnce(seen, recordedIn(printed));
    expectEachOnce(told("Killed.calls", "py"), recordedIn(printed));
    const texts = (list: readonly Told[]) => new Set(list.map((each) => JSON.stringify(each)));
    expect(texts(told("Killed.calls", "py"))).toEqual(texts(seen));
    expect(seen[0]?.dataSize).toBe(36);
    const { runId } = JSON.parse(resumed.stdout.split("\n")[0] ?? "") as { runId: string };
    const { run, trace } = await shell.show(runId);
    expect(run.status).toBe("finished");
    expect(trace.filter(({ hook }) => hook === "archiveSegmentCompleted").length).toBe(
      new Set(seen.flatMap(({ segmentPath }) => segmentPath ?? [])).size,
    );
    await expectWhole("Killed");
    expect(told("Killed.calls", "ts").filter(({ hook }) => hook === "archiveRestored")).toEqual([]);
    await shell.run(["archive", "restore", "Killed", "--to", "more", "--hooks", "hooks"], calls("Killed.calls"));
    expect(told("Killed.calls", "py").at(-1)).toEqual({ hook: "archiveRestored", archiveName: "Killed" });
  });

  test("Ctrl-C ends with 130, and --resume goes on to the same end", async () => {
    await shell.run(["archive", "format", "Stopped", "--to", ".", "--segment-size", "4MB"]);
    const stopped = add("Stopped");
    await until(stopped, 2);
    stopped.child.kill("SIGINT");
    const { code, stdout } = await stopped.ended;
    expect(code).toBe(130);
    expect(fs.readdirSync(shell.in("Stopped/session_0001")).filter((name) => name.endsWith(".partial"))).toEqual([]);
    expect(await resume("Stopped")).toMatchObject({ code: 0 });
    expectEachOnce(told("Stopped.calls", "ts"), recordedIn(stdout));
    await expectWhole("Stopped");
  });

  test("a kill behind the last segment leaves only what was not called yet", async () => {
    shell.file(
      "late/x.mjs",
      `import { appendFileSync } from "node:fs";
export const archiveSegmentCompleted = () => appendFileSync(process.env.CALLS, "segment\\n");
export const archiveCompleted = async () => {
  appendFileSync(process.env.CALLS, "completed\\n");
  if (process.env.SLOW === "1") await new Promise((done) => setTimeout(done, 60_000));
};
`,
    );
    await shell.run(["archive", "format", "Late", "--to", "."]);
    const slow = shell.start(["archive", "add", "Late", "src/frame.1.bin", "--hooks", "late"], {
      CALLS: shell.in("late.calls"),
      SLOW: "1",
    });
    const seen = () => (fs.existsSync(shell.in("late.calls")) ? fs.readFileSync(shell.in("late.calls"), "utf8") : "");
    while (!seen().includes("completed") && slow.child.exitCode === null) await delay(50);
    slow.child.kill("SIGKILL");
    await slow.ended;
    const before = seen();
    const again = ["archive", "add", "Late", "--resume"];
    expect(await shell.run(again, { CALLS: shell.in("late.calls") })).toMatchObject({ code: 0 });
    expect(seen()).toBe(`${before}completed\n`);
    const over = await shell.run(again, { CALLS: shell.in("late.calls") });
    expect(over.stderr).toContain("no session to resume");
    const id = (await shell.run(["runs", "list", "--limit", "1"])).stdout.split(" ")[0] ?? "";
    expect((await shell.run(["runs", "resume", id])).stderr).toContain("cresset archive add");
  });

  test("estimate asks the house too, and a hook that fails does not stop an archive", async () => {
    await shell.run(["archive", "format", "Failing", "--to", "."]);
    const estimate = ["archive", "estimate", "Failing", "src", "--hooks", "hooks"];
    expect((await shell.run(estimate, calls("Estimate.calls"))).code).toBe(0);
    expect(told("Estimate.calls", "ts")).toMatchObject([{ hook: "archiveSelectionUpdated", numClips: 0 }]);
    shell.file("refusing/x.mjs", 'export const archiveSelectionUpdated = () => { throw new Error("no idea"); };\n');
    expect((await shell.run([...estimate.slice(0, -1), "refusing"])).code).toBe(6);
    shell.file("failing/x.mjs", 'export const archiveCompleted = () => { throw new Error("no mail today"); };\n');
    const { code, stdout } = await shell.run(["archive", "add", "Failing", "src/frame.1.bin", "--hooks", "failing"]);
    expect(stdout).toContain("no mail today");
    expect(code).toBe(6);
    expect((await shell.run(["archive", "verify", "Failing"])).code).toBe(0);
    expect((await shell.run(["runs", "list"])).stdout).toContain("finished-with-hook-errors");
  });
});

test("a source that cannot be read is listed and the rest is archived", async () => {
  fs.mkdirSync(shell.in("odd"));
  fs.writeFileSync(shell.in("odd/fine.txt"), "fine");
  await shell.run(["archive", "format", "Odd", "--to", "."]);
  // A socket is no file; a machine where tests run as root can read everything else.
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(shell.in("odd/socket"), resolve));
  try {
    const { code, stdout } = await shell.run(["archive", "add", "Odd", "odd"]);
    expect(stdout).toContain("odd/socket");
    expect(code).toBe(10);
  } finally {
    server.close();
  }
  expect((await shell.run(["archive", "restore", "Odd", "--to", "odd.out"])).stdout).toContain("1 file");
});
