/** The player in a real browser: pictures are read back from the page, and say themselves which frame they are. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { readJpegCode } from "../server/jpeg-code.ts";
import { expectAccessible, openBrowser, openPage, shoot, type TestPage } from "./browser.ts";
import { codeOf, type PlayerHouse, startPlayerHouse, teachReading } from "./player-house.ts";

const rates = [
  ["23.976", rate(24_000, 1001), "01:00:00:00"],
  ["25", rate(25), "10:00:00:00"],
  ["29.97", rate(30_000, 1001), "00:00:58;00"],
  ["59.94", rate(60_000, 1001), "00:00:59;00"],
] as const;
const frames = 150;

let house: PlayerHouse;
let browser: Browser;
let opened: TestPage;
let page: Page;

beforeAll(async () => {
  const shots = rates.map(([name, each, startTimecode], index) => ({
    name: `${name}.mov`,
    codec: "h264" as const,
    rate: each,
    frames,
    source: 2 * index,
    gop: 48,
    bFrames: 3,
    startTimecode,
    ...(name === "25" && { audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 1 } }),
  }));
  [house, browser] = await Promise.all([startPlayerHouse(shots), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

async function look(name: string, size?: { width: number; height: number }): Promise<void> {
  await page?.context().close();
  opened = await openPage(browser, house.url, size);
  ({ page } = opened);
  await page.goto(`/player?clip=${house.clips[name]}`);
  await page.locator("canvas[data-drawn]").waitFor();
  await teachReading(page);
}
const shown = () => page.evaluate(() => window.reading.read());
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const stands = (frame: number) => page.locator(`canvas[data-frame="${frame}"]`).waitFor();

describe("the frame shown is the frame asked for", () => {
  test.each(rates)(
    "at %s, scattered over long groups with B-frames",
    async (name) => {
      await look(name);
      const asked = Array.from({ length: 75 }, (_, index) => (index * 67 + 1) % frames);
      const pictures = await page.evaluate((list) => window.reading.goTo(list), asked);
      expect(pictures.map(codeOf)).toEqual(asked);
      expect(opened.faults).toEqual([]);
    },
    240_000,
  );
});

describe("by keyboard", () => {
  test("ten steps, a snapshot, and the new clip lies on the first reel", async () => {
    await look("29.97");
    await press("Home", ...Array.from({ length: 10 }, () => "ArrowRight"));
    await stands(10);
    expect(codeOf(await shown())).toBe(10);
    await press("Alt+s");
    const reel = page.getByRole("navigation", { name: "Reel 1" }).getByRole("button");
    await page.waitForFunction(() => document.querySelectorAll("nav[aria-label='Reel 1'] button").length === 5);
    expect(await reel.last().textContent()).toBe("29.97.1750");
    await shoot(page, "player-snapshot");
    const folder = path.join(house.folder, "snapshots");
    const [file = ""] = await readdir(folder);
    expect(await readJpegCode(await readFile(path.join(folder, file)))).toBe(10);
    await press("s");
    const dialog = page.getByRole("dialog", { name: "Export Snapshot" });
    await dialog.getByLabel("Preset").waitFor();
    await shoot(page, "player-snapshot-dialog");
    await expectAccessible(page);
    await press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  test("steps, jumps, typed timecodes, marks and the record and source timecode", async () => {
    await look("25");
    await press("End");
    await stands(149);
    await press("ArrowLeft", "Shift+ArrowLeft");
    await stands(138);
    await press("i", "Shift+ArrowLeft", "i", "Shift+ArrowRight", "Shift+ArrowRight", "o", "Shift+i");
    await stands(128);
    expect(codeOf(await shown())).toBe(128);
    await press("g", "g");
    await page.keyboard.type("10:00:02:20");
    await press("Enter");
    await stands(70);
    expect(codeOf(await shown())).toBe(70);
    expect(await page.getByTestId("source-timecode").textContent()).toBe("10:00:02:20");
    await press("g", "g");
    await page.keyboard.type("99:00");
    await press("Enter");
    await page.getByText(/lies outside|cannot be read|Expected/).waitFor();
    await shoot(page, "player");
    await expectAccessible(page);
    await page.reload();
    await page
      .getByText("10:00:05:23")
      .waitFor({ timeout: 5000 })
      .finally(() => shoot(page, "player-marks"));
    expect(opened.faults).toEqual([]);
  });

  test("plays: pictures come in order, each the one that it is said to be; the LUT changes how they look", async () => {
    await look("25");
    await press("Home", "l");
    const played = await page.evaluate(() => window.reading.watch(20));
    await press("k");
    const codes = played.map(codeOf);
    expect(codes).toEqual(played.map(({ frame }) => frame));
    expect(codes).toEqual([...new Set(codes)].toSorted((a = 0, b = 0) => a - b));
    const count = page.getByText(/every frame shown|frames dropped/);
    await count.waitFor();
    // Beside both marks, on a small screen: it is never cut off.
    await press("Home", "i", "Shift+ArrowRight", "o");
    await page.setViewportSize({ width: 1280, height: 720 });
    const left = await count.evaluate((shown) => shown.getBoundingClientRect().left);
    const camera = await page.getByRole("button", { name: /^Export Snapshot/ }).boundingBox();
    expect(left).toBeGreaterThan((camera?.x ?? 0) + (camera?.width ?? 0));
    await page.setViewportSize({ width: 1440, height: 900 });
    await press("x", "End");
    await stands(149);
    await press("j");
    const backwards = await page.evaluate(() => window.reading.watch(15));
    await press("Space");
    expect(backwards.map(codeOf)).toEqual(backwards.map(({ frame }) => frame));
    expect(backwards.map(({ frame }) => -frame)).toEqual(
      backwards.map(({ frame }) => -frame).toSorted((a, b) => a - b),
    );
    await press("Home");
    await stands(0);
    const plain = await shown();
    await press("u");
    await page.waitForFunction((before) => window.reading.read().grey !== before, plain.grey);
    const mean = ({ grey }: { grey: string }) =>
      Buffer.from(grey, "base64").reduce((sum, value) => sum + value, 0) / grey.length;
    expect(mean(await shown()) + mean(plain)).toBeCloseTo((255 * 3) / 4, -1.3);
    await press("u");
    expect(opened.faults).toEqual([]);
  });
});

test("scrubbing ends on the frame under the pointer, and the next clip of the reel is one key away", async () => {
  await look("59.94");
  const bar = await page.getByRole("slider", { name: "Frame" }).boundingBox();
  if (bar === null) throw new Error("There is no bar to scrub on");
  const at = (frame: number) => [bar.x + ((frame + 0.5) / frames) * bar.width, bar.y + 8] as const;
  await page.mouse.move(...at(5));
  await page.mouse.down();
  for (let frame = 10; frame <= 120; frame += 5) await page.mouse.move(...at(frame));
  await page.mouse.up();
  await stands(120);
  expect(codeOf(await shown())).toBe(120);
  await press("ArrowUp");
  await page.getByRole("heading", { name: "29.97" }).waitFor();
  // As many presses, so many clips, however long each takes to open.
  await press("ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown");
  await page.getByRole("heading", { name: "25", exact: true }).waitFor();
  await press("ArrowDown");
  await page.getByRole("heading", { name: "29.97" }).waitFor();
  await press("1");
  await page.getByRole("button", { name: "Zoom: 100 %" }).waitFor();
  await shoot(page, "player-zoom");
  expect(opened.faults).toEqual([]);
});
