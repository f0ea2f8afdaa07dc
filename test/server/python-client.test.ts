import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { storeFile } from "../../src/catalogue/home.ts";
import { openPeopleStore } from "../../src/catalogue/open-people-store.ts";
import { hashPassword } from "../../src/server/account-secrets.ts";
import { pythonClient } from "../../scripts/python-client.ts";
import { hasPython } from "../../src/hooks/test-python.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { scratchFolder, testServer } from "./test-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs Python against a server. @returns what it printed. */
async function python(url: string, words: readonly string[]): Promise<string> {
  const env = { ...process.env, PYTHONPATH: path.join(root, "python"), PYTHONDONTWRITEBYTECODE: "1", CRESSET_URL: url };
  return (await promisify(execFile)("python3", words, { env })).stdout;
}

it("the Python client has a method for everything that the API does (npm run python-client)", async () => {
  const { ask } = await testServer();
  const { body: document } = await ask("GET", "/api/openapi.json");
  const text = readFileSync(path.join(root, "python/cresset_client.py"), "utf8");
  expect(pythonClient(text, document)).toBe(text);
});

describe.skipIf(!hasPython)("from Python", () => {
  it("projects are made, lists are read page by page, failures are sentences, events are heard", async () => {
    const { url } = await testServer();
    const script = `
from cresset_client import Cresset, CressetProblem
cresset = Cresset()
events = cresset.events()
print(next(events).type)
project = cresset.create_project(name="Jöb <1>")
print(project["name"], next(events).type)
tree = cresset.read_tree(project["id"])
group = tree["children"][0]["children"][0]["entry"]
for name in ("a", "b"):
    cresset.create_entry(parent_id=group["id"], kind="reel", name=name)
print([reel["name"] for reel in cresset.each(cresset.read_children, group["id"], limit=2)])
reel = cresset.change_entry(group["id"], attributes={"comment": "x"})
print(cresset.change_entry(reel["id"], attributes={"comment": None})["attributes"])
try:
    cresset.read_project("none")
except CressetProblem as problem:
    print(problem.status, problem.code, "Jöb" in str(problem))
`;
    expect((await python(url, ["-c", script])).trim().split("\n")).toEqual([
      "stream.opened",
      "Jöb <1> projects.changed",
      "['Reel 1', 'Reel 2', 'Reel 3', 'Reel 4', 'a', 'b']",
      "{}",
      "404 not-found True",
    ]);
  });

  it("who signs in with a password stays signed in until they sign out", async () => {
    const home = path.join(scratchFolder(), "home");
    const store = await openPeopleStore(storeFile(home));
    await store.addAccount({ name: "Art", role: "admin", passwordHash: await hashPassword("let me in") });
    await store.close();
    const { url } = await testServer({ home, login: true });
    const script = `
from cresset_client import Cresset, CressetProblem
cresset = Cresset()
print(cresset.sign_in(name="Art", password="let me in")["name"])
print(cresset.read_me()["by"])
cresset.change_my_password(current="let me in", password="let me out")
print(cresset.read_me()["name"], next(cresset.events()).type)
for each in (cresset, Cresset()):
    try:
        each.sign_out()
        each.read_me()
    except CressetProblem as problem:
        print(problem.code)
`;
    expect((await python(url, ["-c", script])).trim().split("\n")).toEqual([
      "Art",
      "session",
      "Art stream.opened",
      "login-needed",
      "login-needed",
    ]);
  });

  it("the example delivers a reel", async () => {
    const folder = scratchFolder();
    const { url, ask } = await testServer({ roots: [folder] });
    const movie = path.join(folder, "a.mov");
    await writeTestFootage({ path: movie, codec: "prores_422", frames: 4, width: 64, height: 36, rate: rate(24) });
    const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
    await ask("POST", "/api/v1/imports", { projectId: project.id, paths: [movie] });
    const example = path.join(root, "examples/client/deliver_reel.py");
    const out = path.join(folder, "out");
    expect(await python(url, [example, "Job", "/Desktop/Reels/Reel 1", "H.264", out])).toContain("done: ");
    expect(existsSync(path.join(out, "a.mp4"))).toBe(true);
  });
});
