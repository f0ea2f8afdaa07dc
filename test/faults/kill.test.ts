import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, eventsIn, eventsOf, inTurns, openCommandLine, type Started, tree } from "./command-line.ts";

let shell: CommandLine;
let sources: readonly string[] = [];
let presets: readonly string[] = [];

beforeAll(async () => {
  shell = await openCommandLine();
  const common = { codec: "prores_422", frames: 72, startTimecode: "10:00:00:00" } as const;
  sources = [await shell.shoot("A001.mov", common), await shell.shoot("B002.mov", { ...common, source: 3 })];
  const publish = shell.file(
    "publish.yaml",
    `version: 1
name: Publish
type: movie
scope: shot
namePattern: <shot name>/<shot name>_<version name>
video: { codec: prores_422 }
versioning: {}
openClip: { namePattern: <shot name> }
cut: [{ format: otio, namePattern: <name> }, { format: edl, namePattern: <name> }]
`,
  );
  presets = ["--preset", "JPEG", "--preset", publish];
  // Each call is noted in userData and, from outside of Cresset's care, in a file.
  shell.file(
    "hooks/x.ts",
    `import { appendFileSync } from "node:fs";
const note = (name) => (info, userData) => {
  const call = name + "/" + (info.assetName === undefined ? (info.sequenceName ?? "") : info.sequenceName + "/" + info.resolvedPath);
  userData.seen = [...(userData.seen ?? []), call];
  appendFileSync(process.env.CALLS, call + "\\n");
};
export const preExport = note("preExport");
export const preExportSequence = note("preExportSequence");
export const preExportAsset = note("preExportAsset");
export const postExportAsset = note("postExportAsset");
export const postExportSequence = note("postExportSequence");
export const postExport = note("postExport");
`,
  );
});
afterAll(() => shell.close());

const callsFile = (name: string) => shell.in(`${name}.calls`);
const calls = (name: string): readonly string[] => {
  try {
    return readFileSync(callsFile(name), "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
};

const begin = (name: string, more: readonly string[] = []) =>
  shell.start(["export", ...sources, ...presets, "--to", name, "--hooks", "hooks", "--json", ...more], {
    CALLS: callsFile(name),
  });
const resume = (name: string, id: string) => shell.events(["runs", "resume", id], { CALLS: callsFile(name) });
const idOf = (text: string) => /"runId":"([^"]+)"/.exec(text)?.[1] ?? "";

/** What an export wrote, with what is told of where and when taken out. */
function writtenBy(name: string): Readonly<Record<string, string>> {
  const hashes = tree(shell.in(name));
  const documents = Object.keys(hashes)
    .filter((file) => /\.(otio|edl|clip)$/.test(file))
    .map((file) => [file, plain(readFileSync(shell.in(name, file), "utf8"), name)]);
  return { ...hashes, ...Object.fromEntries(documents) };
}
const plain = (text: string, name: string) =>
  text.replaceAll(shell.in(name), "OUT").replace(/<creationDate.*<\/creationDate>/g, "");

const byText = (a: string, b: string) => a.localeCompare(b, "en");

function seenIn(userData: unknown): readonly string[] {
  const { seen } = userData as { readonly seen: readonly string[] };
  return seen.toSorted(byText);
}

const stamps = (files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file, `${statSync(file).ino} ${statSync(file).mtimeMs}`]));

describe("An export that was killed", () => {
  const seed = Math.floor(Math.random() * 1e9);

  test("with kill -9 at ten random moments is finished by resume as if nothing had been", async () => {
    const undisturbed = begin("whole");
    const whole = await undisturbed.ended;
    expect(whole.code).toBe(0);
    const lines = whole.stdout.split("\n").length;
    const expected = writtenBy("whole");
    expect(Object.keys(expected)).toHaveLength(2 * 72 + 2 * 2 + 2 * 2);
    const expectedCalls = calls("whole").toSorted(byText);
    const found: Readonly<Record<string, unknown>>[] = [];

    await inTurns(
      Array.from({ length: 10 }, (_, index) => async () => {
        const name = `killed-${index}`;
        // The first tenth, the second …: over the whole length, at a moment that differs from run to run.
        // From its first line on, which names the run: before that there is nothing to resume.
        const line = Math.max(1, Math.floor(((index + random(seed + index)) * lines) / 10));
        const started = begin(name);
        await linesPrinted(started, line);
        started.child.kill("SIGKILL");
        const { stdout } = await started.ended;
        const events = eventsIn(stdout);
        const written = eventsOf(events, "asset").filter(({ outcome }) => outcome.status === "written");
        const before = stamps(written.flatMap(({ outcome }) => outcome.files.map((file) => file.path)));
        const recorded = eventsOf(events, "hook").length;
        const calledBefore = calls(name).slice(0, recorded);
        const wasOver = events.at(-1)?.type === "finished";
        const resumed = wasOver ? undefined : await resume(name, idOf(stdout));
        const again = eventsOf(resumed?.events ?? [], "progress").map(({ assetId }) => assetId);
        const after = stamps(Object.keys(before));
        const all = calls(name);
        const { run } = await shell.show(idOf(stdout));
        found.push({
          about: `seed ${seed}, kill ${index} after line ${line} of ${lines}`,
          code: resumed?.code ?? 0,
          errors: resumed?.stderr ?? "",
          renderedAgain: written.map(({ outcome }) => outcome.id).filter((id) => again.includes(id)),
          touchedAgain: Object.keys(before).filter((file) => before[file] !== after[file]),
          // A call that was under way may be made again; one that was recorded is not.
          calledAgain: calledBefore.filter((call) => all.filter((each) => each === call).length > 1),
          partials: await leftPartials(shell.in(name)),
          files: writtenBy(name),
          calls: [...new Set(all)].toSorted(byText),
          status: run.status,
          userData: seenIn(run.userData),
        });
      }),
      2,
    );
    for (const { about, ...result } of found)
      expect({ about, ...result }).toEqual({
        about,
        code: 0,
        errors: "",
        renderedAgain: [],
        touchedAgain: [],
        calledAgain: [],
        partials: [],
        files: expected,
        calls: expectedCalls,
        status: "finished",
        userData: expectedCalls,
      });
    expect(found).toHaveLength(10);
  }, 120_000);

  test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "with %s ends by itself: exit code 130, nothing half-written, and resume does the rest",
    async (signal) => {
      const started = begin(signal);
      await beganToRender(signal);
      started.child.kill(signal);
      const ended = await started.ended;
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain("Stopping cleanly");
      expect(eventsIn(ended.stdout).at(-1)).toMatchObject({ type: "finished", outcome: { status: "cancelled" } });
      expect(partials(shell.in(signal))).toEqual([]);
      const resumed = await resume(signal, idOf(ended.stdout));
      expect(resumed.code).toBe(0);
      expect(writtenBy(signal)).toEqual(writtenBy("whole"));
      expect(calls(signal).toSorted(byText)).toEqual(calls("whole").toSorted(byText));
    },
  );
});

