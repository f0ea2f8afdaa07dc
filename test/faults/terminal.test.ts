import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { freshNode } from "../../scripts/fresh-node.ts";
import { hasPython } from "../../src/hooks/test-python.ts";
import { openCommandLine } from "./command-line.ts";

const main = await freshNode();

/** Runs a command in a terminal of its own, types once the text is there, and passes on what was shown and the exit code. */
const inTerminal = `
import os, pty, sys
awaited, typed = sys.argv[1].encode(), sys.argv[2].encode().decode("unicode_escape").encode()
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[3], sys.argv[3:])
shown, sent = b"", False
while True:
    try:
        data = os.read(fd, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    if awaited in shown and not sent:
        os.write(fd, typed)
        sent = True
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

test.skipIf(!hasPython)("Ctrl-D at the question about a file that exists cancels, as Ctrl-C does", async () => {
  const shell = await openCommandLine();
  const movie = await shell.shoot("a.mov", { codec: "prores_422", frames: 4 });
  const old = shell.file("out/a.mov", "what was there");
  const command = [process.execPath, main, "export", movie, "--preset", "ProRes 422", "--to", shell.in("out")];
  const { status, stdout } = spawnSync("python3", ["-c", inTerminal, "(c)ancel?", "\\x04", ...command], {
    cwd: shell.folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], TERM: "xterm", CRESSET_HOME: shell.in("home") },
    timeout: 60_000,
  });
  const kept = readFileSync(old, "utf8");
  await shell.close();
  expect(stdout).toContain("exists. (o)verwrite");
  expect(stdout).toContain("the input ended at the question");
  expect(stdout).not.toMatch(/itself failed|AbortError/);
  expect({ status, kept }).toEqual({ status: 130, kept: "what was there" });
});
