import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openPeopleStore } from "../../src/catalogue/open-people-store.ts";
import { storeFile } from "../../src/catalogue/home.ts";
import type { Role } from "../../src/catalogue/people-store.ts";
import { hashPassword, hashSecret, newToken } from "../../src/server/account-secrets.ts";
import { openStream } from "./event-reader.ts";
import { type Json, scratchFolder, testServer } from "./test-server.ts";

/** A home with accounts, whose passwords say their names. */
async function homeWith(...people: readonly (readonly [string, Role])[]): Promise<string> {
  const home = path.join(scratchFolder(), "home");
  const store = await openPeopleStore(storeFile(home));
  for (const [name, role] of people)
    await store.addAccount({ name, role, passwordHash: await hashPassword(`${name}, let me in`) });
  await store.close();
  return home;
}

async function signIn({ ask }: Awaited<ReturnType<typeof testServer>>, name: string): Promise<{ cookie: string }> {
  const answer = await ask("POST", "/api/v1/session", { name, password: `${name}, let me in` });
  expect(answer.status).toBe(200);
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  return { cookie: cookie.split(";")[0] ?? "" };
}

it("listens to others only when there are accounts", async () => {
  await expect(testServer({ host: "0.0.0.0" })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("cresset accounts add"),
  });
  await expect(testServer({ address: "https://cresset.house" })).rejects.toMatchObject({ code: "usage" });
  const home = await homeWith(["Ada", "admin"]);
  const { ask } = await testServer({ host: "0.0.0.0", home });
  expect(await ask("GET", "/api/v1/projects")).toMatchObject({ status: 401, body: { code: "login-needed" } });
  expect((await ask("GET", "/healthz")).status).toBe(200);
  expect((await ask("GET", "/metrics")).status).toBe(401);
});

it("on this machine nobody has to sign in", async () => {
  const { ask } = await testServer({ person: "maria" });
  expect((await ask("GET", "/api/v1/me")).body).toMatchObject({ name: "maria", role: "admin", by: "local" });
});

it("people sign in and out, and may what their role says", async () => {
  const server = await testServer({
    home: await homeWith(["Ada", "admin"], ["Vic", "viewer"], ["Art", "artist"]),
    login: true,
  });
  const { ask } = server;
  const admin = await signIn(server, "Ada");
  const artist = await signIn(server, "Art");
  const viewer = await signIn(server, "Vic");
  expect((await ask("GET", "/api/v1/me", undefined, artist)).body).toMatchObject({ name: "Art", role: "artist" });
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" }, admin);
  const forbidden = { status: 403, body: { code: "forbidden" } };
  expect(await ask("POST", "/api/v1/projects", { name: "Mine" }, artist)).toMatchObject(forbidden);
  const { body: tree } = await ask("GET", `/api/v1/projects/${project.id}/tree`, undefined, viewer);
  const wish = { parentId: tree.children[0].children[0].entry.id, kind: "reel", name: "New" };
  expect(await ask("POST", "/api/v1/entries", wish, viewer)).toMatchObject(forbidden);
  expect((await ask("POST", "/api/v1/entries", wish, artist)).status).toBe(201);
  for (const who of [viewer, artist]) {
    expect(await ask("GET", "/api/v1/accounts", undefined, who)).toMatchObject(forbidden);
    expect(await ask("GET", "/api/v1/webhooks", undefined, who)).toMatchObject(forbidden);
    expect(await ask("POST", "/api/v1/whatever-comes-next", {}, who)).toMatchObject(forbidden);
  }
  expect((await ask("DELETE", "/api/v1/session", undefined, artist)).status).toBe(204);
  expect((await ask("GET", "/api/v1/me", undefined, artist)).status).toBe(401);
});

it("accounts are made, changed and removed, and the last admin stays", async () => {
  const server = await testServer({ home: await homeWith(["Ada", "admin"], ["Art", "artist"]), login: true });
  const { ask } = server;
  const admin = await signIn(server, "Ada");
  const artist = await signIn(server, "Art");
  const added = await ask("POST", "/api/v1/accounts", { name: "Zoë", role: "lead", password: "long enough" }, admin);
  expect(added).toMatchObject({ status: 201, body: { name: "Zoë", role: "lead" } });
  expect(JSON.stringify(added.body)).not.toContain("scrypt");
  const again = { name: "zoë", role: "lead", password: "long enough" };
  expect((await ask("POST", "/api/v1/accounts", again, admin)).status).toBe(409);
  expect((await ask("POST", "/api/v1/accounts", { ...again, name: "Y", password: "short" }, admin)).status).toBe(400);
  const { body: accounts } = await ask("GET", "/api/v1/accounts", undefined, admin);
  const idOf = (name: string) => accounts.items.find((each: { name: string }) => each.name === name).id;
  expect((await ask("DELETE", `/api/v1/accounts/${idOf("Ada")}`, undefined, admin)).status).toBe(409);
  expect((await ask("PATCH", `/api/v1/accounts/${idOf("Ada")}`, { role: "lead" }, admin)).status).toBe(409);
  await ask("PATCH", `/api/v1/accounts/${idOf("Art")}`, { password: "something new" }, admin);
  expect((await ask("GET", "/api/v1/me", undefined, artist)).status).toBe(401);
  expect((await ask("DELETE", `/api/v1/accounts/${idOf("Art")}`, undefined, admin)).status).toBe(204);
});

