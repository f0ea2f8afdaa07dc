import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import chromiumFiles from "@sparticuz/chromium";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const artefacts = fileURLToPath(new URL("../../test-artefacts/", import.meta.url));

/** What a house's server is called where it is another machine. */
export const otherMachine = "house.test";

/** A real Chromium, which an npm package brings along. Whoever opens it closes it. */
export async function openBrowser(): Promise<Browser> {
  const unwanted = [
    "--single-process",
    "--disable-web-security",
    "--allow-running-insecure-content",
    // Processors that play a graphics card draw a page several times as slowly as they do it themselves.
    "--ignore-gpu-blocklist",
    "--in-process-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
  ];
  return chromium.launch({
    executablePath: await unpacked(),
    args: [
      ...chromiumFiles.args.filter((flag) => !unwanted.includes(flag)),
      "--disable-gpu",
      // A name for this machine that browsers trust no more than that of any other over plain http.
      `--host-resolver-rules=MAP ${otherMachine} 127.0.0.1`,
    ],
    headless: true,
  });
}

/** Several test files begin at once; one unpacks, the others wait for it. */
async function unpacked(): Promise<string> {
  const lock = path.join(tmpdir(), "cresset-test-chromium.lock");
  const started = Date.now();
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      // One that was killed while it unpacked does not keep the others waiting for ever.
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      if (Date.now() - started > 180_000) throw new Error(`${lock} was held for three minutes.`);
      await wait(100);
    }
  }
  try {
    return await chromiumFiles.executablePath();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A page of a fresh browser profile, which fails the test when a script of it fails or the server's policy is breached. */
export async function openPage(
  browser: Browser,
  url: string,
  size = { width: 1440, height: 900 },
  reducedMotion: "reduce" | "no-preference" = "reduce",
): Promise<TestPage> {
  const context = await browser.newContext({ viewport: size, baseURL: url, reducedMotion });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (/Content Security Policy/i.test(text) || (message.type() === "error" && /react/i.test(text))) faults.push(text);
  });
  return { page, faults };
}

export interface TestPage {
  readonly page: Page;
  /** What went wrong in it by itself; tests expect none. */
  readonly faults: readonly string[];
}

/** Keeps a picture of the page in test-artefacts/, to be looked at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: `${artefacts}${name}.png` });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails for what keeps people out: every finding of axe-core that is serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(`${axe}; undefined`);
  const options: RunOptions = { resultTypes: ["violations"] };
  const { violations }: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 200)}\n${failureSummary}`),
    })),
  ).toEqual([]);
}
