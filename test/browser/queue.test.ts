/** The queue while it works: what hooks say, how far each asset is, what is cancelled, killed and failed; and a second hand. */
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { type QueueHouse, startQueueHouse } from "./queue-house.ts";

let house: QueueHouse;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  [house, browser] = await Promise.all([startQueueHouse(), openBrowser()]);
  opened = await openPage(browser, house.url);
  ({ page } = opened);
  await page.goto("/");
  await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
}, 120_000);
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await shoot(page, "queue-test-failed");
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const started = 40_000;
const line = (title: string) => page.getByRole("option").filter({ hasText: title });
const says = (title: string, word: string | RegExp) =>
  line(title).filter({ hasText: word }).first().waitFor({ timeout: started });
const pictures = (inside: Locator) =>
  inside.locator("img").evaluateAll((all: HTMLImageElement[]) => all.filter((one) => one.naturalWidth > 0).length);
const out = (...names: string[]) => path.join(house.folder, "out", ...names);

/** Puts an export of clips into the queue. */
async function queue(title: string, clips: readonly string[], preset = "H.264"): Promise<void> {
  const sources = clips.map((name) => `cresset:${house.clips[name]}`);
  const wish = { sources, presets: [preset], destinationPath: out(title), title };
  const response = await fetch(`${house.url}/api/v1/exports`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  expect(response.status).toBe(202);
}

test("what the command line changes is seen at once", async () => {
  await house.command("rename", "/Desktop/Reels/Reel 1/beach", "coast");
  await expect.poll(() => page.getByRole("gridcell", { name: /^coast/ }).count()).toBe(1);
  await house.command("rename", "/Desktop/Reels/Reel 1/coast", "beach");
  await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
});

test("a Python hook tells something in the corner and asks in a dialog; the trace says what each file did", async () => {
  await queue("slate", ["beach", "secret"]);
  await page.getByText("The farm is slow today.").waitFor({ timeout: started });
  const dialog = page.getByRole("dialog", { name: "Slate" });
  await dialog.getByText("Which <b>day</b>?").waitFor();
  await shoot(page, "hook-messages");
  await expectAccessible(page);
  const second = dialog.getByRole("button", { name: "Day 2" });
  for (let at = 0; at < 10 && !(await second.evaluate((button) => button.matches(":focus"))); at++) await press("Tab");
  await press("Enter", "g", "q");
  await says("slate", "A hook stopped some of it");
  await press("t");
  const rows = page.getByRole("listbox", { name: "What ran, in the order of time" });
  await rows
    .getByRole("option", { name: /pre_?export\b/i })
    .first()
    .click();
  await page.getByText("it is Day 2").waitFor();
  const call = async (file: string, about: string) => {
    const row = rows.getByRole("option", { name: /^preExportAsset/ }).filter({ hasText: file });
    await row.filter({ hasText: about }).click();
    return page.getByRole("region", { name: `preExportAsset ${file}` }).textContent();
  };
  expect(await call("b-stopping.ts", "secret")).toMatch(/It stopped this.*Nothing secret leaves the house/);
  expect(await call("c-naming.ts", "secret")).toMatch(/It was skipped.*aborted by .*b-stopping\.ts/);
  expect(await call("c-naming.ts", "beach")).toMatch(/resolvedPath.*beach.*dailies\/beach/);
  await shoot(page, "trace-skipped");
});

test("each asset says how far it is; the queue pauses after it, it is cancelled, and resumed to its end", async () => {
  await press("g", "q");
  await queue("Long one", ["long", "beach"], "H.265");
  await page.getByRole("option").filter({ hasText: "Long one" }).click();
  const assets = page.getByRole("region", { name: "Assets" });
  const long = assets.getByRole("listitem").filter({ hasText: "long" });
  await long.getByText(/^\d+ of 600 +· +[\d.]+ frames\/s +· +[\d.:]+( s)? left$/).waitFor({ timeout: started });
  await expect.poll(() => pictures(long)).toBe(1);
  await expect.poll(() => pictures(line("Long one"))).toBe(1);
  await press("p");
  await page.getByText("Paused: nothing more is started").waitFor();
  await queue("After it", ["beach"]);
  await says("After it", "Waiting");
  await shoot(page, "queue-running");
  await press("x");
  const sure = page.getByRole("button", { name: "Cancel it" });
  await expect.poll(() => sure.evaluate((button) => button.matches(":focus"))).toBe(true);
  await press("Enter");
  await says("Long one", "Cancelled");
  await says("After it", "Waiting");
  expect(existsSync(out("Long one", "dailies", "long.mp4"))).toBe(false);
  await expectAccessible(page);
  await press("u");
  await says("Long one", "Waiting");
  await press("p");
  await says("Long one", "Done");
  await says("After it", "Done");
  expect(existsSync(out("Long one", "dailies", "long.mp4"))).toBe(true);
}, 180_000);

test("a server that is killed is missed, and goes on with what it did once it is back", async () => {
  writeFileSync(out("wait"), "");
  await queue("Killed", ["beach"]);
  await says("Killed", "Running");
  await house.kill();
  await page.getByText("Server not reached; trying again").waitFor({ timeout: started });
  await shoot(page, "server-away");
  rmSync(out("wait"));
  await house.start();
  await page.getByText("Live", { exact: true }).waitFor({ timeout: started });
  await says("Killed", "Done");
  expect(existsSync(out("Killed", "dailies", "beach.mp4"))).toBe(true);
});

test("an export that the command line began and left is resumed from the history", async () => {
  writeFileSync(out("wait"), "");
  const kill = house.begin("export", path.join("footage", "beach.mov"), "--preset", "H.264", "--to", out("by hand"));
  await expect.poll(() => existsSync(out("by hand", "dailies", "beach.mp4")), { timeout: started }).toBe(true);
  await kill();
  rmSync(out("wait"));
  await press("2");
  await says("beach", "Interrupted");
  await line("beach").filter({ hasText: "Interrupted" }).click();
  await shoot(page, "history-interrupted");
  await press("u");
  await page.getByText("goes on in the queue").waitFor();
  await expect.poll(() => line("by hand").filter({ hasText: "Finished" }).count(), { timeout: started }).toBe(1);
  await press("1");
});

test("what failed says why in a sentence, with the log behind it, and is tried again", async () => {
  const media = path.join(house.folder, "footage", "beach.mov");
  renameSync(media, `${media}.away`);
  await queue("Fails", ["beach"]);
  await says("Fails", "Failed");
  await line("Fails").click();
  await says("Fails", /beach\.mov/);
  await press("l");
  await page.getByRole("region", { name: "Log" }).getByText("Error:").first().waitFor();
  await shoot(page, "queue-failed");
  renameSync(`${media}.away`, media);
  await press("r");
  await expect.poll(() => line("Fails").filter({ hasText: "Done" }).count(), { timeout: started }).toBe(1);
  await page.getByRole("option").filter({ hasText: "Fails" }).filter({ hasText: "Done" }).click();
  await press("c");
  await expect.poll(() => pictures(page.getByRole("region", { name: "Contact sheet" }))).toBe(1);
  expect(opened.faults).toEqual([]);
});
