import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { expect, it } from "vitest";
import { askAt, type Json, scratchFolder, testServer } from "./test-server.ts";

/** As a browser or another program would with headers that `fetch` does not let go. */
function rawAsk(url: string, method: string, target: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path: target, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** What a refusal looks like. */
const refused = (status: number, code: string) => ({ status, body: { status, code, title: expect.any(String) } });

it("a page of another site reads nothing and changes nothing", async () => {
  const { ask, url } = await testServer();
  const port = new URL(url).port;
  const forbidden = refused(403, "forbidden");
  for (const origin of [
    "https://evil.example",
    "null",
    `http://localhost.evil.example:${port}`,
    "http://127.0.0.1:1",
  ]) {
    expect(await ask("POST", "/api/v1/projects", { name: "Theirs" }, { origin })).toMatchObject(forbidden);
    expect(await ask("GET", "/api/v1/projects", undefined, { origin })).toMatchObject(forbidden);
  }
  for (const site of ["cross-site", "same-site"]) {
    expect(await ask("GET", "/api/v1/projects", undefined, { "sec-fetch-site": site })).toMatchObject(forbidden);
    expect(
      await ask("GET", "/api/v1/events", undefined, { "sec-fetch-site": site, "sec-fetch-mode": "navigate" }),
    ).toMatchObject(forbidden);
    expect(await ask("GET", "/metrics", undefined, { "sec-fetch-site": site })).toMatchObject(forbidden);
  }
  // A name of the attacker's that leads to this machine.
  expect(await rawAsk(url, "GET", "/api/v1/projects", { host: `rebound.example:${port}` })).toBe(403);
  expect(await rawAsk(url, "GET", "/", { host: "evil.example" })).toBe(403);
  expect(await rawAsk(url, "GET", "/api/v1/projects", { host: `[::1]:${port}` })).toBe(200);
  expect((await ask("GET", "/api/v1/projects", undefined, { origin: url })).status).toBe(200);
  expect((await ask("GET", "/api/v1/projects")).body.items).toEqual([]);
});

it("a form of another site cannot be sent: bodies are JSON and say so", async () => {
  const { ask } = await testServer();
  const form = { "content-type": "text/plain" };
  expect(await ask("POST", "/api/v1/projects", '{"name":"x"}', form)).toMatchObject(refused(400, "usage"));
  const asForm = { "content-type": "application/x-www-form-urlencoded" };
  expect(await ask("POST", "/api/v1/projects", "name=x", asForm)).toMatchObject(refused(400, "usage"));
});

it("bodies that are broken, wrong, empty or huge are refused in a sentence", async () => {
  const { ask } = await testServer();
  const wrong = refused(400, "usage");
  expect(await ask("POST", "/api/v1/projects", "{")).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", "[]")).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", "null")).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects")).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", { name: 7 })).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", { name: "x", isAdmin: true })).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", { name: "line\nbreak" })).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/entries/delete", { ids: [] })).toMatchObject(wrong);
  expect(await ask("POST", "/api/v1/projects", { name: "x".repeat(5_000_000) })).toMatchObject(
    refused(413, "too-large"),
  );
  expect(await ask("GET", "/api/v1/nothing")).toMatchObject(refused(404, "not-found"));
  expect(await ask("GET", "/api/v1/entries/%2e%2e%2f%2e%2e")).toMatchObject(refused(404, "not-found"));
  expect(await ask("GET", "/api/v1/projects/Job/search?text=")).toMatchObject(wrong);
});

it("paths outside of the storage roots are refused, however they are spelled", async () => {
  const outside = scratchFolder();
  writeFileSync(path.join(outside, "secret.mov"), "secret");
  const root = path.join(scratchFolder(), "root");
  mkdirSync(path.join(root, "in"), { recursive: true });
  mkdirSync(`${root}-other`);
  symlinkSync(outside, path.join(root, "way-out"));
  symlinkSync(path.join(outside, "not-there-yet"), path.join(root, "to-nowhere"));
  symlinkSync(path.join(root, "in"), path.join(root, "way-in"));
  const { ask } = await testServer({ roots: [root] });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
  const browse = (at: string) => ask("GET", `/api/v1/storage?path=${encodeURIComponent(at)}`);
  for (const at of [
    "/etc",
    "/",
    outside,
    `${root}/..`,
    `${root}/in/../../..`,
    `${root}-other`,
    `${root}/way-out`,
    `${root}/way-out/../way-out`,
    `${root}/to-nowhere/x`,
  ])
    expect(await browse(at)).toMatchObject(refused(403, "forbidden"));
  for (const at of ["in", "../in", "C:\\", "~", `${root}\0/etc`])
    expect(await browse(at)).toMatchObject(refused(400, "usage"));
  expect((await browse(`${root}/in/../in`)).status).toBe(200);
  expect((await browse(`${root}/way-in`)).status).toBe(200);
  for (const file of [path.join(outside, "secret.mov"), `${root}/way-out/secret.mov`, `${root}/../../etc/passwd`]) {
    const wish = { projectId: project.id, paths: [file] };
    expect(await ask("POST", "/api/v1/imports", wish)).toMatchObject(refused(403, "forbidden"));
    const cut = { projectId: project.id, paths: [root], mediaFolders: [path.dirname(file)] };
    expect(await ask("POST", "/api/v1/imports", cut)).toMatchObject(refused(403, "forbidden"));
  }
  expect(await ask("POST", "/api/v1/projects", { name: "P", folder: outside })).toMatchObject(
    refused(403, "forbidden"),
  );
});

