import { describe, expect, test } from "vitest";
import { hasPython, pythonRunners } from "./test-python.ts";

describe.skipIf(!hasPython)("userData of Python hooks", () => {
  const start = pythonRunners();

  test("is one live object for the run; what JSON can hold goes to TypeScript hooks and comes back into it", async () => {
    const { runner } = await start({
      "a.py": `
import threading
first = None
def pre_export(info, userData):
    global first
    first = userData
    userData.update(lock=threading.Lock(), shots=["a"], frames={1001: "x"}, pair=(1, 2), big=2**60, nan=float("nan"), tags={"t"})
    userData["nested"] = {"lock": userData["lock"], "list": [1, userData["lock"]]}
`,
      "b.mjs": `export function preExport(info, userData) {
        userData.shots.push("b"); userData.frames["1002"] = "y"; userData.pair[1] = 3; userData.nested.n = 1;
        userData.nested.list[0] = 2; userData.new = { a: [1] }; delete userData.gone;
      }`,
      "c.py": `
import a
def pre_export(info, userData):
    assert userData is a.first, "another object"
    print(userData["shots"], userData["frames"], userData["pair"], userData["big"] == 2**60, userData["nan"], userData["tags"])
    print(userData["nested"]["list"][1] is userData["lock"], userData["nested"]["lock"] is userData["lock"], userData["new"])
`,
    });
    const outcome = await runner.call("preExport", {}, {});
    expect(outcome.calls.map(({ detail }) => detail)).toEqual(["", "", ""]);
    expect(outcome.calls[2]?.log).toEqual([
      "['a', 'b'] {1001: 'x', '1002': 'y'} (1, 3) True nan {'t'}",
      "True True {'a': [1]}",
    ]);
    expect(outcome.calls[0]?.complaints).toContain(
      "Of userData, lock is an object of the class lock: hooks share it, but it is not kept with the run.",
    );
    expect(outcome.userData).toMatchObject({ shots: ["a", "b"], pair: [1, 3], nested: { list: [2, null], n: 1 } });
    // Said once.
    expect((await runner.call("preExport", {}, {})).calls[2]?.complaints).toEqual([]);
  });

  test.each([
    { data: ["a"], change: 'userData.append("b")', after: ["a", "b"] },
    { data: "text", change: "print(userData.upper())", after: "text" },
    { data: null, change: "print(userData is None)", after: null },
  ])("may be $data", async ({ data, change, after }) => {
    const { runner } = await start({
      "a.py": `def pre_export(info, userData):\n    ${change}\n`,
      "b.mjs": `export function preExport(info, userData) { userData?.slice(0); }`,
    });
    await runner.setUserData(data);
    const outcome = await runner.call("preExport", {}, {});
    expect(outcome).toMatchObject({ failed: false, userData: after });
  });

  test("that is huge, deep, or goes round in a circle harms nobody", async () => {
    const { runner } = await start({
      "a.py": `
def pre_export(info, userData):
    userData["self"] = userData
    deep = userData["deep"] = {}
    for _ in range(100000):
        deep["d"] = deep = {}
def post_export(info, userData):
    del userData["deep"], userData["self"]
    userData["n"] = 1
    userData["huge"] = "x" * 70_000_000
def post_export_asset(info, userData):
    del userData["huge"]
    userData["n"] = 2
`,
    });
    const deep = await runner.call("preExport", {}, {});
    expect(deep.failed).toBe(false);
    expect(deep.calls[0]?.complaints[0]).toContain("self is a reference back to what holds it");
    const huge = await runner.call("postExport", {}, {});
    expect(huge).toMatchObject({ failed: false });
    expect(huge.calls[0]?.complaints).toEqual([
      expect.stringMatching(
        /^Of userData, it fills 70 MB of JSON, which is too much: hooks share it, but it is not kept/,
      ),
    ]);
    expect((await runner.call("postExportAsset", {}, {})).userData).toEqual({ n: 2 });
  });
});
