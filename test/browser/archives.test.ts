/** Archives and reports in a real browser: archived, browsed, verified and restored by the keyboard alone. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openArchiveHistory } from "../../src/catalogue/open-archive-history.ts";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { type DemoServer, startDemo } from "./demo-server.ts";

let demo: DemoServer;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  mkdirSync(path.join(demo.folder, "tapes"));
  writeFileSync(path.join(demo.folder, "scans.bin"), Buffer.alloc(24_000_000, 5));
  await writeOldDays();
});
beforeEach(async () => {
  opened = await openPage(browser, demo.url);
  ({ page } = opened);
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

/** What the house did in the weeks before. */
async function writeOldDays(): Promise<void> {
  const history = await openArchiveHistory(demo.cresset.storeFile);
  const projects = ["Tide", "<b>Aurora</b>", "Harbour Lights"];
  for (let ago = 27; ago > 0; ago -= 1)
    for (const [index, project] of projects.entries()) {
      if ((ago * 7 + index * 3) % 5 < 2) continue;
      const at = new Date(Date.now() - ago * 86_400_000);
      const size = { files: 40 + ((ago * 13 + index * 7) % 90), bytes: ((ago * 37 + index * 11) % 23) * 1_300_000_000 };
      const outcome = ago === 9 && index === 2 ? "failed" : "done";
      await history.audit(
        {
          action: "add",
          outcome,
          user: ["mia", "jon", "ada"][index] ?? "",
          host: "suite-2",
          archiveId: "",
          archiveName: `LTO 0${4 + index}`,
          place: path.join(demo.folder, "tapes"),
          session: 28 - ago,
          project,
          subjects: ["/Desktop"],
          target: "",
          ...size,
          message: outcome === "failed" ? "The tape was taken out." : "",
        },
        at,
      );
    }
  await history.close();
}

