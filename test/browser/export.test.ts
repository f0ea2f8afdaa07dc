/** An export from the choice of clips to the trace of its hooks, by keyboard alone. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { type ExportHouse, startExportHouse } from "./export-house.ts";

let house: ExportHouse;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  [house, browser] = await Promise.all([startExportHouse(), openBrowser()]);
  opened = await openPage(browser, house.url);
  ({ page } = opened);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
const text = (words: string | RegExp) => page.getByText(words).first();

test("clips are chosen on the Desktop, tried out and looked at before anything is written", async () => {
  await page.goto("/");
  await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
  await press("ArrowRight", "Control+a", "e");
  await page.getByRole("listbox", { name: "Chosen, 4" }).waitFor();
  await page.locator('#export-preset option[value="H.264"]').waitFor({ state: "attached" });
  await press("p");
  await expect.poll(focused).toBe("export-preset");
  await page.keyboard.type("H.264");
  await expect.poll(() => page.locator("#export-preset").inputValue()).toBe("H.264");
  // The names stand there before anything was asked for.
  await text("secret_teaser.mp4").waitFor();
  await press("Tab", "b");
  const folders = page.getByRole("listbox", { name: "Folders" });
  await folders.getByRole("option", { name: house.folder }).waitFor();
  await press("ArrowRight");
  await folders.getByRole("option", { name: "out", exact: true }).waitFor();
  for (let at = 0; at < 10 && (await folders.locator("[aria-selected=true]").textContent()) !== "out"; at++)
    await press("ArrowDown");
  await press("ArrowRight");
  await page.getByText("No folders here.").waitFor();
  await press("Enter");
  await expect.poll(() => page.locator("#export-destination").inputValue()).toBe(path.join(house.folder, "out"));

  await press("Control+Enter");
  const table = page.getByRole("table", { name: "What would be written" });
  await table.waitFor();
  const row = (name: string) => table.getByRole("row").filter({ hasText: name });
  expect(await row("beach").textContent()).toMatch(/Write.*beach\.mp4.*dailies\/beach\.mp4/);
  expect(await row("harbour").textContent()).toContain("Ask");
  expect(await row("secret_teaser").textContent()).toContain("Nothing secret leaves the house before its release.");
  expect(await row("station").textContent()).toContain("img src=x onerror=alert(1)");
  await shoot(page, "export");
  await expectAccessible(page);
  expect(statSync(path.join(house.folder, "out", "harbour.mp4")).size).toBe("an older one".length);
  expect(existsSync(path.join(house.folder, "out", "dailies"))).toBe(false);
});

test("the export asks about the file that exists, and is watched in the queue", async () => {
  await press("Control+Enter");
  const dialog = page.getByRole("dialog", { name: "A file exists" });
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain(path.join(house.folder, "out", "harbour.mp4"));
  await text("Waits for an answer").waitFor();
  await shoot(page, "export-question");
  await expectAccessible(page);
  // Whoever was pressing keys answers nothing by it.
  await press("Space", "Enter");
  expect(await dialog.isVisible()).toBe(true);
  await press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "1 question waits" }).waitFor();
  await shoot(page, "export-question-aside");
  await press("g", "w");
  await dialog.waitFor();
  for (let at = 0; at < 10 && !(await page.getByLabel("Apply to all").evaluate((box) => box.matches(":focus"))); at++)
    await press("Tab");
  await press("Space");
  expect(await page.getByLabel("Apply to all").isChecked()).toBe(true);
  for (let at = 0; at < 10; at++) {
    if (await page.getByRole("button", { name: "Overwrite" }).evaluate((button) => button.matches(":focus"))) break;
    await press("Tab");
  }
  await press("Enter");
  await page.locator("[role=option]", { hasText: "A hook stopped some of it" }).waitFor({ timeout: 40_000 });
  const assets = page.getByRole("region", { name: "Assets" });
  await assets.getByText("dailies/beach.mp4").waitFor();
  await assets.getByText("Nothing secret leaves the house").waitFor();
  await expect
    .poll(() =>
      assets.locator("img").evaluateAll((all: HTMLImageElement[]) => all.filter((one) => one.naturalWidth > 0).length),
    )
    .toBe(3);
  await shoot(page, "queue");
  await expectAccessible(page);
  expect(statSync(path.join(house.folder, "out", "harbour.mp4")).size).toBeGreaterThan(1000);
  await press("c");
  const sheet = page.getByRole("region", { name: "Contact sheet" });
  await expect
    .poll(() =>
      sheet.locator("img").evaluateAll((all: HTMLImageElement[]) => all.filter((one) => one.naturalWidth > 0).length),
    )
    .toBe(3);
  await shoot(page, "queue-contact-sheet");
  await press("l");
  await page.getByRole("region", { name: "Log" }).getByText("looked at beach").waitFor();
  await shoot(page, "queue-log");
});

test("what waits is held, put in order and cancelled", async () => {
  const ask = (way: string, body: object = {}) =>
    page.evaluate(
      async ([url, data]) => {
        const headers = { "content-type": "application/json" };
        return (await fetch(url, { method: "POST", headers, body: data })).json();
      },
      [`/api/v1${way}`, JSON.stringify(body)] as const,
    );
  await ask("/queue/pause");
  for (const [title, held] of [
    ["Trailer", false],
    ["Reel 2 for the client", false],
    ["Grain tests", true],
  ] as const)
    await ask("/exports", {
      sources: [path.join(house.folder, "footage", "station.mov")],
      presets: ["H.264"],
      destinationPath: path.join(house.folder, "out", title),
      title,
      held,
    });
  await page.getByRole("option", { name: "Grain tests" }).waitFor();
  const waiting = async () =>
    (
      await page
        .getByRole("option", { name: /Trailer|Reel 2|Grain/ })
        .locator("[class*=title]")
        .allTextContents()
    ).join(", ");
  await press("Escape", "Home");
  expect(await waiting()).toBe("Trailer, Reel 2 for the client, Grain tests");
  await press("ArrowDown", "ArrowDown", "Alt+ArrowUp");
  await expect.poll(waiting).toBe("Trailer, Grain tests, Reel 2 for the client");
  await press("h");
  await expect.poll(() => page.getByRole("option", { name: "Grain tests" }).textContent()).toContain("Waiting");
  await press("h");
  await expect.poll(() => page.getByRole("option", { name: "Grain tests" }).textContent()).toContain("Held");
  await shoot(page, "queue-waiting");
  await press("x");
  await expect.poll(() => page.getByRole("option", { name: "Grain tests" }).textContent()).toContain("Cancelled");
  await press("p");
  await expect
    .poll(() => page.getByRole("option", { name: "Reel 2" }).textContent(), { timeout: 30_000 })
    .toContain("Done");
  await press("2");
  await page.locator("[role=listbox] [role=option]", { hasText: "Finished" }).first().waitFor();
  await shoot(page, "history");
  await expectAccessible(page);
});

test("the trace says which hook did what, and why one clip was stopped", async () => {
  await press("End", "t");
  const rows = page.getByRole("listbox", { name: "What ran, in the order of time" });
  await rows
    .getByRole("option", { name: /preExportAsset/ })
    .first()
    .waitFor();
  await press("n");
  await page
    .getByRole("region", { name: /preExportAsset/ })
    .getByText("Nothing secret leaves")
    .first()
    .waitFor();
  await shoot(page, "trace");
  await expectAccessible(page);
  await press("/");
  await page.keyboard.type("preExportAsset beach");
  await press("Enter");
  await expect.poll(() => rows.getByRole("option").count()).toBe(1);
  const detail = page.getByRole("region", { name: /preExportAsset/ });
  await expect.poll(() => detail.textContent()).toMatch(/resolvedPath.*beach.*dailies\/beach/);
  expect(await detail.textContent()).toContain("looked at beach");
  await shoot(page, "trace-change");
});

test("a preset is edited with its names in sight, and what is wrong is said at once", async () => {
  await press("g", "e");
  await page.locator("#export-preset").waitFor();
  // Out of the list, whose letters choose in it, and nothing is marked that nobody works with.
  await press("p");
  await expect.poll(focused).toBe("export-preset");
  await press("Escape");
  await expect.poll(focused).toBe("");
  await press("Control+a");
  expect(await page.evaluate(() => String(getSelection()))).toBe("");
  await press("e");
  const editor = page.getByRole("dialog", { name: /^Preset/ });
  const named = editor.getByRole("textbox", { name: "Name", exact: true });
  await expect.poll(() => named.evaluate((field) => field.matches(":focus"))).toBe(true);
  // What was changed goes only when that is meant.
  await page.keyboard.type("x");
  await press("Escape");
  const leaving = page.getByRole("dialog", { name: "Leave without saving?" });
  await leaving.waitFor();
  await shoot(page, "preset-leave");
  await press("Escape");
  await leaving.waitFor({ state: "detached" });
  expect(await named.inputValue()).toMatch(/x$/);
  await press("Escape");
  await leaving.getByRole("button", { name: "Discard" }).click();
  await editor.waitFor({ state: "detached" });
  await press("e");
  const pattern = page.getByRole("combobox", { name: "Name pattern" });
  await pattern.waitFor();
  for (let at = 0; at < 30 && !(await pattern.evaluate((field) => field.matches(":focus"))); at++) await press("Tab");
  await press("End");
  await page.keyboard.type("_<res");
  await page.getByRole("option", { name: "<resolution>" }).waitFor();
  await shoot(page, "preset-tokens");
  await press("Enter");
  await text("beach_640x360.mp4").waitFor();
  await shoot(page, "preset-editor");
  await expectAccessible(page);
  await press("Home");
  await page.keyboard.type("../");
  await page
    .getByRole("list", { name: "What is wrong" })
    .getByText(/namePattern/)
    .waitFor();
  expect(await page.getByRole("button", { name: "Save", exact: true }).isDisabled()).toBe(true);
  await shoot(page, "preset-wrong");
  for (let at = 0; at < 3; at++) await press("Delete", "Backspace");
  await press("Home", "Control+a");
  await page.keyboard.type("<name>_web");
  await text("beach_web.mp4").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Save", exact: true }).isEnabled()).toBe(true);
  await press("Enter");
  await expect.poll(() => page.locator("#export-preset").inputValue()).toBe("H.264 copy");
  expect(existsSync(path.join(house.folder, "presets", "H.264 copy.yaml"))).toBe(true);
});

test("custom export profiles stand in the menu, hook files on a page of their own", async () => {
  await page.getByRole("button", { name: "Export with a preset" }).focus();
  await press("Enter");
  expect(await page.getByRole("menuitem").allTextContents()).toEqual(["With a preset", "Archive master", "Web review"]);
  await shoot(page, "export-menu");
  await press("Escape", "g", "h");
  const files = page.getByRole("listbox", { name: "Hook files" });
  await files.getByRole("option", { name: /unfinished\.ts.*Broken/ }).waitFor();
  await press("ArrowDown");
  await text(/not-there\.ts/).waitFor();
  await shoot(page, "hooks");
  await expectAccessible(page);
  await press("r");
  await text("Hook files were read again").waitFor();
  expect(opened.faults).toEqual([]);
});