it("a disabled account is out at once, with sessions, tokens and streams, until it is enabled again", async () => {
  const home = await homeWith(["Ada", "admin"], ["Bo", "lead"]);
  const server = await testServer({ home, login: true });
  const { ask, url } = server;
  const [admin, bo] = [await signIn(server, "Ada"), await signIn(server, "Bo")];
  const { body: me } = await ask("GET", "/api/v1/me", undefined, bo);
  const wish = { name: "wall", scopes: ["read"], accountId: me.accountId };
  const { body: made } = await ask("POST", "/api/v1/access-tokens", wish, admin);
  const token = { authorization: `Bearer ${made.token}` };
  const streams = await Promise.all([bo, token].map((who) => openStream(`${url}/api/v1/events`, undefined, who)));
  for (const stream of streams) expect((await stream.next()).type).toBe("stream.opened");
  const change = (id: string, disabled: boolean) => ask("PATCH", `/api/v1/accounts/${id}`, { disabled }, admin);
  const disabled = await change(me.accountId, true);
  expect(disabled).toMatchObject({ status: 200, body: { name: "Bo", disabledAt: expect.stringMatching(/^\d{4}-/) } });
  for (const who of [bo, token]) expect((await ask("GET", "/api/v1/projects", undefined, who)).status).toBe(401);
  for (const stream of streams)
    await expect(stream.next().then(() => stream.next())).rejects.toThrow("The stream ended.");
  const enter = (password: string) => ask("POST", "/api/v1/session", { name: "Bo", password });
  expect(await enter("Bo, let me in")).toMatchObject({
    status: 403,
    body: { title: "The account Bo is disabled. An admin can enable it again." },
  });
  // Who does not know the password is not told.
  expect(await enter("wrong")).toMatchObject({ status: 401, body: { title: "The name or the password is wrong." } });
  // Twice is once.
  expect((await change(me.accountId, true)).body).toEqual(disabled.body);
  expect((await change(me.accountId, false)).body).toMatchObject({ disabledAt: null });
  expect((await ask("GET", "/api/v1/me", undefined, bo)).status).toBe(401);
  expect((await ask("GET", "/api/v1/me", undefined, token)).status).toBe(200);
  expect((await enter("Bo, let me in")).status).toBe(200);
  const { body: log } = await ask("GET", "/api/v1/audit-log?action=account", undefined, admin);
  const said = log.items.map((row: Json) => [row.user, row.subjects, row.message]);
  expect(said.slice(0, 2)).toEqual([
    ["Ada", ["Bo"], "Enabled."],
    ["Ada", ["Bo"], "Disabled."],
  ]);
  expect((await ask("GET", "/api/v1/audit-log/check", undefined, admin)).body.faults).toEqual([]);
});

it("the last admin who gets in is not disabled, and one who is disabled does not count", async () => {
  const server = await testServer({ home: await homeWith(["Ada", "admin"], ["Bo", "admin"]), login: true });
  const { ask } = server;
  const admin = await signIn(server, "Ada");
  const { body: accounts } = await ask("GET", "/api/v1/accounts", undefined, admin);
  const [ada, bo] = accounts.items.map(({ id }: Json) => `/api/v1/accounts/${id}`);
  expect((await ask("PATCH", bo, { disabled: true }, admin)).status).toBe(200);
  for (const change of [{ disabled: true }, { role: "lead" }])
    expect(await ask("PATCH", ada, change, admin)).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect((await ask("DELETE", ada, undefined, admin)).status).toBe(409);
  expect((await ask("GET", "/api/v1/me", undefined, admin)).body).toMatchObject({ name: "Ada", role: "admin" });
});

it("a password is not guessed: after some wrong ones the right one has to wait, too", async () => {
  const { ask } = await testServer({ home: await homeWith(["Ada", "admin"]), login: true });
  const attempt = (password: string) => ask("POST", "/api/v1/session", { name: "ada", password });
  for (let count = 0; count < 5; count++) expect((await attempt(`wrong ${count}`)).status).toBe(401);
  const refused = await attempt("Ada, let me in");
  expect(refused).toMatchObject({ status: 429, body: { code: "too-many" } });
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
});

it("who guesses keeps nobody else out, behind a proxy too", async () => {
  const { ask } = await testServer({ home: await homeWith(["Ada", "admin"]), address: "https://cresset.house" });
  const attempt = (name: string, password: string, from: string) =>
    ask(
      "POST",
      "/api/v1/session",
      { name, password },
      { host: "cresset.house", "x-forwarded-for": `1.2.3.4, ${from}` },
    );
  for (let count = 0; count < 5; count++) expect((await attempt("ada", "wrong", "10.0.0.6")).status).toBe(401);
  expect((await attempt("ada", "Ada, let me in", "10.0.0.6")).status).toBe(429);
  expect((await attempt("ada", "Ada, let me in", "10.0.0.7")).status).toBe(200);
});