const focused = () => page.locator(":focus");
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const tabTo = async (name: string) => {
  for (let presses = 0; presses < 40; presses += 1) {
    await press("Tab");
    const label = await focused().evaluate(
      (element: unknown) => (element as { labels?: readonly { textContent: string }[] }).labels?.[0]?.textContent ?? "",
    );
    if (label === name) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
};

describe("The archives", () => {
  test("are made, filled, browsed, verified and restored from, all by the keyboard", async () => {
    await page.goto("/");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    await press("g", "a");
    await page.getByRole("heading", { name: "Nothing was archived yet" }).waitFor();
    await shoot(page, "archives-empty");
    await press("a");
    await page.getByRole("treeitem", { name: /whole project/ }).waitFor();
    await expect.poll(() => focused().getAttribute("role")).toBe("treeitem");
    await press("ArrowDown", "Space");
    await tabTo("Path in the storage roots");
    await page.keyboard.type(path.join(demo.folder, "scans.bin"));
    await press("Enter");
    await tabTo("Name");
    await page.keyboard.type("LTO 07");
    await tabTo("Destination");
    await page.keyboard.type(path.join(demo.folder, "tapes"));
    await tabTo("Segment size");
    await press("Control+a");
    await page.keyboard.type("2 MB");
    await tabTo("Comment");
    await page.keyboard.type("Before the <i>grade</i>");
    const estimate = page.getByRole("region", { name: "Estimate" });
    await estimate.getByText("In the archive").waitFor();
    await expect.poll(() => estimate.getAttribute("aria-busy"), { timeout: 30_000 }).toBe("false");
    await page.getByRole("meter", { name: "Capacity" }).waitFor();
    await shoot(page, "archives-add");
    await expectAccessible(page);
    await press("Control+Enter");
    await page.getByRole("heading", { name: "LTO 07" }).waitFor();
    const session = page.getByRole("heading", { name: /^Session 1/ });
    await session.waitFor({ timeout: 60_000 });
    await page.getByText("Before the <i>grade</i>").waitFor();
    const cells = page.getByRole("listbox", { name: "Segments of session 1" }).getByRole("option");
    expect(await cells.count()).toBeGreaterThan(12);
    expect(await cells.first().getAttribute("aria-label")).toMatch(/read back when it was written/);

    await press("c");
    await expect
      .poll(() => page.getByRole("option", { name: /beach/ }).locator("img").count(), { timeout: 30_000 })
      .toBe(1);
    await expect
      .poll(
        () =>
          page
            .locator("#contents-list img")
            .evaluateAll(
              (all) => all.filter((one) => (one as unknown as { naturalWidth: number }).naturalWidth > 0).length,
            ),
        { timeout: 60_000 },
      )
      .toBe(3);
    await press("Space");
    await shoot(page, "archives");
    await expectAccessible(page);
    await press("Enter");
    await page.getByRole("dialog").getByText("beach").waitFor();
    await shoot(page, "archives-restore");
    await expectAccessible(page);
    await expect.poll(() => focused().textContent()).toBe("Restore");
    await press("Enter");
    const project = (await (await fetch(`${demo.url}/api/v1/projects`)).json()).items[0];
    await expect
      .poll(
        async () => {
          const found = await fetch(`${demo.url}/api/v1/projects/${project.id}/search?text=beach`);
          return (await found.json()).items.length;
        },
        { timeout: 60_000 },
      )
      .toBe(2);
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);

    await press("v");
    await page.getByRole("dialog", { name: "Verify LTO 07" }).waitFor();
    await press("Enter");
    await page.getByText(/Verified \d\d:\d\d: .*no fault/).waitFor({ timeout: 60_000 });
    expect(await cells.first().getAttribute("aria-label")).toMatch(/verified$/);
    truncateSync(path.join(demo.folder, "tapes/LTO 07/session_0001/seg_0003.tar"), 700_000);
    await press("v");
    await page.getByRole("dialog", { name: "Verify LTO 07" }).waitFor();
    await press("Enter");
    const bad = page.getByRole("option", { name: /^Segment 3: .*seg_0003\.tar/ });
    await bad.waitFor({ timeout: 60_000 });
    await shoot(page, "archives-bad-segment");
    await expectAccessible(page);

    await press("/");
    await page.keyboard.type("harbour");
    await page.getByRole("heading", { name: /^Clips/ }).waitFor();
    await shoot(page, "archives-search");
    await expectAccessible(page);
    expect(opened.faults).toEqual([]);
  }, 240_000);

  test("take what is selected on the Desktop", async () => {
    await page.goto("/");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    await press("c", "ArrowRight", "Space", "b");
    const sent = page.getByRole("list", { name: "From the Desktop" });
    await sent
      .getByText(/\/Desktop\/Reels\/Reel 1\//)
      .first()
      .waitFor();
    await page.getByRole("region", { name: "Estimate" }).getByText("In the archive").waitFor({ timeout: 30_000 });
    expect(opened.faults).toEqual([]);
  });

  test("show their files, however many, and find one of them", async () => {
    await page.goto("/archives");
    await page.getByRole("heading", { name: "LTO 07" }).waitFor();
    await page.getByRole("radio", { name: "Clips" }).focus();
    await press("ArrowRight");
    await page.getByRole("option", { name: /scans\.bin/ }).waitFor();
    await press("f");
    await page.keyboard.type("station");
    await expect.poll(() => page.locator("#contents-list").getByRole("option").count()).toBe(1);
    await shoot(page, "archives-files");
    await expectAccessible(page);
    expect(opened.faults).toEqual([]);
  });
});

describe("The report", () => {
  test("adds up to the audit log, says that the log is whole, and is printed", async () => {
    await page.goto("/");
    await page.getByRole("gridcell", { name: /^beach/ }).waitFor();
    await press("g", "r");
    await page.getByText(/Adds up to the audit log: \d+ rows/).waitFor();
    await page.getByText(/The log is whole: \d+ rows/).waitFor();
    await page
      .getByText(/at that rate it is/)
      .first()
      .waitFor();
    await page.getByRole("listbox", { name: "Rows of the audit log" }).getByText("<b>Aurora</b>").first().waitFor();
    await shoot(page, "reports");
    await expectAccessible(page);
    const pdf = await page.pdf({ path: "test-artefacts/report.pdf", format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await expectWholeLogOnPaper();
    await press("f");
    await page.keyboard.type("taken out");
    const rows = page.getByRole("listbox", { name: "Rows of the audit log" }).getByRole("option");
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.textContent()).toMatch(/Harbour Lights/);
    await press("Escape", "Tab");
    await page.getByRole("region", { name: "Report" }).focus();
    await press("m");
    await expect.poll(() => focused().getAttribute("data-autofocus")).not.toBeNull();
    await page.keyboard.type("lead@house.example");
    await press("Enter");
    await page
      .getByRole("alert")
      .getByText(/CRESSET_SMTP_URL/)
      .waitFor();
    await shoot(page, "reports-mail");
    await expectAccessible(page);
    expect(opened.faults).toEqual([]);
  });
});

/** Pages of two rows stand for a log that is longer than what is read at once. */
async function expectWholeLogOnPaper(): Promise<void> {
  await page.route(/\/audit-log\?/, (route, request) =>
    route.continue({ url: request.url().replace("limit=200", "limit=2") }),
  );
  await page.reload();
  const whole = await page.getByText(/The log is whole: \d+ rows/).textContent();
  const count = Number(/(\d+) rows/.exec(whole ?? "")?.[1]);
  expect(count).toBeGreaterThan(4);
  const rows = page.getByRole("listbox", { name: "Rows of the audit log" }).getByRole("option");
  expect(await rows.count()).toBeLessThan(count);
  await page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }");
  await press("Control+p");
  await page.locator("body[data-printed]").waitFor();
  await page.emulateMedia({ media: "print" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect(await rows.count()).toBe(count);
  await shoot(page, "reports-print");
  await page.evaluate("dispatchEvent(new Event('afterprint'))");
  await page.emulateMedia({ media: "screen" });
  await page.unroute(/\/audit-log\?/);
}
