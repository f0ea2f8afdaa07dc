// How smoothly a Desktop of 10,000 clips scrolls, in the Chromium of the browser tests: what passes from frame to frame
// while a wheel turns for some seconds. Alone on a quiet machine; it prints JSON.
import path from "node:path";
import { openBrowser, openPage } from "../test/browser/browser.ts";
import { startDemo } from "../test/browser/demo-server.ts";
import { addManyClips } from "../test/browser/many-clips.ts";

const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
try {
  const project = await addManyClips(demo.cresset, path.join(demo.folder, "footage/beach.mov"), 10_000);
  const { page } = await openPage(browser, demo.url);
  const started = performance.now();
  await page.goto(`/desktop?project=${project}`);
  await page.getByText("R1_0001").waitFor();
  const loadMilliseconds = Math.round(performance.now() - started);
  await page.waitForTimeout(4000);
  await page.getByRole("grid").hover();
  await page.evaluate(`
    globalThis.frameTimes = [];
    const note = (time) => {
      frameTimes.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  `);
  const end = performance.now() + 5000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(8);
  }
  const times = await page.evaluate<number[]>("globalThis.frameTimes");
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1));
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  console.log(
    JSON.stringify({
      clips: 10_000,
      loadMilliseconds,
      seconds: Number(seconds.toFixed(2)),
      framesPerSecond: Number((gaps.length / seconds).toFixed(1)),
      gapMilliseconds: { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) },
      longerThan20ms: gaps.filter((gap) => gap > 20).length,
      scrolled: await page.getByRole("grid").evaluate((grid) => grid.scrollTop),
    }),
  );
} finally {
  await browser.close();
  await demo.close();
}
