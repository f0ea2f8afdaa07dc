/** The menus of the bar at the top, whose script comes when the first is opened. */
import { expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage } from "./browser.ts";
import { startDemo } from "./demo-server.ts";

test("menus open and close by key and by mouse, give the keyboard back, and do what they say", async () => {
  const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  try {
    const { page, faults } = await openPage(browser, demo.url);
    await page.goto("/desktop");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    const projects = page.getByRole("button", { name: "Project Demo" });
    await projects.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Demo" }).waitFor();
    expect(await projects.getAttribute("aria-expanded")).toBe("true");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await page.locator('button[aria-haspopup="menu"]:focus', { hasText: "Demo" }).waitFor();

    const make = page.getByRole("button", { name: "New", exact: true });
    await make.press("ArrowDown");
    await page.getByRole("menuitem", { name: "Library…" }).waitFor();
    await page.locator('[role="menuitem"]:focus', { hasText: "Reel…" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "New reel group" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    // The press that closes a menu does not open it again.
    await make.click();
    await page.getByRole("menu").waitFor();
    await make.click();
    await page.getByRole("menu").waitFor({ state: "detached" });
    await make.click();
    await page.getByRole("menuitem", { name: "Library…" }).click();
    await page.getByRole("dialog", { name: "New library" }).waitFor();
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
});
