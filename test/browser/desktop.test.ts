/** The Desktop in a real browser, with a real server and media. */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { type DemoServer, startDemo } from "./demo-server.ts";

let demo: DemoServer;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
});
beforeEach(async () => {
  opened = await openPage(browser, demo.url);
  ({ page } = opened);
  await page.goto("/");
  await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await shoot(page, "desktop-failed");
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

/** The names of the clips of each reel, as they are seen. */
const reels = (): Promise<Record<string, string[]>> =>
  page.evaluate(() => {
    const lanes: Record<string, string[]> = {};
    for (const row of document.querySelectorAll('[role="row"][data-kind="clips"]')) {
      const lane = row.querySelector('[role="rowheader"] [title]')?.textContent ?? "";
      lanes[lane] = [...row.querySelectorAll("[data-index] [title]")].map((name) => name.textContent);
    }
    return lanes;
  });
const clip = (name: string) => page.getByRole("gridcell", { name: new RegExp(`^${name}`) });
const selected = () => page.locator('[aria-selected="true"] [title]').allTextContents();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
describe("The Desktop", () => {
  test("shows the reels with their clips, and keeps nobody out", async () => {
    expect(await reels()).toEqual({
      "Reel 1": ["beach", "harbour", "station"],
      "Reel 2": [],
      "Reel 3": [],
      "Reel 4": [],
    });
    const drawn = () =>
      page
        .locator("[data-index] img")
        .evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length);
    await expect.poll(drawn, { timeout: 30_000 }).toBe(3);
    await press("ArrowRight", "ArrowRight", "Shift+ArrowRight");
    await page.getByText("frames").first().waitFor();
    await shoot(page, "desktop");
    await expectAccessible(page);
    await press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await shoot(page, "desktop-keys");
    await expectAccessible(page);
    expect(opened.faults).toEqual([]);
  });

  test("is worked with the keyboard alone: select, move, rename, delete, bring back, new reel", async () => {
    await press("ArrowRight");
    await expect.poll(selected).toEqual(["beach"]);
    await press("Shift+ArrowRight");
    await expect.poll(selected).toEqual(["beach", "harbour"]);
    // Taken here, put there.
    await press("Control+x", "n");
    await page.getByRole("dialog", { name: "New reel" }).waitFor();
    await page.keyboard.type("Selects");
    await press("Enter");
    await expect.poll(reels).toMatchObject({ Selects: [] });
    await press("l", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
    await expect.poll(reels).toEqual({ "Reel 2": [] });
    await press("c", "Control+v");
    await expect.poll(reels).toEqual({ "Reel 2": ["beach", "harbour"] });
    // Renamed.
    await press("ArrowRight", "F2");
    await page.keyboard.type("shore");
    await press("Enter");
    await expect.poll(reels).toEqual({ "Reel 2": ["shore", "harbour"] });
    // Deleted and brought back.
    await press("Delete");
    await expect.poll(reels).toEqual({ "Reel 2": ["harbour"] });
    await page.getByText("Deleted “shore”").waitFor();
    await press("Control+z");
    await expect.poll(reels).toEqual({ "Reel 2": ["shore", "harbour"] });
    await press("F2");
    await page.keyboard.type("beach");
    await press("Enter");
    await expect.poll(reels).toEqual({ "Reel 2": ["beach", "harbour"] });
    // Reels themselves are renamed and deleted in the tree.
    await press("l", "End", "ArrowUp", "F2");
    await page.keyboard.type("Unwanted");
    await press("Enter");
    await page.getByRole("treeitem", { name: /^Unwanted/ }).waitFor();
    await press("Delete");
    await expect.poll(() => page.getByRole("treeitem", { name: /^Unwanted/ }).count()).toBe(0);
    expect(opened.faults).toEqual([]);
  });

  test("lets clips be dragged to another place and another reel, one or several", async () => {
    await page.getByRole("treeitem", { name: /^Desktop/ }).click();
    await drag(clip("harbour"), clip("station"), "after");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["station", "harbour"], "Reel 2": ["beach"] });
    await drag(clip("beach"), clip("station"), "before");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["beach", "station", "harbour"], "Reel 2": [] });
    // The cursor stands on what was moved, and not on what lies in its place now.
    await page.locator("footer[aria-label=Selection]").getByText("beach", { exact: true }).waitFor();
    // A move goes back, and what others have deleted meanwhile stays deleted.
    const catalogue = await demo.cresset.catalogue();
    const { id } = await catalogue.project("Demo");
    const station = await catalogue.at(id, "/Desktop/Reels/Reel 1/station");
    const deletion = await catalogue.delete([station.id]);
    await expect.poll(reels).toMatchObject({ "Reel 1": ["beach", "harbour"] });
    await press("Control+z");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["harbour"], "Reel 2": ["beach"] });
    await press("Control+z");
    await expect.poll(reels).toMatchObject({ "Reel 1": [], "Reel 2": ["beach", "harbour"] });
    await press("Control+z");
    await page.getByText("There is nothing more to undo").waitFor();
    await catalogue.undelete(id, deletion.id);
    await catalogue.close();
    await expect.poll(reels).toMatchObject({ "Reel 1": ["station"] });
    await drag(clip("harbour"), clip("station"), "after");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["station", "harbour"] });
    await drag(clip("beach"), clip("station"), "before");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["beach", "station", "harbour"] });
    await clip("beach").click();
    await clip("harbour").click({ modifiers: ["ControlOrMeta"] });
    await expect.poll(selected).toEqual(["beach", "harbour"]);
    await drag(clip("harbour"), page.getByRole("treeitem", { name: /^Reel 3/ }), "in");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["station"], "Reel 3": ["beach", "harbour"] });
    await clip("beach").click();
    await clip("harbour").click({ modifiers: ["Shift"] });
    await drag(clip("beach"), clip("station"), "before");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["beach", "harbour", "station"], "Reel 3": [] });
    expect(opened.faults).toEqual([]);
  });

  test("shows names as text, whatever they hold, and marks media that is gone", async () => {
    const name = '<img src=x onerror="document.title=1"> & <b>bold</b>';
    await clip("station").click();
    await press("F2");
    await page.keyboard.insertText(name);
    await press("Enter");
    await expect.poll(reels).toMatchObject({ "Reel 1": ["beach", "harbour", name] });
    expect(await page.title()).toBe("Cresset");
    expect(await page.locator("b").count()).toBe(0);
    const media = path.join(demo.folder, "footage", "beach.mov");
    await rename(media, `${media}.away`);
    await press("F2");
    await page.keyboard.insertText("station");
    await press("Enter");
    // By itself: nobody tells the page of it.
    await expect.poll(() => clip("beach").textContent(), { timeout: 30_000 }).toContain("media not there");
    await shoot(page, "desktop-unlinked");
    await expectAccessible(page);
    // Found again where it was moved to, by keyboard.
    const moved = path.join(demo.folder, "moved");
    await mkdir(moved);
    await rename(`${media}.away`, path.join(moved, "beach.mov"));
    await press("c", "Home", "f");
    const folders = page.getByRole("listbox", { name: "Folders" });
    await folders.getByRole("option", { name: demo.folder }).waitFor();
    await press("ArrowRight");
    await folders.getByRole("option", { name: "moved" }).waitFor();
    await press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight");
    await page.getByText("No folders here.").waitFor();
    await shoot(page, "desktop-relink");
    await press("Enter");
    await page.getByText("1 of 1 linked again").waitFor();
    await expect.poll(() => clip("beach").textContent()).not.toContain("media not there");
    expect(opened.faults).toEqual([]);
  });

  test("imports by path and from the storage, and finds", async () => {
    await press("i");
    const dialog = page.getByRole("dialog", { name: "Import" });
    await dialog.getByRole("button", { name: demo.folder }).click();
    await dialog.getByRole("button", { name: "footage" }).click();
    await dialog.getByLabel("harbour.mov").check();
    await shoot(page, "desktop-import");
    await expectAccessible(page);
    await dialog.getByLabel(/^Paths/).fill(path.join(demo.folder, "footage", "station.mov"));
    await dialog.getByRole("combobox").selectOption({ label: "Desktop / Reels / Reel 4" });
    await dialog.getByRole("button", { name: "Import 2" }).click();
    await expect.poll(reels).toMatchObject({ "Reel 4": ["station", "harbour"] });
    // Into the bin and back: what somebody has moved since stays where it is, what was deleted since stays deleted.
    const importStation = async () => {
      await press("i");
      await dialog.getByLabel(/^Paths/).fill(path.join(demo.folder, "footage", "station.mov"));
      await dialog.getByRole("combobox").selectOption({ label: "Desktop / Reels / Reel 4" });
      await press("Control+Enter");
      await dialog.waitFor({ state: "detached" });
    };
    const catalogue = await demo.cresset.catalogue();
    const project = await catalogue.project("Demo");
    const [station] = await catalogue.children((await catalogue.at(project.id, "/Desktop/Reels/Reel 4")).id);
    const reel3 = await catalogue.at(project.id, "/Desktop/Reels/Reel 3");
    await catalogue.move([station!.id], reel3.id);
    await press("Control+z");
    await page.getByText("“station” was moved since, and was left where it is.").waitFor();
    await catalogue.delete([station!.id]);
    await importStation();
    await expect.poll(reels).toMatchObject({ "Reel 4": ["harbour", "station"] });
    await press("Control+z");
    await page.getByText("Undone: Imported “station”").waitFor();
    await expect.poll(reels).toMatchObject({ "Reel 4": ["harbour"] });
    const [binned] = await catalogue.deletions(project.id);
    expect(binned?.entries).toMatchObject([{ name: "station" }]);
    await catalogue.close();
    await press("/");
    await page.keyboard.type("harb");
    await expect.poll(() => page.getByRole("grid", { name: "Found" }).getByRole("gridcell").count()).toBe(2);
    await shoot(page, "desktop-search");
    await expectAccessible(page);
    await press("Escape");
    await expect.poll(reels).toMatchObject({ "Reel 4": ["harbour"] });
    expect(opened.faults).toEqual([]);
  });

  test("follows changes that others make, and leads to the Player and to Export", async () => {
    const catalogue = await demo.cresset.catalogue();
    const { id } = await catalogue.project("Demo");
    const reel = await catalogue.at(id, "/Desktop/Reels/Reel 3");
    await catalogue.rename(reel.id, "From elsewhere");
    await catalogue.close();
    await expect.poll(async () => Object.keys(await reels())).toContain("From elsewhere");
    await clip("beach").first().click();
    await press("Enter");
    await page.waitForURL(/\/player\?.*clip=/);
    await press("g", "d");
    await clip("beach").first().click();
    await press("e");
    await page.waitForURL(/\/export\?.*clips=/);
    await page.goBack();
    await clip("beach").first().waitFor();
    expect(opened.faults).toEqual([]);
  });

  test("offers with the right button what one can do to clips and to reels", async () => {
    await clip("beach").first().click();
    await clip("harbour")
      .first()
      .click({ modifiers: ["ControlOrMeta"] });
    await clip("harbour").first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Delete 2 clips" }).waitFor();
    expect(await page.getByRole("menuitem", { name: "Open in the Player" }).isDisabled()).toBe(true);
    await shoot(page, "desktop-menu");
    await expectAccessible(page);
    await page.getByRole("menuitem", { name: /^Take to copy/ }).click();
    await page.getByText("2 taken to copy").waitFor();
    await page.getByRole("treeitem", { name: /^Reel 2/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Put here" }).click();
    await expect.poll(reels).toMatchObject({ "Reel 2": ["beach", "harbour"] });
    await page.getByRole("treeitem", { name: /^Reel 2/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: /^Delete/ }).click();
    await expect.poll(async () => Object.keys(await reels())).not.toContain("Reel 2");
    await page.getByRole("button", { name: "Undo" }).last().click();
    await expect.poll(reels).toMatchObject({ "Reel 2": ["beach", "harbour"] });
    await clip("station").first().click({ button: "right" });
    await press("ArrowDown", "ArrowDown");
    await expect.poll(() => page.locator(":focus").textContent()).toMatch(/^Archive/);
    await press("Escape");
    await expect.poll(() => page.getByRole("menuitem").count()).toBe(0);
    // The keyboard's own key for menus opens it where the cursor stands. Chromium sends this event for it.
    await page.locator("[data-lanes]").evaluate((lanes) => {
      const key = new MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 0 });
      lanes.dispatchEvent(key);
    });
    const [menu, tile] = [page.getByRole("menu"), clip("station").first()];
    await menu.waitFor();
    expect((await menu.boundingBox())?.x).toBeGreaterThan((await tile.boundingBox())?.x ?? 0);
    await press("Escape");
    await clip("station").first().click({ button: "right" });
    await page.getByRole("menuitem", { name: /^Open in the Player/ }).click();
    await page.waitForURL(/\/player\?.*clip=/);
    expect(opened.faults).toEqual([]);
  });
});

/** With a real mouse: press, move in steps, release. */
async function drag(from: Locator, to: Locator, side: "before" | "after" | "in"): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error("Nothing to drag, or nowhere to drag it to.");
  const share = side === "before" ? 0.2 : side === "after" ? 0.8 : 0.5;
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width * share, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
}
