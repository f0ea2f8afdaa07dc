import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshNode } from "../../scripts/fresh-node.ts";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const guide = fs.readFileSync(path.join(root, "docs/archive.md"), "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);

let shell: CommandLine;
beforeAll(async () => {
  shell = await openCommandLine();
  await shell.shoot("sh010.%04d.png", { codec: "png", frames: 3, firstFileNumber: 1042 });
  shell.file("jobs/bunny/notes/grade.txt", "warmer");
  fs.mkdirSync(shell.in("backup"));
  fs.mkdirSync(shell.in("bin"));
  const cresset = `#!/bin/sh\nexec "${process.execPath}" "${await freshNode()}" "$@"\n`;
  fs.writeFileSync(shell.in("bin/cresset"), cresset, { mode: 0o755 });
  const { code, stderr } = await shell.run(["import", "media/sh010.[1042-1044].png"]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => shell.close());

/** Types lines as they stand in the guide; only the disk is another. */
async function typed(program: string, args: readonly string[]) {
  const child = spawn(program, args, {
    cwd: shell.folder,
    env: { PATH: `${shell.in("bin")}:${process.env["PATH"]}`, HOME: shell.folder, CRESSET_HOME: shell.in("home") },
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  return { out, err, code };
}
const onDisk = (code: string) => code.replaceAll("/mnt/backup", shell.in("backup"));

test("the first example does what it says when it is typed", async () => {
  const { out, err, code } = await typed("bash", ["-ec", onDisk(blocks("sh")[0] ?? "")]);
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toContain("library /Bunny");
  expect((await typed("bash", ["-ec", "cresset clip show /Bunny/sh010"])).code).toBe(0);
  expect(fs.existsSync(shell.in("backup/Bunny/session_0001/toc.jsonl"))).toBe(true);
});

test("the commands that the text names work on it", async () => {
  const named = [...guide.matchAll(/^(?:.*[^`])?`(cresset archive (?!log --verify)[^`]*)`/gm)].map(
    ([, line = ""]) => line,
  );
  const lines = named.filter((line) => /^cresset archive (?:search|log|report)/.test(line));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of [...new Set(lines), "cresset archive log --verify"]) {
    const { err, code } = await typed("bash", ["-ec", line === "cresset archive search" ? `${line} sh010` : line]);
    expect({ line, err, code }).toEqual({ line, err: "", code: 0 });
  }
});

test("the program does what it says", async () => {
  const [program = ""] = blocks("ts");
  fs.rmSync(shell.in("backup/Bunny"), { recursive: true });
  const code = onDisk(program).replace('from "cresset"', `from "${path.join(root, "src/index.ts")}"`);
  fs.writeFileSync(
    shell.in("program.mjs"),
    `${code}\nconsole.log(JSON.stringify({ session: session.session, problems, faults, files }));\n`,
  );
  const { out, err } = await typed(process.execPath, ["program.mjs"]);
  expect(err).toBe("");
  expect(JSON.parse(out)).toMatchObject({ session: 1, problems: [], faults: [] });
});

test("an archive's README says how to get everything back, and that works", async () => {
  const readme = fs.readFileSync(shell.in("backup/Bunny/README.txt"), "utf8");
  const lines = /^ {4}mkdir restored.*\n(?: {4}.*\n)*/m.exec(readme)?.[0] ?? "";
  // Clips of the first example were restored to a folder of this name.
  fs.renameSync(shell.in("restored"), shell.in("restored before"));
  const { err, code } = await typed("bash", ["-ec", lines.replace("/path/to/this", shell.in("backup/Bunny"))]);
  expect(err).toBe("");
  expect(code).toBe(0);
  const names = fs.readdirSync(shell.in("restored"), { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => name.endsWith("sh010.1043.png")).length).toBeGreaterThan(0);
});
