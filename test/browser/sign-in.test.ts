import { expect, test } from "vitest";
import { expectAccessible, openBrowser, openPage, shoot } from "./browser.ts";
import { startDemo } from "./demo-server.ts";

test("whoever has to sign in sees nothing before, everything afterwards, and nothing again after signing out", async () => {
  const account = { name: "mara", password: "correct horse battery" };
  const [demo, browser] = await Promise.all([startDemo(account), openBrowser()]);
  try {
    const { page, faults } = await openPage(browser, demo.url);
    await page.goto("/desktop");
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