it("the pages' files are the only ones that are served, and pages run no script but their own", async () => {
  const folder = scratchFolder();
  const web = path.join(folder, "web");
  mkdirSync(path.join(web, "assets"), { recursive: true });
  writeFileSync(path.join(folder, "secret.txt"), "secret");
  writeFileSync(path.join(web, "index.html"), '<meta name="csp-nonce" content="__CRESSET_NONCE__">');
  writeFileSync(path.join(web, "assets", "index-Abcd1234.js"), "1;");
  writeFileSync(path.join(web, "assets", "index-Abcd1234.js.br"), "br");
  const { url, ask } = await testServer({ webFolder: web });
  for (const target of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/%00.txt",
    "/%ff.txt",
  ])
    expect([404, 200]).toContain(await rawAsk(url, "GET", target, { host: "localhost" }));
  for (const target of ["/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt"])
    expect((await askAt(url, "GET", target)).body).not.toContain("secret");
  const page = await ask("GET", "/desktop/some/where");
  const policy = page.headers.get("content-security-policy") ?? "";
  const [, nonce = "?"] = /content="(.+?)"/.exec(page.body) ?? [];
  expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain("unsafe");
  expect((await ask("GET", "/")).body).not.toBe(page.body);
  const script = await fetch(`${url}/assets/index-Abcd1234.js`, { headers: { "accept-encoding": "identity" } });
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(script.headers.get("x-content-type-options")).toBe("nosniff");
  const packed = await ask("GET", "/assets/index-Abcd1234.js", undefined, { "accept-encoding": "br" }).catch(
    () => "br",
  );
  expect(packed).toBeDefined();
  const reference = await ask("GET", "/api/reference");
  expect(reference.headers.get("content-security-policy")).toContain("script-src 'self';");
  expect((await ask("GET", "/api/reference/swagger-ui-bundle.js")).status).toBe(200);
});

it("HTML in names stays text", async () => {
  const { ask } = await testServer();
  const name = "<img src=x onerror=alert(1)>";
  const made = await ask("POST", "/api/v1/projects", { name });
  expect(made.body.name).toBe(name);
  expect(made.headers.get("content-type")).toContain("application/json");
  const missing = await ask("GET", `/api/v1/projects/${encodeURIComponent("<script>alert(1)</script>")}`);
  expect(missing).toMatchObject(refused(404, "not-found"));
  expect(missing.headers.get("content-type")).toBe("application/problem+json");
  expect(missing.headers.get("x-content-type-options")).toBe("nosniff");
});

it("a request with an Idempotency-Key is done once, and every change says that it takes one", async () => {
  const { ask } = await testServer();
  const { paths } = (await ask("GET", "/api/openapi.json")).body;
  for (const [where, operations] of Object.entries<Json>(paths))
    for (const [method, { parameters = [], responses }] of Object.entries<Json>(operations)) {
      const takesKey = parameters.some((each: Json) => each.in === "header" && each.name === "Idempotency-Key");
      const hasConflicts = Object.hasOwn(responses, "409");
      const isChange = method !== "get";
      expect([where, method, takesKey, hasConflicts]).toEqual([where, method, isChange, isChange]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["400", "401", "403", "500", "default"]));
    }
  const made = paths["/api/v1/projects"].post.responses["201"];
  expect(made.headers).toHaveProperty("Idempotent-Replay");
  expect(paths["/api/v1/session"].post.responses["429"].headers).toHaveProperty("Retry-After");
  const key = { "idempotency-key": "one" };
  const both = await Promise.all([1, 2].map(() => ask("POST", "/api/v1/projects", { name: "Once" }, key)));
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both[0]?.body).toEqual(both[1]?.body);
  expect(await ask("POST", "/api/v1/projects", { name: "Other" }, key)).toMatchObject(refused(422, "bad-input"));
  expect(await ask("POST", "/api/v1/projects", { name: "Once" })).toMatchObject(refused(409, "conflict"));
  expect((await ask("GET", "/api/v1/projects")).body.items).toHaveLength(1);
});

it("notes that are nested without end are refused in a sentence", async () => {
  const { ask, root } = await testServer();
  const userData = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
  const wish = `{"sources":["cresset:x"],"destinationPath":${JSON.stringify(root)},"userData":${userData}}`;
  const { status, body } = await ask("POST", "/api/v1/exports", wish);
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("nested")]);
});