it("a stream of events ends when its token is taken back", async () => {
  const server = await testServer({ home: await homeWith(["Ada", "admin"]), login: true });
  const { ask, url } = server;
  const admin = await signIn(server, "Ada");
  const past = new Date(0).toISOString();
  const wish = { name: "wall", scopes: ["read"] };
  expect((await ask("POST", "/api/v1/access-tokens", { ...wish, expiresAt: past }, admin)).status).toBe(400);
  const { body: made } = await ask("POST", "/api/v1/access-tokens", wish, admin);
  const stream = await openStream(`${url}/api/v1/events`, undefined, { authorization: `Bearer ${made.token}` });
  expect((await stream.next()).type).toBe("stream.opened");
  await ask("DELETE", `/api/v1/access-tokens/${made.id}`, undefined, admin);
  await expect(stream.next().then(() => stream.next())).rejects.toThrow("The stream ended.");
});

it("programs sign in with tokens that have scopes, expire and are taken back; forged ones open nothing", async () => {
  const home = await homeWith(["Ada", "admin"], ["Vic", "viewer"]);
  const server = await testServer({ home, login: true });
  const { ask } = server;
  const admin = await signIn(server, "Ada");
  const made = await ask("POST", "/api/v1/access-tokens", { name: "watch folder", scopes: ["read"] }, admin);
  expect(made.status).toBe(201);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const reader = bearer(made.body.token);
  expect((await ask("GET", "/api/v1/projects", undefined, reader)).status).toBe(200);
  expect((await ask("POST", "/api/v1/projects", { name: "Job" }, reader)).status).toBe(403);
  expect((await ask("GET", "/api/v1/accounts", undefined, reader)).status).toBe(403);
  expect((await ask("POST", "/api/v1/access-tokens", { name: "more", scopes: ["admin"] }, reader)).status).toBe(403);
  const listed = await ask("GET", "/api/v1/access-tokens", undefined, admin);
  expect(listed.body.items).toMatchObject([{ name: "watch folder", scopes: ["read"] }]);
  expect(JSON.stringify(listed.body)).not.toContain(made.body.token);
  const store = await openPeopleStore(storeFile(home));
  onTestFinished(() => store.close());
  const vic = await store.account("Vic");
  const [expired, strong] = [newToken(), newToken()];
  const token = { accountId: vic.id, name: "", expiresAt: undefined };
  await store.addToken({
    ...token,
    scopes: ["read"],
    hash: hashSecret(expired),
    expiresAt: new Date(Date.now() - 1000),
  });
  await store.addToken({ ...token, scopes: ["read", "catalogue", "admin"], hash: hashSecret(strong) });
  for (const forged of [expired, newToken(), `${made.body.token}x`, "", "null", hashSecret(made.body.token)])
    expect((await ask("GET", "/api/v1/projects", undefined, bearer(forged))).status).toBe(401);
  expect((await ask("GET", "/api/v1/projects", undefined, { authorization: "Basic QWRhOkFkYSBBZGE=" })).status).toBe(
    401,
  );
  // A scope gives nothing that the role does not.
  expect((await ask("POST", "/api/v1/projects", { name: "Job" }, bearer(strong))).status).toBe(403);
  expect((await ask("DELETE", `/api/v1/access-tokens/${made.body.id}`, undefined, admin)).status).toBe(204);
  expect((await ask("GET", "/api/v1/projects", undefined, reader)).status).toBe(401);
  expect((await ask("GET", "/api/v1/projects", undefined, { cookie: "cresset_session=forged" })).status).toBe(401);
});

it("webhooks are signed, sent again until they are taken, and logged", async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answer = 500;
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer).end();
      answer = 204;
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const { ask } = await testServer({ webhookPauses: [50] });
  expect(
    (await ask("POST", "/api/v1/webhooks", { url: "file:///etc/passwd", types: ["projects.changed"] })).status,
  ).toBe(400);
  const { body: webhook } = await ask("POST", "/api/v1/webhooks", { url, types: ["projects.changed"] });
  const log = async () => (await ask("GET", `/api/v1/webhooks/${webhook.id}/deliveries`)).body.items;
  await ask("POST", "/api/v1/projects", { name: "Job" });
  await expect
    .poll(log, { timeout: 20_000 })
    .toMatchObject([{ status: "delivered", attempts: 2, responseStatus: 204 }]);
  const [first, second] = received;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  const { headers, body } = received[0]!;
  expect(JSON.parse(body)).toMatchObject({ type: "projects.changed", data: {} });
  const key = Buffer.from(webhook.secret.slice("whsec_".length), "base64");
  const signed = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".");
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const test = await ask("POST", `/api/v1/webhooks/${webhook.id}/test`);
  expect(test.body).toMatchObject({ type: "test", status: "delivered", attempts: 1 });
  answer = 410;
  expect((await ask("POST", `/api/v1/webhooks/${webhook.id}/test`)).body).toMatchObject({ status: "failed" });
  expect((await ask("GET", "/api/v1/webhooks")).body.items).toMatchObject([{ enabled: false }]);
});
