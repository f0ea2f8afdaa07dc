import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { createHostedRunner } from "./hosted-runner.ts";
import type { HookOutcome } from "./hook-runner.ts";
import { type PythonBackend, PythonError, type PythonRequestContext } from "./python-backend.ts";
import { pythonHookTable } from "./python-hook-table.ts";
import { apiForTests } from "./test-hook-files.ts";
import { hasPython, pythonRunners } from "./test-python.ts";

test("python/hook_table.json is that of the table of hooks", () => {
  const file = fileURLToPath(new URL("../../python/hook_table.json", import.meta.url));
  expect(readFileSync(file, "utf8"), "run node scripts/generate-python-hook-table.ts").toBe(pythonHookTable());
});

type Answer = (params: Readonly<Record<string, unknown>>, context: PythonRequestContext) => Promise<unknown>;

const backendOf = (methods: Readonly<Record<string, Answer>>): PythonBackend => ({
  async request(method, params, context) {
    const answer = methods[method];
    if (answer === undefined) throw new PythonError("NotImplementedError", `There is no ${method}.`);
    return answer(params, context);
  },
});

describe.skipIf(!hasPython)("What Python asks of Cresset", () => {
  const start = pythonRunners();

  test("is answered in any thread, and what Cresset asks back runs in the thread that waits", async () => {
    const callers: unknown[] = [];
    const backend = backendOf({
      echo: async (params, { caller }) => {
        callers.push(caller?.hook);
        return params;
      },
      wrong: async () => {
        throw new PythonError("ValueError", "not like this");
      },
      ask: async (_, context) => context.callBack("test.thread", { n: 2 }),
      askBadly: async (_, context) => context.callBack("test.raises", {}),
    });
    const { runner } = await start(
      {
        "a.py": `
import threading
from cresset_bridge import answers, request

@answers("test.thread")
def thread(params):
    return [threading.current_thread().name, params["n"] * request("echo", {"n": 21})["n"]]

@answers("test.raises")
def fails(params):
    raise KeyError("in Python")

def caught(method, params=None):
    try:
        return request(method, params)
    except Exception as error:
        return [type(error).__name__, str(error)]

def pre_export(info, userData):
    userData["main"] = [request("echo", {"text": "é\\ud800"})["text"] == "é\\ud800", caught("ask"), caught("wrong")]
    userData["more"] = [caught("nothing"), caught("askBadly"), caught("echo", {"x": {1, 2}})]
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(caught("ask")), name=f"t{n}") for n in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    userData["threads"] = sorted(answers)
`,
      },
      { python: { backend } },
    );
    const outcome = await runner.call("preExport", {}, {});
    expect(outcome.calls[0]?.detail).toBe("");
    expect(outcome.userData).toEqual({
      main: [true, ["MainThread", 42], ["ValueError", "not like this"]],
      more: [
        ["NotImplementedError", "There is no nothing."],
        ["KeyError", expect.stringContaining("in Python")],
        ["TypeError", "Object of type set is not JSON serializable"],
      ],
      threads: Array.from({ length: 8 }, (_, n) => [`t${n}`, 42]),
    });
    expect(new Set(callers)).toEqual(new Set(["preExport"]));
  });

  test("nested exports call the loaded hooks, or those of an object, with a userData of their own", async () => {
    const outcomes: HookOutcome[] = [];
    let waited = 0;
    const backend = backendOf({
      async nested({ overrideObject, userDataObject, folder }, context) {
        const objects = { overrideObject: Number(overrideObject), userDataObject: Number(userDataObject) };
        const host = context.nestedHost(overrideObject === null ? {} : objects);
        const folders = [{ path: String(folder) }];
        const nested = await (overrideObject === null
          ? createHookRunner({ folders, api: apiForTests(), hosts: [{ extensions: [".py"], host }] })
          : createHostedRunner(host));
        // Longer than the time limit of the hook that waits.
        await new Promise((done) => setTimeout(done, 350));
        waited += 1;
        outcomes.push(await nested.call("preExport", { destinationPath: "nested" }, {}));
        await nested.close();
        return waited;
      },
    });
    const { runner, folder } = await start(
      {
        "a.py": `
import os
from cresset_bridge import request
import cresset_calls
CALLS = []
class Hooks:
    def preExport(self, info, userData):
        CALLS.append("override")
        userData.append(info["destinationPath"])
        print("in the object")
        info["abort"] = True
def pre_export(info, userData):
    CALLS.append(info["destinationPath"])
    userData["place"] = info["destinationPath"]
    if info["destinationPath"] == "nested":
        print("nested")
        return
    folder = os.path.dirname(__file__)
    print("before")
    request("nested", {"folder": folder, "overrideObject": None})
    mine = ["live"]
    hooks, data = Hooks(), mine
    numbers = [cresset_calls.keep_object(hooks), cresset_calls.keep_object(data)]
    userData["waited"] = request("nested", {"folder": folder, "overrideObject": numbers[0], "userDataObject": numbers[1]})
    userData["calls"] = CALLS
    userData["mine"] = mine
    print("after")
`,
      },
      { python: { backend }, timeLimitMs: 300 },
    );
    const outcome = await runner.call("preExport", { destinationPath: "outer" }, {});
    expect(outcome.calls[0]).toMatchObject({ detail: "", log: ["before", "after"] });
    expect(outcome.userData).toEqual({
      place: "outer",
      waited: 2,
      calls: ["outer", "nested", "override"],
      mine: ["live", "nested"],
    });
    const [loaded, override] = outcomes;
    expect(loaded?.calls[0]).toMatchObject({ file: folder.file("a.py"), log: ["nested"] });
    expect(loaded?.userData).toEqual({ place: "nested" });
    expect(override).toMatchObject({ aborted: true, userData: ["live", "nested"] });
    expect(override?.calls[0]).toMatchObject({ file: "override hooks", log: ["in the object"] });
  });

  test("hook files may be scanned anew from within a hook", async () => {
    const { promise, resolve } = Promise.withResolvers<() => Promise<unknown>>();
    const backend = backendOf({ rescan: async () => void (await (await promise)()) });
    const { runner } = await start(
      {
        "a.py": `
from cresset_bridge import request
def pre_export(info, userData):
    with open(__file__.replace("a.py", "b.py"), "w") as file:
        file.write("def post_export(info, userData): userData['new'] = True")
    request("rescan")
`,
      },
      { python: { backend } },
    );
    resolve(() => runner.rescan());
    expect((await runner.call("preExport", {}, {})).calls[0]?.detail).toBe("");
    expect((await runner.call("postExport", {}, {})).userData).toEqual({ new: true });
  });

  test("is refused with a sentence where nobody answers", async () => {
    const { runner } = await start({
      "a.py": "import cresset_bridge\ndef post_export(info, userData):\n    cresset_bridge.request('flame.import')\n",
    });
    expect((await runner.call("postExport", {}, {})).calls[0]?.detail).toContain(
      "NotImplementedError: flame.import is not there in this run.",
    );
  });
});
