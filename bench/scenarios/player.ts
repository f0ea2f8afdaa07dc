import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { freshWeb } from "../../scripts/fresh-web.ts";
import { startServer } from "../../src/server/server.ts";
import { openBrowser } from "../../test/browser/browser.ts";
import { rate } from "../../src/time/rate.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import type { Bench, Contender, Scenario, Session } from "../scenario.ts";

const hook = fileURLToPath(new URL("../../examples/hooks/reimport-snapshot.ts", import.meta.url));

/** Steps, and snapshots, of one run. */
const times = 25;
/** Seconds that are played. */
const seconds = 10;

function scenario(
  name: string,
  why: string,
  atMost: number,
  clip: (bench: Bench, file: string) => Promise<void>,
  measure: (page: Page) => Promise<number>,
): Scenario {
  return {
    name,
    why,
    quick: true,
    goals: [{ measure: "seconds", of: "cresset", atMost }],
    contenders: async (bench) => {
      const contender: Contender = {
        name: "cresset",
        commands: [],
        output: join(bench.work, "out-player"),
        files: 0,
        session: () => open(bench, clip, measure),
      };
      return [contender];
    },
  };
}

async function h264(bench: Bench, file: string): Promise<void> {
  await cp(bench.clip, `${file}.mp4`);
}

async function prores(_bench: Bench, file: string): Promise<void> {
  const frames = (seconds + 4) * 24;
  await writeTestFootage({
    path: `${file}.mov`,
    codec: "prores_422",
    width: 1920,
    height: 1080,
    rate: rate(24),
    frames,
  });
}

async function open(
  bench: Bench,
  clip: (bench: Bench, file: string) => Promise<void>,
  measure: (page: Page) => Promise<number>,
): Promise<Session> {
  const folder = join(bench.work, "player");
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "hooks"), { recursive: true });
  await mkdir(join(folder, "footage"));
  await cp(hook, join(folder, "hooks/reimport-snapshot.ts"));
  await writeFile(join(folder, "cresset.config.yaml"), "hooks: [hooks]\nsnapshot: { preset: JPEG }\n");
  await clip(bench, join(folder, "footage/clip"));
  const cresset = await bench.open(folder);
  const { clips } = await cresset.importClips({ paths: [join(folder, "footage")] });
  const server = await startServer({ cresset, port: 0, roots: [folder], webFolder: await freshWeb() });
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}/player?clip=${clips[0]?.id ?? ""}&frame=20`);
  await page.locator("canvas[data-drawn]").waitFor();
  return {
    run: () => measure(page),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Presses a key and waits in the page, so that the wire to the browser does not count. */
const timed = (page: Page, key: string, alt: boolean, changes: string): Promise<number> =>
  page.evaluate(`(async () => {
    const look = () => document.querySelector(${JSON.stringify(changes)}).outerHTML;
    const [before, start] = [look(), performance.now()];
    const press = { key: "${key}", code: "Key${key.toUpperCase()}", altKey: ${alt}, bubbles: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", press));
    while (look() === before) await new Promise((resolve) => setTimeout(resolve, 1));
    return (performance.now() - start) / 1000;
  })()`);

async function medianOf(
  measure: () => Promise<number>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<number> {
  const measured: number[] = [];
  for (let time = 0; time < times; time++) {
    measured.push(await measure());
    // As long as somebody takes to look.
    await pause(200);
  }
  return measured.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

const steps = (page: Page): Promise<number> =>
  medianOf(
    () => timed(page, "ArrowRight", false, "canvas"),
    (milliseconds) => page.waitForTimeout(milliseconds),
  );

async function taken(page: Page): Promise<number> {
  for (let warmUp = 0; warmUp < 3; warmUp++) await timed(page, "s", true, "nav ul");
  return medianOf(
    async () => {
      await timed(page, "ArrowRight", false, "canvas");
      return timed(page, "s", true, "nav ul");
    },
    (milliseconds) => page.waitForTimeout(milliseconds),
  );
}

async function dropped(page: Page): Promise<number> {
  await page.keyboard.press("Home");
  await page.keyboard.press("l");
  await page.waitForTimeout(seconds * 1000);
  await page.keyboard.press("k");
  const told = await page.getByText(/every frame shown|frames dropped/).textContent();
  const [, count = "0"] = /^(\d+) of/.exec(told ?? "") ?? [];
  return Number(count) / 24;
}

/** The player in a real browser on the same machine, as one who looks at it has it. */
export const player: readonly Scenario[] = [
  scenario("player-step", "A step in a warm player, from the key to the picture; the median.", 0.05, h264, steps),
  scenario("player-snapshot", "A snapshot, from the key to the clip on the reel; the median.", 0.2, h264, taken),
  scenario("player-h264", `Seconds of picture not shown, of ${seconds} s of 1080p H.264.`, 0.1, h264, dropped),
  scenario(
    "player-prores",
    `Seconds of picture not shown, of ${seconds} s of 1080p ProRes 422 HQ.`,
    0.1,
    prores,
    dropped,
  ),
];
