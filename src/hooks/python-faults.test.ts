import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython, pythonRunners } from "./test-python.ts";

const again = expect.stringContaining("The Python interpreter was started again: userData was restored");

describe.skipIf(!hasPython)("A Python hook that misbehaves costs its own scope, never the run", () => {
  const start = pythonRunners();

  test("an exception, sys.exit, an answer that makes no sense, an async hook", async () => {
    const { runner, folder } = await start({
      "a.py": `
def deeper(n):
    return deeper(n + 1)
def pre_export(info, userData):
    userData["before"] = 1
    print("about to fail")
    {}["key"]
def pre_export_sequence(info, userData):
    import sys
    sys.exit("bye")
def archive_restored(name):
    raise SystemExit(1)
def pre_export_asset(info, userData):
    deeper(0)
def export_overwrite_file(path):
    return "perhaps"
async def post_export(info, userData):
    pass
def post_export_asset(info, userData):
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("in the end") from error
`,
      "b.py": `
def pre_export(info, userData): userData["never"] = 1
def post_export_asset(info, userData): userData["after"] = 1
`,
    });
    const pre = await runner.call("preExport", {}, {});
    expect(pre).toMatchObject({ aborted: true, failed: true, userData: { before: 1 } });
    expect(pre.abortMessage).toBe("The hook preExport of a.py failed: KeyError: 'key'");
    expect(pre.calls[0]).toMatchObject({ outcome: "error", log: ["about to fail"] });
    expect(pre.calls[0]?.detail.split("\n").slice(0, 3)).toEqual([
      "Traceback (most recent call last):",
      `  File "${folder.file("a.py")}", line 7, in pre_export`,
      `    {}["key"]`,
    ]);
    expect(pre.calls[1]?.detail).toContain("failed by");
    const sequence = await runner.call("preExportSequence", {}, {});
    expect(sequence.abortMessage).toContain("sys.exit('bye') was called");
    expect(sequence.abortMessage).toContain('set info["abort"] = True');
    const restored = await runner.call("archiveRestored", { archiveName: "a" }, {});
    expect(restored.calls[0]?.detail).toMatch(/^sys\.exit\(1\) was called: a hook file cannot end the program\.\n/);
    const asset = await runner.call("preExportAsset", {}, {});
    expect(asset.abortMessage).toContain("RecursionError");
    expect(asset.calls[0]?.detail.length).toBeLessThan(8000);
    expect((await runner.call("exportOverwriteFile", { path: "x" }, {})).abortMessage).toContain('expected "ask"');
    expect((await runner.call("postExport", {}, {})).calls[0]?.detail).toContain("it is an async function");
    const post = await runner.call("postExportAsset", {}, {});
    expect(post).toMatchObject({ aborted: false, failed: true, userData: { after: 1 } });
    expect(post.calls[0]?.detail).toMatch(/ZeroDivisionError[\s\S]*direct cause[\s\S]*ValueError: in the end/);
  });

  test("endless loops: interrupted at the time limit, or ended with the interpreter, which starts anew", async () => {
    const { runner } = await start(
      {
        "a.py": `
import time, signal
def pre_export(info, userData):
    userData["live"] = object()
    userData["n"] = 1
    time.sleep(100)
def post_export(info, userData):
    while True:
        try:
            time.sleep(100)
        except BaseException:
            pass
`,
        "b.py": `def post_export(info, userData):\n    userData["seen"] = sorted(userData)\n`,
      },
      { timeLimitMs: 300 },
    );
    const asked = await runner.call("preExport", {}, {});
    expect(asked.calls[0]).toMatchObject({
      outcome: "timeout",
      complaints: [expect.stringContaining("live is an object")],
    });
    expect(asked.abortMessage).toContain("preExport ran longer than its time limit of 0.3 s");
    expect(asked.calls[0]?.detail).toMatch(/line 6, in pre_export\n +time\.sleep\(100\)/);
    const killed = await runner.call("postExport", {}, {});
    expect(killed.calls.map(({ outcome }) => outcome)).toEqual(["timeout", "ok"]);
    expect(killed.calls[0]?.complaints).toEqual([again]);
    expect(killed.userData).toEqual({ n: 1, seen: ["n"] });
  });

  test("os._exit, a crash in C, and a signal end the interpreter; the others go on in a new one", async () => {
    const { runner, folder } = await start({
      "a.py": `
import os, signal, ctypes
def pre_export(info, userData):
    print("last words", flush=False)
    os._exit(3)
def post_export_asset(info, userData):
    ctypes.string_at(0)
def post_export(info, userData):
    os.kill(os.getpid(), signal.SIGKILL)
`,
      "b.py": "def post_export_asset(info, userData): userData['after'] = 1\n",
    });
    await runner.setUserData({ n: 1 });
    const exited = await runner.call("preExport", {}, {});
    expect(exited).toMatchObject({ aborted: true, failed: true });
    expect(exited.calls[0]).toMatchObject({
      log: ["last words"],
      complaints: [again],
      detail: "The Python interpreter ended with exit code 3.",
    });
    const crashed = await runner.call("postExportAsset", {}, {});
    expect(crashed.calls[0]?.detail).toBe("The Python interpreter was ended by SIGSEGV.");
    expect(crashed.calls[0]?.log.join("\n")).toContain(`File "${folder.file("a.py")}", line 7 in post_export_asset`);
    expect(crashed.userData).toEqual({ n: 1, after: 1 });
    expect((await runner.call("postExport", {}, {})).calls[0]?.detail).toContain("SIGKILL");
  });

  test("output of any size and from anywhere goes to the trace of its file; stdin is empty", async () => {
    const { runner } = await start({
      "a.py": `
import os, subprocess, sys, threading
def pre_export(info, userData):
    print("out"); print("err", file=sys.stderr)
    os.system("echo shell"); subprocess.run(["sh", "-c", "echo sub >&2"])
    os.write(1, b"fd 1\\n")
    print("stdin:", repr(sys.stdin.read()))
    thread = threading.Thread(target=lambda: 1 / 0, name="t")
    thread.start(); thread.join()
def post_export_asset(info, userData):
    os.system("head -c 100000000 /dev/zero | tr '\\\\0' 'y'")
    os.close(1); sys.stdout = None
def post_export(info, userData):
    sys.stderr.write("still told\\n")
`,
      "b.py": "def pre_export(info, userData): print('é of b')\n",
    });
    const first = await runner.call("preExport", {}, {});
    expect(first.calls[0]?.log.slice(0, 6)).toEqual(["out", "err", "shell", "sub", "fd 1", "stdin: ''"]);
    expect(first.calls[1]?.log).toEqual(["é of b"]);
    const large = await runner.call("postExportAsset", {}, {});
    expect(large.calls[0]?.log).toEqual(["y".repeat(65_536), "… 99934464 more characters of output were dropped."]);
    expect((await runner.call("postExport", {}, {})).calls[0]?.log).toEqual(["still told"]);
  });

  test("what ends a thread, or what was scheduled, is told in one piece with its file", async () => {
    const { runner, folder } = await start({
      "a.py": `
import cresset_calls, helper_a, threading, time
def shout():
    for _ in range(200): print("noise")
def pre_export(info, userData):
    thread = threading.Thread(target=helper_a.work, args=(deep, 60), name="worker")
    thread.start(); shout(); thread.join()
def deep(n):
    if n > 0: deep(n - 1)
    raise KeyError("of thread")
def post_export(info, userData):
    import flame
    flame.schedule_idle_event(later)
    flame.schedule_idle_event(lambda: print("on time"))
def later():
    print("idle")
    raise ValueError("of idle")
def post_export_asset(info, userData):
    import flame
    flame.schedule_idle_event(lambda: print("again at", round(time.monotonic() - began, 1) >= 0.4), delay=0.4)
    flame.schedule_idle_event(later, delay=0.2)
    began = time.monotonic()
`,
      "helper_a.py": "def work(function, *args): function(*args)\n",
    });
    const file = folder.file("a.py");
    const { calls } = await runner.call("preExport", {}, {});
    expect(calls).toHaveLength(2);
    expect(new Set(calls[0]?.log)).toEqual(new Set(["noise"]));
    expect(calls[1]).toMatchObject({ file, outcome: "error", isLate: true, log: [] });
    expect(calls[1]?.detail).toMatch(
      /^In the thread worker: KeyError: 'of thread'\nTraceback[^]*a\.py", line 10, in deep[^]*\nKeyError: 'of thread'$/,
    );
    const idle = await runner.call("postExport", {}, {});
    expect(idle.calls.slice(1)).toMatchObject([
      { file, outcome: "ok", log: ["idle", "on time"] },
      {
        file,
        outcome: "error",
        detail: expect.stringMatching(
          /^Scheduled for the time between hooks: ValueError: of idle\nTraceback[^]*line 17, in later/,
        ),
      },
    ]);
    await runner.call("postExportAsset", {}, {});
    expect(await runner.close()).toMatchObject([
      { file, log: ["idle", "again at True"] },
      { file, outcome: "error", detail: expect.stringContaining("ValueError: of idle") },
    ]);
  });

  test("a file that never finishes loading, or ends the interpreter, is listed and left out", async () => {
    const { runner } = await start(
      {
        "a.py": "def post_export(info, userData): userData['a'] = 1\n",
        "b.py": "while True: pass\n",
        "c.py": "import os\nos._exit(5)\n",
        "d.py": "def post_export(info, userData): userData['d'] = 1\n",
      },
      { loadLimitMs: 500 },
    );
    expect(runner.loaded.files.map(({ error }) => error)).toEqual([
      "",
      expect.stringContaining("its time was up"),
      expect.stringContaining("The Python interpreter ended with exit code 5."),
      "",
    ]);
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ a: 1, d: 1 });
  });

  test("threads that hooks start are waited for, and people hear of it; forked processes are not", async () => {
    const told: string[] = [];
    const { runner, folder } = await start(
      {
        "a.py": `
import os, threading, time
from concurrent.futures import ThreadPoolExecutor
threading.Thread(target=time.sleep, args=(1000,), name="of the file").start()
pool = ThreadPoolExecutor(2)
def upload(target):
    time.sleep(2.5)
    open(target, "w").write("there")
    raise OSError("quota")
def post_export(info, userData):
    threading.Thread(target=upload, args=(info["destinationPath"],), name="upload").start()
    threading.Thread(target=time.sleep, args=(1000,), name="daemon", daemon=True).start()
    pool.submit(time.sleep, 0.1)
    if os.fork() == 0:
        userData["child"] = True
        return
    userData["parent"] = True
`,
      },
      { waits: { tell: (text) => told.push(text) } },
    );
    const { userData } = await runner.call("postExport", { destinationPath: folder.file("uploaded") }, {});
    expect(userData).toEqual({ parent: true });
    const [log, error, ...others] = await runner.close();
    expect(readFileSync(folder.file("uploaded"), "utf8")).toBe("there");
    expect(told).toEqual(["Hooks are done; threads that they started are waited for, at most 60 min: upload (a.py)."]);
    expect(log?.log).toEqual([
      "Threads that hook files started while they were loaded were ended with the run: of the file.",
    ]);
    expect(error).toMatchObject({ file: folder.file("a.py"), outcome: "error", isLate: true });
    expect(error?.detail).toContain("In the thread upload: OSError: quota");
    expect(others).toEqual([]);
  });

  test("a thread that goes on for ever is ended at the time limit, which is an error of its file", async () => {
    const { runner, folder } = await start(
      {
        "a.py": `
import threading, time
def forever():
    while True: time.sleep(0.01)
def post_export(info, userData):
    threading.Thread(target=forever, name="sleeper").start()
`,
      },
      { timeLimitMs: 500 },
    );
    await runner.call("postExport", {}, {});
    expect(await runner.close()).toMatchObject([
      {
        file: folder.file("a.py"),
        outcome: "error",
        isLate: true,
        detail: "The thread sleeper was ended after 0.5 s: what it was doing is not finished.",
      },
    ]);
  });

  test("a hook that takes long is waited for, and people hear of it", async () => {
    const told: string[] = [];
    const { runner } = await start(
      { "slow.py": "import time\ndef post_export(info, userData):\n    time.sleep(1)\n    userData['done'] = True\n" },
      { waits: { slowAfterMs: 200, tell: (text) => told.push(text) } },
    );
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ done: true });
    expect(told.slice(0, 2)).toEqual([
      "postExport of slow.py has run for 0.2 s. It may take 60 min; stopping the run (Ctrl-C) ends it.",
      "postExport of slow.py has run for 0.4 s. It may take 60 min; stopping the run (Ctrl-C) ends it.",
    ]);
  });

  test("a SIGINT that Cresset did not send is told as what it is", async () => {
    const { runner } = await start({
      "a.py": `
import os, signal, time
def pre_export(info, userData):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(10)
def post_export(info, userData):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(10)
    except KeyboardInterrupt:
        userData["caught"] = True
`,
    });
    expect(await runner.call("preExport", {}, {})).toMatchObject({
      abortMessage:
        "The hook preExport of a.py failed: KeyboardInterrupt: a signal (SIGINT) came that Cresset did not send",
    });
    expect(await runner.call("postExport", {}, {})).toMatchObject({ failed: false, userData: { caught: true } });
  });

  test("stopping the run ends a handler that goes on", async () => {
    const stop = new AbortController();
    const { runner } = await start(
      { "a.py": "import time\ndef pre_export(info, userData):\n    time.sleep(100)\n" },
      { api: apiForTests({ signal: stop.signal }) },
    );
    const calling = runner.call("preExport", {}, {});
    stop.abort();
    expect((await calling).calls[0]?.detail).toContain("the run was stopped");
  });

  test("a program that is killed takes its interpreter with it", async () => {
    await using folder = await writeHookFiles({
      "a.py":
        "import os, time\ndef pre_export(info, userData):\n    print(1)\n    open(info['destinationPath'], 'w').write(str(os.getpid()))\n    time.sleep(100)\n",
      "main.mjs": `
import { existsSync, readFileSync } from "node:fs";
const { createHookRunner } = await import(process.argv[2]);
const api = { run: {}, signal: new AbortController().signal };
const runner = await createHookRunner({ folders: [{ path: process.argv[3] }], api });
void runner.call("preExport", { destinationPath: process.argv[4] }, {});
setInterval(() => {
  if (!existsSync(process.argv[4]) || readFileSync(process.argv[4], "utf8") === "") return;
  process.kill(process.pid, "SIGKILL");
}, 20);
`,
    });
    const runner = fileURLToPath(new URL("create-hook-runner.ts", import.meta.url));
    const pid = folder.file("pid");
    spawnSync(process.execPath, [folder.file("main.mjs"), runner, folder.file("a.py"), pid]);

    const python = Number(readFileSync(pid, "utf8"));
    const isAlive = () => {
      try {
        return process.kill(python, 0);
      } catch {
        return false;
      }
    };
    for (let waited = 0; isAlive() && waited < 10_000; waited += 50) await new Promise((done) => setTimeout(done, 50));
    expect(isAlive()).toBe(false);
  });
});
