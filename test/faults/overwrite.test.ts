import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, openCommandLine, tree } from "./command-line.ts";

let shell: CommandLine;
let movie = "";
let other = "";

beforeAll(async () => {
  shell = await openCommandLine();
  const common = { codec: "prores_422", frames: 4 } as const;
  movie = await shell.shoot("a.mov", common);
  other = await shell.shoot("b.mov", { ...common, source: 3 });
});
afterAll(() => shell.close());

/** Exports both movies to a folder in which a.mov exists. */
async function exportOver(name: string, ...args: string[]) {
  const old = shell.file(`${name}/a.mov`, "what was there");
  const ended = await shell.run(["export", movie, other, "--preset", "ProRes 422", "--to", name, ...args]);
  return {
    ...ended,
    old: readFileSync(old, "utf8") === "what was there",
    files: Object.keys(tree(shell.in(name))).toSorted(),
  };
}

const answering = (name: string, answer: string) => {
  shell.file(`${name}/x.ts`, `export const exportOverwriteFile = (path) => ${answer};`);
  return ["--hooks", name];
};

describe("A file that exists", () => {
  test("stops the export where nobody is there to be asked, and says what can be done", async () => {
    const ended = await exportOver("asked");
    expect(ended.stderr).toMatch(
      /asked\/a\.mov exists\. Nothing was written\. .*--overwrite overwrite, skip or version-up/,
    );
    expect(ended).toMatchObject({ code: 8, old: true, files: ["a.mov"] });
    shell.file("asked/b.mov", "there too");
    expect((await exportOver("asked")).stderr).toMatch(/a\.mov exists, and 1 more file does\. Nothing was written/);
  });

  test("and nobody to be asked about is what a dry run says, with the exit code of the export", async () => {
    const ended = await exportOver("dry", "--dry-run");
    expect(ended).toMatchObject({ code: 8, old: true, files: ["a.mov"] });
    expect(ended.stdout).toMatch(/a +movie +ask +4 .*a\.mov +the file exists, and nobody is there to be asked/);
    expect(ended.stdout).toMatch(/b +movie +write /);
    expect(ended.stdout).toMatch(
      /Dry run failed: 1 planned, 1 unanswered\.\nThe export would stop there and write nothing/,
    );
    expect(await exportOver("dry2", "--dry-run", "--overwrite", "skip")).toMatchObject({ code: 0, old: true });
  });

  test("is overwritten, skipped or given a version, as --overwrite says", async () => {
    expect(await exportOver("over", "--overwrite", "overwrite")).toMatchObject({
      code: 0,
      old: false,
      files: ["a.mov", "b.mov"],
    });
    const skipped = await exportOver("skip", "--overwrite", "skip");
    expect(skipped).toMatchObject({ code: 0, old: true, files: ["a.mov", "b.mov"] });
    expect(skipped.stdout).toMatch(/skipped .*a\.mov: the file exists and --overwrite skip/);
    const up = await exportOver("up", "--overwrite", "version-up");
    expect(up).toMatchObject({ code: 0, old: true, files: ["a.mov", "a_v002.mov", "b.mov"] });
    expect(up.stdout).toMatch(/a_v002\.mov .*\(new version, because a\.mov exists\)/);
    expect(up.stdout).not.toContain("renamed");
  });

  test("is what a hook answers, before --overwrite; `ask` and nothing leave it to --overwrite", async () => {
    expect(await exportOver("h1", "--overwrite", "skip", ...answering("hooks1", '"overwrite"'))).toMatchObject({
      code: 0,
      old: false,
    });
    expect(await exportOver("h2", "--overwrite", "overwrite", ...answering("hooks2", '"skip"'))).toMatchObject({
      code: 0,
      old: true,
    });
    expect(await exportOver("h3", "--overwrite", "skip", ...answering("hooks3", '"ask"'))).toMatchObject({
      code: 0,
      old: true,
    });
    expect(await exportOver("h4", ...answering("hooks4", "undefined"))).toMatchObject({ code: 8, old: true });
  });

  test("keeps nobody from reading what a hook got wrong, with its file", async () => {
    shell.file("hooks7/wrong.ts", "export const preExportAsset = (info) => { info.width = 5; };");
    const ended = await exportOver("wrong", "--overwrite", "skip", "--hooks", "hooks7");
    expect(ended.stdout).toMatch(/warning: wrong\.ts: .*width/);
  });

  test("and is an OpenClip that cannot be read stops the export before anything is rendered, a dry run too", async () => {
    const preset = shell.file(
      "publish.yaml",
      "version: 1\nname: P\ntype: video\nscope: shot\nnamePattern: <shot name>/<shot name>.<frame>\nvideo: { codec: png }\nopenClip: { namePattern: <shot name> }\n",
    );
    shell.file("clips/a.clip", "garbage");
    shell.file("clips/b.clip", "<mix/>");
    for (const more of [[], ["--dry-run"]]) {
      const ended = await shell.run(["export", movie, other, "--preset", preset, "--to", "clips", ...more]);
      expect(ended.code).toBe(3);
      expect(ended.stderr).toMatch(
        /OpenClip .*clips\/a\.clip.* \(and 1 more\)\. Nothing was written\..*\n[^]*b\.clip is no OpenClip/,
      );
    }
    expect(Object.keys(tree(shell.in("clips"))).toSorted()).toEqual(["a.clip", "b.clip"]);
  });

  describe("of a file sequence that is longer", () => {
    const numbers = ["0999", "1001", "1003", "1004", "1005", "1006", "1008", "2001"];
    const old = numbers.map((number) => `a.${number}.jpg`);
    /** Other sequences, and what only looks like this one. */
    const others = ["a.01008.jpg", "a.1005.jpeg", "ab.1005.jpg", "a_1005.jpg", "a.1005.jpg.bak"];
    const lay = (name: string) => {
      for (const file of [...old, ...others]) shell.file(`${name}/${file}`, `old ${file}`);
    };
    const exportFrames = (name: string, ...args: string[]) =>
      shell.run(["export", movie, "--preset", "JPEG", "--to", name, "--name", "<name>.<frame>", ...args]);
    const left = (name: string) => Object.keys(tree(shell.in(name))).toSorted();
    const written = ["a.1001.jpg", "a.1002.jpg", "a.1003.jpg", "a.1004.jpg"];

    test("goes as a whole with what is overwritten, and nothing else does; a dry run says so", async () => {
      lay("longer");
      const asked = await exportFrames("longer", "--overwrite", "overwrite", "--dry-run");
      expect(asked.stdout).toMatch(/is longer: a\.\[1005-1006\]\.jpg is removed with it/);
      expect(left("longer")).toEqual([...old, ...others].toSorted());
      const ended = await exportFrames("longer", "--overwrite", "overwrite");
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.stdout).toMatch(/was longer: a\.\[1005-1006\]\.jpg was removed with it/);
      // Somebody may have written these with another start: they are told, and stay.
      const stay = ["a.0999.jpg", "a.1008.jpg", "a.2001.jpg"];
      expect(ended.stdout).toContain(`${stay.join(", ")} lie beside it`);
      expect(left("longer")).toEqual([...written, ...others, ...stay].toSorted());
    });

    test("stays where it is skipped, or where it gets a version", async () => {
      for (const answer of ["skip", "version-up"]) {
        lay(answer);
        expect(await exportFrames(answer, "--overwrite", answer)).toMatchObject({ code: 0 });
        expect(left(answer)).toEqual(expect.arrayContaining([...old, ...others]));
      }
    });

    test("is left alone and told where its numbers are timecode: they are other moments of the same", async () => {
      const preset = shell.file(
        "timecode.yaml",
        "version: 1\nname: T\ntype: video\nnamePattern: <name>.<frame>\nvideo: { codec: jpeg }\nframes: { start: timecode, padding: 7 }\n",
      );
      for (const number of ["0000000", "0000010"]) shell.file(`timed/a.${number}.jpg`, "old");
      const args = ["export", movie, "--preset", preset, "--to", "timed", "--overwrite", "overwrite"];
      const ended = await shell.run(args);
      expect(ended.stdout).toMatch(/a\.0000010\.jpg lie beside it, and programs take all of them for one/);
      expect(left("timed")).toContain("a.0000010.jpg");
    });

    test("stays what another asset of the export has to do with, or reads", async () => {
      const presetOf = (name: string, start: number) =>
        shell.file(
          `${name}.yaml`,
          `version: 1\nname: ${name}\ntype: video\nnamePattern: <name>.<frame>\nvideo: { codec: jpeg }\nframes: { start: ${start} }\n`,
        );
      const both = ["--preset", presetOf("one", 1001), "--preset", presetOf("two", 2001)];
      const args = ["export", movie, ...both, "--to", "shared", "--overwrite", "overwrite"];
      expect(await shell.run(args)).toMatchObject({ code: 0 });
      expect(left("shared")).toHaveLength(8);
      expect(await shell.run(args)).toMatchObject({ code: 0 });
      expect(left("shared")).toHaveLength(8);
      // The second half is exported over the first, and is still read while it is.
      const half = shell.in("shared/a.[2001-2004].jpg");
      const over = await shell.run([
        "export",
        half,
        "--preset",
        "one.yaml",
        "--to",
        "shared",
        "--overwrite",
        "overwrite",
      ]);
      expect(over.code).toBe(0);
      expect(over.stdout).toMatch(/a\.\[2001-2004\]\.jpg lie beside it/);
      expect(left("shared")).toHaveLength(8);
    });
  });

  test("overwrite_all is answered once for all files", async () => {
    shell.file("all/b.mov", "what was there too");
    shell.file(
      "hooks5/x.ts",
      'let asked = 0; export const exportOverwriteFile = () => { console.log(`asked ${++asked}`); return "overwrite_all"; };',
    );
    const ended = await exportOver("all", "--hooks", "hooks5");
    expect(ended).toMatchObject({ code: 0, old: false, files: ["a.mov", "b.mov"] });
    expect(ended.stdout).toContain("asked 1");
    expect(ended.stdout).not.toContain("asked 2");
    expect(readFileSync(shell.in("all/b.mov")).length).toBeGreaterThan(1000);
  });

  test("an answer that is none fails closed", async () => {
    const ended = await exportOver("h6", ...answering("hooks6", '"yes"'));
    expect(ended).toMatchObject({ code: 6, old: true, files: ["a.mov", "b.mov"] });
    expect(ended.stdout).toMatch(/a\.mov: The hook exportOverwriteFile of x\.ts failed: .*'yes'; expected "ask"/);
  });

  test("is replaced by the finished file only: a kill in between leaves it as it was, and resume does the rest", async () => {
    const long = await shell.shoot("long.mov", { codec: "prores_422", frames: 600 });
    const old = shell.file("kept/long.mov", "what was there");
    const args = [
      "export",
      long,
      "--preset",
      "H.265",
      "--name",
      "long",
      "--to",
      "kept",
      "--overwrite",
      "overwrite",
      "--json",
    ];
    shell.file("kept/long.mp4", "what was there");
    const export_ = shell.start(args);
    await expect.poll(() => /"framesDone":[1-9]/.test(export_.printed()), { timeout: 30_000, interval: 20 }).toBe(true);
    export_.child.kill("SIGKILL");
    await export_.ended;
    expect(readFileSync(old, "utf8")).toBe("what was there");
    expect(readFileSync(shell.in("kept/long.mp4"), "utf8")).toBe("what was there");
    const id = /"runId":"([^"]+)"/.exec(export_.printed())?.[1] ?? "";
    const resumed = await shell.run(["runs", "resume", id]);
    expect(resumed.code).toBe(0);
    expect(readFileSync(shell.in("kept/long.mp4")).length).toBeGreaterThan(1000);
    expect(Object.keys(tree(shell.in("kept"))).toSorted()).toEqual(["long.mov", "long.mp4"]);
  });
});

