/** What the Settings page is made of, beside what access.test.ts has of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import { openPeopleStore } from "../../src/catalogue/open-people-store.ts";
import { storeFile } from "../../src/catalogue/home.ts";
import { hashPassword } from "../../src/server/account-secrets.ts";
import { scratchFolder, testServer } from "./test-server.ts";

async function homeWith(...names: readonly string[]): Promise<string> {
  const home = path.join(scratchFolder(), "home");
  const store = await openPeopleStore(storeFile(home));
  for (const [index, name] of names.entries())
    await store.addAccount({
      name,
      role: index === 0 ? "admin" : "artist",
      passwordHash: await hashPassword(`${name}, let me in`),
    });
  await store.close();
  return home;
}

type Server = Awaited<ReturnType<typeof testServer>>;

const signIn = ({ ask }: Server, name: string, password = `${name}, let me in`) =>
  ask("POST", "/api/v1/session", { name, password });

async function cookieOf(server: Server, name: string): Promise<{ cookie: string }> {
  const [cookie = ""] = (await signIn(server, name)).headers.getSetCookie();
  return { cookie: cookie.split(";")[0] ?? "" };
}

it("says where the house's folders lie, what its settings are, and what says so", async () => {
  const folder = scratchFolder();
  const rushes = path.join(folder, "rushes");
  mkdirSync(rushes);
  const settingsFile = path.join(folder, "cresset.config.yaml");
  writeFileSync(settingsFile, "media: [rushes]\nhooks: [house]\nsnapshot: { preset: TIFF }\nexportsAtOnce: 2\n");
  const cresset = openCresset({ folder, home: path.join(folder, "home"), project: "Job" });
  const { ask } = await testServer({ cresset, roots: [folder] });
  const { status, body } = await ask("GET", "/api/v1/settings");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+/),
    settingsFile,
    storeFile: cresset.storeFile,
    server: { host: "127.0.0.1", address: null, mustSignIn: false, hasAccounts: false },
  });
  const placed = (kind: string) =>
    body.folders
      .filter((each: { kind: string }) => each.kind === kind)
      .map(({ path: at, from, exists }: { path: string; from: string; exists: boolean }) => [at, from, exists]);
  expect(placed("storage root")).toEqual([
    [folder, "--root", true],
    [rushes, "media", true],
  ]);
  expect(placed("hooks").slice(0, 3)).toEqual([
    [path.join(folder, "house"), "hooks", false],
    [path.join(folder, "home", "hooks"), "the home of Cresset", false],
    [path.join(folder, "hooks"), "beside the settings file", false],
  ]);
  expect(placed("presets").at(-1)).toMatchObject([expect.any(String), "comes with Cresset", true]);
  expect(body.values).toContainEqual({ key: "snapshot.preset", value: "TIFF", from: "settings file" });
  expect(body.values).toContainEqual({ key: "snapshot.namePattern", value: "<name>.<frame>", from: "default" });
  expect(body.values).toContainEqual({ key: "exportsAtOnce", value: "2", from: "settings file" });
});

it("people change their own password when they know the present one, and nobody else's with it", async () => {
  const server = await testServer({ home: await homeWith("Ada", "Art"), login: true });
  const { ask } = server;
  const [here, elsewhere] = [await cookieOf(server, "Art"), await cookieOf(server, "Art")];
  const wish = { current: "Art, let me in", password: "something else" };
  const forbidden = { status: 403, body: { code: "forbidden" } };
  expect(await ask("POST", "/api/v1/me/password", { ...wish, current: "wrong" }, here)).toMatchObject(forbidden);
  expect((await ask("POST", "/api/v1/me/password", { ...wish, password: "short" }, here)).status).toBe(400);
  const changed = await ask("POST", "/api/v1/me/password", wish, here);
  expect(changed.status).toBe(204);
  const [cookie = ""] = changed.headers.getSetCookie();
  expect((await ask("GET", "/api/v1/me", undefined, { cookie: cookie.split(";")[0] ?? "" })).body.name).toBe("Art");
  expect((await ask("GET", "/api/v1/me", undefined, elsewhere)).status).toBe(401);
  expect((await signIn(server, "Art")).status).toBe(401);
  expect((await signIn(server, "Art", wish.password)).status).toBe(200);
  // A program's token does not become its owner.
  const ada = await cookieOf(server, "Ada");
  const { body: made } = await ask("POST", "/api/v1/access-tokens", { name: "all", scopes: ["read", "admin"] }, ada);
  const stolen = { authorization: `Bearer ${made.token}` };
  const asProgram = { current: "Ada, let me in", password: "mine from now on" };
  expect(await ask("POST", "/api/v1/me/password", asProgram, stolen)).toMatchObject(forbidden);
  // Guessing the present password of somebody who left the desk is no quicker than guessing it at the door.
  const guess = () => ask("POST", "/api/v1/me/password", { current: "guess", password: "long enough" }, ada);
  for (let count = 0; count < 5; count++) expect((await guess()).status).toBe(403);
  expect((await guess()).status).toBe(429);
});

it("admins see everybody's access tokens, make them for others and take them back; others keep to their own", async () => {
  const home = await homeWith("Ada", "Art", "Bo");
  const server = await testServer({ home, login: true });
  const { ask } = server;
  const [ada, art, bo] = [await cookieOf(server, "Ada"), await cookieOf(server, "Art"), await cookieOf(server, "Bo")];
  const { body: me } = await ask("GET", "/api/v1/me", undefined, art);
  const wish = { name: "watch folder", scopes: ["read"], accountId: me.accountId };
  const { status, body: made } = await ask("POST", "/api/v1/access-tokens", wish, ada);
  expect([status, made.accountName]).toEqual([201, "Art"]);
  expect((await ask("POST", "/api/v1/access-tokens", wish, bo)).status).toBe(403);
  const own = { name: "mine", scopes: ["read"] };
  const { body: mine } = await ask("POST", "/api/v1/access-tokens", own, art);
  const names = async (of: string, who: { cookie: string }) =>
    (await ask("GET", `/api/v1/access-tokens?of=${of}`, undefined, who)).body.items?.map(
      (token: { name: string }) => token.name,
    );
  expect(await names("everybody", ada)).toEqual(["watch folder", "mine"]);
  expect([await names("me", ada), await names("me", art)]).toEqual([[], ["watch folder", "mine"]]);
  expect((await ask("GET", "/api/v1/access-tokens?of=everybody", undefined, art)).status).toBe(403);
  expect((await ask("DELETE", `/api/v1/access-tokens/${made.id}`, undefined, bo)).status).toBe(404);
  expect((await ask("DELETE", `/api/v1/access-tokens/${made.id}`, undefined, ada)).status).toBe(204);
  expect((await ask("DELETE", `/api/v1/access-tokens/${mine.id}`, undefined, art)).status).toBe(204);
  // Where nobody signs in there is nobody whom a token would belong to: one says whose it is.
  const open = await testServer({ home });
  expect((await open.ask("POST", "/api/v1/access-tokens", own)).body.title).toContain("Say whose it is");
  expect((await open.ask("POST", "/api/v1/access-tokens", { ...own, accountId: me.accountId })).status).toBe(201);
});

it("the log of a webhook says what was answered, and sends again what is asked for", async () => {
  const ids: string[] = [];
  let status = 503;
  const receiver = createServer((request, response) => {
    ids.push(String(request.headers["webhook-id"]));
    // Longer than it takes the server to look for what is due: a test is sent once all the same.
    const answer = () => response.writeHead(status).end(`<b>${"no room ".repeat(1000)}`);
    request.resume().on("end", () => setTimeout(answer, ids.length === 1 ? 1500 : 0));
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const { ask, parts } = await testServer();
  const told: string[] = [];
  parts.hub.listen(({ event }) => told.push(event.type));
  const { body: webhook } = await ask("POST", "/api/v1/webhooks", { url, types: ["projects.changed"] });
  expect((await ask("PATCH", `/api/v1/webhooks/${webhook.id}`, { types: ["webhooks.changed"] })).status).toBe(400);
  const { body: failed } = await ask("POST", `/api/v1/webhooks/${webhook.id}/test`);
  expect(failed).toMatchObject({ status: "failed", responseStatus: 503, error: "It answered with 503." });
  expect(failed.answer).toMatch(/^<b>no room/);
  expect(failed.answer).toHaveLength(2000);
  status = 200;
  const again = `/api/v1/webhooks/${webhook.id}/deliveries/${failed.id}/redeliver`;
  expect((await ask("POST", again)).body).toMatchObject({ id: failed.id, status: "delivered", attempts: 2, error: "" });
  expect(ids).toEqual([failed.id, failed.id]);
  const { body: other } = await ask("POST", "/api/v1/webhooks", { url, types: ["projects.changed"] });
  expect((await ask("POST", again.replace(webhook.id, other.id))).status).toBe(404);
  // Why nobody took it is told in words.
  await new Promise((resolve) => receiver.close(resolve));
  const { host } = new URL(url);
  expect((await ask("POST", `/api/v1/webhooks/${webhook.id}/test`)).body.error).toBe(`Nothing listens at ${host}.`);
  await ask("PATCH", `/api/v1/webhooks/${webhook.id}`, { url: "http://nowhere.invalid/" });
  expect((await ask("POST", `/api/v1/webhooks/${webhook.id}/test`)).body.error).toMatch(/nowhere\.invalid/);
  expect(told.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => "webhooks.changed"));
});
