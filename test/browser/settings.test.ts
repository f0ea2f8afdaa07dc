/** The Settings page in a real browser: by the keyboard alone, against the real server and a real receiver of webhooks. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { type DemoServer, startDemo } from "./demo-server.ts";

const account = { name: "mara", password: "correct horse battery" };
let demo: DemoServer;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(account), openBrowser()]);
  opened = await openPage(browser, demo.url);
  ({ page } = opened);
  await signIn(page, account.name, account.password);
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

async function signIn(on: Page, name: string, password: string): Promise<void> {
  await on.goto("/desktop");
  await on.getByLabel("Name").focus();
  await on.keyboard.type(name);
  await on.keyboard.press("Tab");
  await on.keyboard.type(password);
  await on.keyboard.press("Enter");
  await on.getByRole("gridcell", { name: /^beach/ }).waitFor();
}

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** To a section of the page, by its key. */
const goTo = async (section: string) => {
  await press("g", "s");
  await page.getByRole("navigation", { name: "Sections" }).waitFor();
  await press(section);
};
const type = (text: string) => page.keyboard.type(text);
const focusOn = (name: string) => page.locator(`[aria-label="${name}"]:focus`).waitFor();
/** Answers a dialog, once the answer has the keyboard. */
const say = async (answer: string) => {
  await page.getByRole("dialog").locator(`button:focus:has-text("${answer}")`).waitFor();
  await press("Enter");
};
const apiStatus = async (token: string) =>
  (await fetch(`${demo.url}/api/v1/projects`, { headers: { authorization: `Bearer ${token}` } })).status;

test("an admin makes an account, which may what its role says; its own password is its own matter", async () => {
  await goTo("2");
  await page.getByRole("option", { name: "mara" }).waitFor();
  await focusOn("Accounts");
  await press("n");
  await type("bo");
  await press("Tab", "Tab");
  await type("short");
  await press("Enter");
  // The browser itself asks for more, in its own words.
  await page.getByRole("option", { name: "bo" }).waitFor({ state: "detached" });
  await type("er than this");
  await press("Enter");
  await page.getByRole("option", { name: "bo" }).waitFor();
  await focusOn("Accounts");
  await shoot(page, "settings-people");
  await expectAccessible(page);

  const { page: other, faults } = await openPage(browser, demo.url);
  await signIn(other, "bo", "shorter than this");
  await other.keyboard.press("g");
  await other.keyboard.press("s");
  await other.getByText("artist: may work on the Desktop").waitFor();
  await expectAccessible(other);
  await other.keyboard.press("2");
  await other.getByText("You are signed in as bo, with the role artist.").waitFor();
  await other.keyboard.press("4");
  await other.getByRole("heading", { name: "Webhooks are for admins" }).waitFor();
  expect(await other.getByRole("button", { name: "New webhook…" }).count()).toBe(0);
  await other.keyboard.press("1");
  await other.getByLabel("Present password").focus();
  for (const text of ["shorter than this", "mine from now on", "mine from now on"]) {
    await other.keyboard.type(text);
    await other.keyboard.press("Tab");
  }
  await other.keyboard.press("Enter");
  await other.getByText("Your password was changed").waitFor();
  await shoot(other, "settings-you");

  // Disabled while looking: the other page is at the door, and says why it stays shut.
  await press("o");
  await say("Disable");
  await page.getByText("It is disabled since").waitFor();
  await shoot(page, "settings-disabled");
  await expectAccessible(page);
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  await other.getByLabel("Name").fill("bo");
  await other.getByLabel("Password", { exact: true }).fill("mine from now on");
  await other.keyboard.press("Enter");
  await other.getByText("The account bo is disabled.").waitFor();
  await page.getByLabel("Accounts").focus();
  await press("o");
  await page.getByRole("button", { name: "Disable…" }).waitFor();
  await other.keyboard.press("Enter");
  await other.getByRole("navigation", { name: "Sections" }).waitFor();

  // Removed while looking: the other page is at the door, and this one knows.
  await press("Delete");
  await say("Remove");
  await page.getByRole("option", { name: "bo" }).waitFor({ state: "detached" });
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  expect(faults).toEqual([]);
  await other.context().close();
});