test("Two exports onto the same files at once: one is refused with the id of the other, and the file is whole", async () => {
  const long = await shell.shoot("busy.mov", { codec: "prores_422", frames: 300 });
  const args = ["export", long, "--preset", "ProRes 422 HQ", "--to", "busy", "--overwrite", "overwrite"];
  const ends = await Promise.all([shell.run(args), shell.run(args)]);
  // Where one was done before the other began there is nothing to refuse.
  const refused = ends.filter(({ code }) => code !== 0);
  for (const { code, stderr } of refused)
    expect({ code, stderr }).toEqual({
      code: 9,
      stderr: expect.stringMatching(/Run \S+, which is still running .* writes to .*busy\/busy\.mov too/),
    });
  expect(ends.some(({ code }) => code === 0)).toBe(true);
  const probed = JSON.parse((await shell.run(["probe", "busy/busy.mov", "--json"])).stdout);
  expect(probed.media.video[0].frameCount).toBe(300);
  expect(Object.keys(tree(shell.in("busy")))).toEqual(["busy.mov"]);
});

test("A file that comes up while the export renders is left alone, and the asset fails with a sentence", async () => {
  // A colleague who waits until the export has begun to write, and then writes a file of the same name.
  shell.file(
    "colleague/x.ts",
    `import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
export const preExportAsset = ({ destinationPath }) => {
  mkdirSync(destinationPath, { recursive: true });
  const look = setInterval(() => {
    if (!readdirSync(destinationPath).some((name) => name.endsWith(".partial"))) return;
    writeFileSync(destinationPath + "/late.mov", "a colleague's");
    clearInterval(look);
  }, 2);
};
`,
  );
  const long = await shell.shoot("late.mov", { codec: "prores_422", frames: 600 });
  const ended = await shell.run(["export", long, "--preset", "ProRes 422", "--to", "came", "--hooks", "colleague"]);
  expect(ended.stdout + ended.stderr).toMatch(/late\.mov.* came up while it was rendered/);
  expect(ended.code).toBe(10);
  expect(readFileSync(shell.in("came", "late.mov"), "utf8")).toBe("a colleague's");
});
