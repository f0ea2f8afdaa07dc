import { expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage, otherMachine, shoot } from "./browser.ts";
import { startDemo } from "./demo-server.ts";

test("whoever has to sign in sees nothing before, everything afterwards, and nothing again after signing out", async () => {
  const account = { name: "mara", password: "correct horse battery" };
  const [demo, browser] = await Promise.all([startDemo(account), openBrowser()]);
  try {
    const { page, faults } = await openPage(browser, `http://${otherMachine}:${new URL(demo.url).port}`);
    await page.goto("/desktop");
    // Browsers keep much from pages that come over plain http from another machine; people sign in all the same.
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    // The cursor stands where typing begins.
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await page.keyboard.type("mara");
    await page.keyboard.press("Tab");
    await page.keyboard.type("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The name or the password is wrong.").waitFor();
    await shoot(page, "sign-in");
    await expectAccessible(page);
    expect(await page.content()).not.toContain("beach");
    await page.getByRole("textbox", { name: "Password" }).fill(account.password);
    await page.keyboard.press("Enter");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    await page.getByText("Live").waitFor();
    await page.getByRole("button", { name: "mara" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.content()).not.toContain("beach");
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
});

test("a viewer is offered what only looks, by buttons, menus and keys", async () => {
  const account = { name: "vic", password: "correct horse battery", role: "viewer" } as const;
  const [demo, browser] = await Promise.all([startDemo(account), openBrowser()]);
  try {
    const { page, faults } = await openPage(browser, demo.url);
    const button = (name: string | RegExp) => page.getByRole("button", { name });
    // A moment after the page began, who looks is known.
    const isNotOffered = async (...names: readonly (string | RegExp)[]) => {
      for (const name of names) await expect.poll(() => button(name).count()).toBe(0);
    };
    await page.goto("/desktop");
    await page.getByRole("textbox", { name: "Name" }).fill(account.name);
    await page.getByRole("textbox", { name: "Password" }).fill(account.password);
    await page.keyboard.press("Enter");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    await isNotOffered("Import", "New", "Export");
    expect(await page.getByRole("link", { name: "Export" }).count()).toBe(0);
    await page.keyboard.press("ArrowRight");
    for (const key of ["i", "e", "b", "F2", "f", "g", "?"]) await page.keyboard.press(key);
    const help = page.getByRole("dialog");
    await help.waitFor();
    expect(await help.count()).toBe(1);
    expect(await help.textContent()).toContain("Open in the Player");
    expect(await help.textContent()).not.toMatch(/Import|Delete|New reel|Undo/);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.getByRole("gridcell", { name: /^beach/ }).click({ button: "right" });
    const inMenu = page.getByRole("menuitem", { name: "Open in the Player" });
    await inMenu.waitFor();
    expect(await page.getByRole("menuitem").count()).toBe(1);
    await inMenu.click();
    await button("Play (Space)").waitFor();
    await isNotOffered(/Export Snapshot/, /mark/);
    await page.goto("/queue");
    await button("History").waitFor();
    await isNotOffered("Pause after current");
    await page.goto("/archives?add=1");
    await page.getByText("Nothing was archived yet").waitFor();
    await isNotOffered("Archive…", "Verify…", "Restore…");
    await page.goto("/reports");
    await page.getByRole("region", { name: "Report" }).waitFor();
    await isNotOffered("Mail…");
    await expect.poll(() => page.locator("#audit-search").count()).toBe(0);
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute("data-printed", "");
    });
    await button("Print or PDF…").click();
    await page.locator("body[data-printed]").waitFor();
    await page.goto("/export");
    await page.getByText("Exports are for artists").waitFor();
    await page.getByText("You are signed in as vic, with the role viewer.").waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
});