test("an access token works from when it was made until it is taken back, and its name is text", async () => {
  await goTo("3");
  await page.getByText("There are no access tokens").waitFor();
  await press("n");
  const name = '<img src=x onerror="document.title=1">';
  await page.getByLabel("What it is for").waitFor();
  await type(name);
  await press("Enter");
  const field = page.getByLabel(/It is shown this once/);
  const token = await field.inputValue();
  expect(token).toMatch(/^crst_[\w-]{40,}$/);
  expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await shoot(page, "settings-token");
  await expectAccessible(page);
  expect(await apiStatus(token)).toBe(200);
  await page.getByRole("option", { name }).waitFor();
  expect(await page.getByRole("option", { name: /mara/ }).textContent()).toMatch(/until \d{4}-/);
  expect(await page.locator("img[src=x]").count()).toBe(0);
  await page.getByRole("button", { name: "Done" }).focus();
  await press("Enter");
  await focusOn("Access tokens");
  expect(await page.content()).not.toContain(token);
  await press("Delete");
  await say("Take back");
  await page.getByText("There are no access tokens").waitFor();
  expect(await apiStatus(token)).toBe(401);
});

test("a webhook is added, tested, turned off and sent again, and what it sends is signed", async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answer: readonly [number, string] = [500, "<b>No room</b>"];
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer[0]).end(answer[1]);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  await goTo("4");
  await page.getByText("Nobody is told of anything").waitFor();
  await press("n");
  await page.getByRole("textbox", { name: "Address" }).waitFor();
  await type(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`);
  await press("Enter");
  const secret = await page.getByLabel(/It is shown this once\. The server keeps it, to sign with/).inputValue();
  await page.getByRole("button", { name: "Done" }).focus();
  await press("Enter");
  await focusOn("Webhooks");
  await press("t");
  await page.getByText("not taken, 500").waitFor();
  const sent = received[0]!;
  const headers = Object.fromEntries(Object.entries(sent.headers).map(([key, value]) => [key, String(value)]));
  expect(new Webhook(secret).verify(sent.body, headers)).toMatchObject({ type: "test" });
  expect(() => new Webhook(secret).verify(sent.body.replace("test", "tost"), headers)).toThrow(/signature/);
  await page.getByRole("button", { name: /not taken, 500/ }).focus();
  await press("Enter");
  await page.getByText("<b>No room</b>").waitFor();
  await shoot(page, "settings-webhook");
  await expectAccessible(page);
  answer = [200, ""];
  await page.getByRole("button", { name: "Send again" }).focus();
  await press("Enter");
  await page.getByText("taken, 200").waitFor();
  expect(received[1]!.headers["webhook-id"]).toBe(sent.headers["webhook-id"]);
  await press("Escape");
  await focusOn("Webhooks");
  await press("o");
  await page.getByText("It is off").waitFor();
});

test("the house is shown with what sets it, and every key is listed", async () => {
  await goTo("5");
  await page.getByRole("row", { name: "snapshot.preset PNG default" }).waitFor();
  await page.getByRole("row", { name: `${demo.folder} --root yes` }).waitFor();
  await page.getByText("Cresset 0.").waitFor();
  await shoot(page, "settings-house");
  await expectAccessible(page);
  await press("2", "?");
  await page.getByRole("dialog", { name: "Keys" }).getByText("New account").waitFor();
  await press("Escape");
  expect(opened.faults).toEqual([]);
});

test("where nobody has to sign in, the page says how accounts come to be and what they change", async () => {
  const open = await startDemo();
  onTestFinished(() => open.close());
  const { page: local, faults } = await openPage(browser, open.url);
  await local.goto("/settings?section=people");
  await local.getByText("This house has no accounts").waitFor();
  await expectAccessible(local);
  await shoot(local, "settings-no-accounts");
  await local.keyboard.press("3");
  await local.getByText("make one under People first").waitFor();
  await local.keyboard.press("2");
  await local.getByText("This house has no accounts").waitFor();
  await local.keyboard.press("n");
  await local.keyboard.type("ada");
  await local.keyboard.press("Tab");
  await local.keyboard.type("long enough");
  await local.keyboard.press("Enter");
  await local.getByRole("option", { name: "ada admin" }).waitFor();
  await local.getByText("Nobody has to sign in now").waitFor();
  await local.keyboard.press("1");
  await local.getByText("You have no password here").waitFor();
  expect(faults).toEqual([]);
});