/** Waits until so many assets are being written to the destination. */
const beganToRender = (name: string, assets = 1) =>
  expect
    .poll(
      () =>
        existsSync(shell.in(name)) &&
        partials(shell.in(name)).filter((each) => each.endsWith(".partial")).length >= assets,
      { timeout: 30_000, interval: 2 },
    )
    .toBe(true);

/** None in a folder that went again, because nothing came to be in it. */
const partials = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => path.basename(name).startsWith("."))
    : [];

/** What is left once the media process of the killed program had time to notice and clean up. */
async function leftPartials(folder: string): Promise<readonly string[]> {
  let left: readonly string[] = ["not looked at"];
  for (let attempt = 0; attempt < 50 && left.length > 0; attempt += 1) {
    try {
      left = partials(folder);
    } catch {
      // It is being cleaned up at this moment.
    }
    if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return left;
}

async function linesPrinted({ printed, child }: Started, count: number): Promise<void> {
  while (printed().split("\n").length <= count && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The same number from 0 to 1 for the same seed. */
function random(seed: number): number {
  let state = (seed * 2654435761) >>> 0;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const hasProc = process.platform === "linux";

/** The child process of a running command that runs a file of this name. */
async function childRunning({ child }: Started, file: string): Promise<number> {
  for (;;) {
    const { pid } = child;
    const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
    const found = ids.find((id) => commandOf(id).includes(file));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
function commandOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

describe.skipIf(!hasProc)("A process of the engine that is killed", () => {
  test("while it renders fails no more than what it was at; the others go on", async () => {
    const alone = ["export", ...sources, "--preset", "ProRes 422", "--to", "worker", "--hooks", "hooks", "--json"];
    const started = shell.start(alone, { CALLS: callsFile("worker") });
    await beganToRender("worker");
    process.kill(await childRunning(started, "media-worker"), "SIGKILL");
    const ended = await started.ended;
    expect(ended.code).toBe(10);
    const outcomes = eventsOf(eventsIn(ended.stdout), "asset").map(({ outcome }) => outcome);
    expect(outcomes.filter(({ status }) => status === "written")).toHaveLength(1);
    const failed = outcomes.filter(({ status }) => status === "failed");
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ cause: "crash", reason: expect.stringMatching(/was killed by SIGKILL/) });
    expect(partials(shell.in("worker"))).toEqual([]);
    const resumed = await resume("worker", idOf(ended.stdout));
    expect(resumed.code).toBe(0);
    // The hooks of what failed are called now, and those that tell of the whole once more.
    const post = calls("worker").filter((call) => call.startsWith("post"));
    expect(post.filter((call) => call.startsWith("postExportAsset")).toSorted(byText)).toEqual([
      "postExportAsset/A001/A001.mov",
      "postExportAsset/B002/B002.mov",
    ]);
    expect(post.filter((call) => call === "postExport/")).toHaveLength(2);
    expect(calls("worker").filter((call) => call === "preExport/")).toHaveLength(1);
    expect(Object.keys(tree(shell.in("worker"))).toSorted()).toEqual(["A001.mov", "B002.mov"]);
  });

  test("while it renders a group is followed by one that renders each asset of it alone", async () => {
    const args = ["export", sources[0]!, "--preset", "ProRes 422", "--preset", "JPEG", "--to", "group", "--json"];
    const started = shell.start(args);
    await beganToRender("group", 2);
    process.kill(await childRunning(started, "media-worker"), "SIGKILL");
    const ended = await started.ended;
    expect(ended.code).toBe(0);
    expect(Object.keys(tree(shell.in("group")))).toHaveLength(73);
    expect(partials(shell.in("group"))).toEqual([]);
  });

  test("before it could look into a file is replaced, and nobody notices", async () => {
    const started = shell.start(["export", sources[0]!, "--preset", "JPEG", "--to", "probe"]);
    const id = await childRunning(started, "media-worker");
    process.kill(id, "SIGSTOP");
    // Long enough for the question to be asked.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    process.kill(id, "SIGKILL");
    expect(await started.ended).toMatchObject({ code: 0, stderr: "" });
    expect(Object.keys(tree(shell.in("probe")))).toHaveLength(72);
  });
});
