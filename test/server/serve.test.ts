import { renameSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { type CommandLine, type Ended, openCommandLine, type Started } from "../faults/command-line.ts";
import { openStream } from "./event-reader.ts";
import { askAt, testServer } from "./test-server.ts";

async function commandLine(): Promise<CommandLine> {
  const line = await openCommandLine();
  onTestFinished(() => line.close());
  return line;
}

async function addressOf({ printed, ended }: Started): Promise<string> {
  let end: Ended | undefined;
  void ended.then((what) => (end = what));
  const found = () => /at (http\S+)/.exec(printed())?.[1] ?? end?.stderr;
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  return found() ?? "";
}

it("cresset serve serves at an address of its own until SIGTERM, which lets requests finish and ends the streams", async () => {
  const line = await commandLine();
  await line.shoot("a.mov", { codec: "prores_422", frames: 4 });
  const server = line.start(["serve", "--port", "0", "--project", "Job"]);
  const url = await addressOf(server);
  expect((await askAt(url, "GET", "/readyz")).body).toEqual({ status: "ready" });
  expect((await askAt(url, "GET", "/api/v1/storage")).body.folders).toMatchObject([{ path: line.folder }]);
  const { body: project } = await askAt(url, "POST", "/api/v1/projects", { name: "Job" });
  const second = await line.run(["serve", "--port", new URL(url).port]);
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining("another program listens there") });
  const stream = await openStream(`${url}/api/v1/events`);
  await stream.next();
  // Opens a process that looks into media: long enough to be under way when the signal comes.
  const importing = askAt(url, "POST", "/api/v1/imports", { projectId: project.id, paths: [`${line.folder}/media`] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.child.kill("SIGTERM");
  expect(await importing).toMatchObject({ status: 200, body: { clips: [{ name: "a" }] } });
  await expect(stream.next()).rejects.toThrow("ended");
  expect(await server.ended).toMatchObject({ code: 0 });
  await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
});

it("accounts and tokens are made at the command line, and a server with a login takes them", async () => {
  const line = await commandLine();
  const refused = await line.run(["serve", "--port", "0", "--login"]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("cresset accounts add") });
  const secret = line.file("password.txt", "correct horse\n");
  const admin = ["--role", "admin", "--password-file", secret];
  expect(await line.run(["accounts", "add", "Ada", ...admin])).toMatchObject({ code: 0 });
  expect(await line.run(["accounts", "add", "ada", ...admin])).toMatchObject({ code: 18 });
  expect((await line.run(["accounts", "list", "--json"])).stdout).not.toContain("scrypt");
  const made = await line.run(["accounts", "token", "Ada", "--for", "a script", "--scope", "read", "--days", "1"]);
  expect(made.stdout).toMatch(/^crst_[\w-]{43}\n$/);
  const server = line.start(["serve", "--port", "0", "--login"]);
  const url = await addressOf(server);
  expect((await askAt(url, "GET", "/api/v1/me")).status).toBe(401);
  const token = { authorization: `Bearer ${made.stdout.trim()}` };
  expect((await askAt(url, "GET", "/api/v1/me", undefined, token)).body).toMatchObject({ name: "Ada", by: "token" });
  const signingIn = { name: "Ada", password: "correct horse" };
  expect((await askAt(url, "POST", "/api/v1/session", signingIn)).status).toBe(200);
  expect(await line.run(["accounts", "add", "Eve", ...admin])).toMatchObject({ code: 0 });
  expect(await line.run(["accounts", "disable", "ada"])).toMatchObject({ code: 0 });
  expect((await line.run(["accounts"])).stdout).toMatch(/Ada +admin +\S+ +disabled since/);
  expect((await askAt(url, "GET", "/api/v1/me", undefined, token)).status).toBe(401);
  expect(await line.run(["accounts", "disable", "Eve"])).toMatchObject({ code: 18 });
  expect(await line.run(["accounts", "enable", "Ada"])).toMatchObject({ code: 0 });
  expect((await askAt(url, "GET", "/api/v1/me", undefined, token)).status).toBe(200);
  expect((await line.run(["archive", "log"])).stdout).toContain("Ada  Disabled.");
  expect(await line.run(["accounts", "remove", "Ada"])).toMatchObject({ code: 0 });
  expect((await askAt(url, "GET", "/api/v1/me", undefined, token)).status).toBe(401);
  server.child.kill("SIGINT");
  expect(await server.ended).toMatchObject({ code: 0 });
});

it("the OpenAPI document tells of every route, with an id of its own and the shape of failures", async () => {
  const { ask } = await testServer();
  const { body: document } = await ask("GET", "/api/openapi.json");
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.entries<Record<string, { operationId?: string; responses: object }>>(
    document.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
  const ids = operations.map(({ operationId }) => operationId);
  expect(operations.filter(({ operationId }) => operationId === undefined)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(operations.filter(({ responses }) => !("default" in responses))).toEqual([]);
  const references = JSON.stringify(document).match(/#\/components\/schemas\/[\w.-]+/g) ?? [];
  for (const reference of new Set(references))
    expect(document.components.schemas).toHaveProperty(reference.split("/").at(-1) ?? "");
});

it("says that it is about to end while it still answers, and that nothing can be written to its home", async () => {
  const server = await testServer({ notice: 1000 });
  const ready = () => askAt(server.url, "GET", "/readyz");
  renameSync(server.home, `${server.home}-away`);
  expect(await ready()).toMatchObject({ status: 503, body: { status: "not-writable" } });
  renameSync(`${server.home}-away`, server.home);
  expect(await ready()).toMatchObject({ status: 200 });
  const closing = server.close();
  expect(await ready()).toMatchObject({ status: 503, body: { status: "ending" } });
  expect((await askAt(server.url, "GET", "/api/v1/projects")).status).toBe(200);
  await closing;
  await expect(ready()).rejects.toThrow("fetch failed");
});
