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
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
});
