/** Many tabs of one browser: they share one stream of events, for a browser opens six connections to a host at most. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "./browser.ts";
import { type DemoServer, startDemo } from "./demo-server.ts";

let demo: DemoServer;
let browser: Browser;
let line: Line;

/** What the browser reaches the server through, and what can break. */
interface Line {
  readonly url: string;
  /** Breaks every connection, and lets no new one through until it is mended. */
  cut(): void;
  mend(): void;
  close(): void;
}

async function throughLine(url: string): Promise<Line> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const { hostname, port } = new URL(url);
  const server: Server = createServer((incoming) => {
    if (isCut) return void incoming.destroy();
    const outgoing = connect(Number(port), hostname);
    for (const [from, to] of [[incoming, outgoing] as const, [outgoing, incoming] as const]) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      breakAll();
    },
    mend: () => (isCut = false),
    close() {
      server.close();
      breakAll();
    },
  };
}

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  line = await throughLine(demo.url);
});
afterAll(async () => {
  await browser?.close();
  line?.close();
  await demo?.close();
});

const streams = () => demo.server.parts.streams.count;
const clip = (page: Page, name: string) => page.getByRole("gridcell", { name: new RegExp(`^${name}`) });

/** Changed by another, straight at the server. */
async function rename(from: string, to: string): Promise<void> {
  const { catalogue } = demo.server.parts;
  const [project] = await catalogue.projects();
  const [found] = await catalogue.search(project!.id, from);
  await catalogue.rename(found!.id, to);
}

async function openTabs(context: BrowserContext, count: number): Promise<readonly Page[]> {
  const tabs = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto("/desktop")));
  return tabs;
}

test("eight tabs load, share one stream, hear of changes, and of those that came while the line was broken", async () => {
  const { page, faults } = await openPage(browser, line.url);
  await page.goto("/desktop");
  const tabs = [page, ...(await openTabs(page.context(), 7))];
  for (const tab of tabs) {
    await clip(tab, "beach").waitFor();
    await tab.getByText("Live").waitFor();
  }
  expect(streams()).toBe(1);

  await rename("beach", "dunes");
  for (const tab of tabs) await clip(tab, "dunes").waitFor();

  line.cut();
  for (const tab of tabs) await tab.getByText("Server not reached").waitFor();
  await rename("dunes", "cliffs");
  line.mend();
  for (const tab of tabs) await clip(tab, "cliffs").waitFor();
  expect(streams()).toBe(1);

  // The tab that was there first is nothing special, and the last one takes the stream along.
  const [first, ...others] = tabs;
  await first?.close();
  await rename("cliffs", "shore");
  for (const tab of others) await clip(tab, "shore").waitFor();
  await page.context().close();
  await expect.poll(streams, { timeout: 20_000 }).toBe(0);
  expect(faults).toEqual([]);
});

test("a browser that cannot share has a stream in each tab", async () => {
  const context = await browser.newContext({ baseURL: line.url });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(15_000);
  await context.addInitScript(() => void Reflect.deleteProperty(globalThis, "SharedWorker"));
  const tabs = await openTabs(context, 2);
  for (const tab of tabs) await tab.getByText("Live").waitFor();
  expect(streams()).toBe(2);
  await rename("harbour", "quay");
  for (const tab of tabs) await clip(tab, "quay").waitFor();
});
