/** A Desktop of ten thousand clips. How smoothly it scrolls is measured by bench/desktop-scroll.ts. */
import path from "node:path";
import { expect, test } from "vitest";
import { openBrowser, openPage, shoot } from "./browser.ts";
import { startDemo } from "./demo-server.ts";
import { addManyClips } from "./many-clips.ts";

test("ten thousand clips are scrolled through from the first to the last, and only those in sight are drawn", async () => {
  const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  try {
    const project = await addManyClips(demo.cresset, path.join(demo.folder, "footage/beach.mov"), 10_000);
    const { page, faults } = await openPage(browser, demo.url);
    await page.goto(`/desktop?project=${project}`);
    await page.getByText("R1_0001").waitFor();
    await page.getByText("10000 clips").first().waitFor();
    await shoot(page, "desktop-many");
    const tiles = () => page.locator('[role="row"][data-kind="clips"] [role="gridcell"]').count();
    await page.getByRole("grid").hover();
    for (let turn = 0; turn < 15; turn += 1) {
      await page.mouse.wheel(0, 900);
      expect(await tiles()).toBeLessThan(250);
    }
    await page.getByRole("grid").press("Control+End");
    await page.getByText("R4_2500").first().waitFor();
    await expect.poll(() => page.locator('[role="gridcell"][aria-selected="true"]').textContent()).toContain("R4_2500");
    expect(await tiles()).toBeLessThan(250);
    // All of a reel, the clips that were never looked at included.
    await page.keyboard.press("Control+a");
    await page.getByText("2500 of 10000 clips").waitFor();
    // All that is selected goes along, to be exported and to be archived.
    await page.keyboard.press("e");
    const chosen = page.getByRole("listbox", { name: "Chosen, 2500" });
    await chosen.getByText("R4_0001").waitFor();
    expect(page.url().length).toBeLessThan(200);
    await chosen.press("End");
    await chosen.getByText("R4_2500").waitFor();
    await chosen.press("Delete");
    await page.getByRole("listbox", { name: "Chosen, 2499" }).getByText("R4_2499").waitFor();
    expect(await page.getByRole("option").count()).toBeLessThan(60);
    await page.getByRole("combobox", { name: "Preset" }).first().selectOption("PNG");
    await page.getByText("R4_0001/R4_0001").waitFor();
    await page.getByText("and those of the rest").waitFor();
    await shoot(page, "export-many");
    await page.reload();
    await page.getByRole("listbox", { name: "Chosen, 2500" }).waitFor();
    await page.goBack();
    await page.getByRole("grid").press("Control+End");
    await expect.poll(() => page.locator('[role="gridcell"][aria-selected="true"]').textContent()).toContain("R4_2500");
    await page.keyboard.press("Control+a");
    await page.getByText("2500 of 10000 clips").waitFor();
    await page.keyboard.press("b");
    await page.getByText("and 2488 more from the Desktop").waitFor();
    expect(faults).toEqual([]);
    // Whoever opens the address elsewhere is told.
    const other = await openPage(browser, demo.url);
    await other.page.goto(page.url().replace(/^.*?\/archives/, "/archives"));
    await other.page.getByText("What was selected is not known here").waitFor();
    expect(other.faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
});
