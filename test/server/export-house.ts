import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import type { ServerOptions } from "../../src/server/server.ts";
import { rate } from "../../src/time/rate.ts";
import { type Json, scratchFolder, testServer, type TestServer } from "./test-server.ts";

/** Hooks that a clip's name calls: it is stopped or renamed. A file called `wait` holds up what was rendered. */
const hooks = `
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
export function preExportAsset(info) {
  console.log("looked at", info.assetName);
  if (info.assetName.startsWith("stop")) {
    info.abort = true;
    info.abortMessage = "No <b>stop</b> today.";
  }
  if (info.assetName.startsWith("rename")) info.resolvedPath = "renamed/" + info.resolvedPath;
}
export async function preExport(info) {
  // The destination is not there yet.
  while (existsSync(path.dirname(info.destinationPath) + "/wait-early")) await setTimeout(20);
}
export async function postExportAsset(info) {
  while (existsSync(info.destinationPath + "/../wait")) await setTimeout(20);
}
export function getCustomExportProfiles(profiles) {
  profiles["Dailies"] = {};
}
`;

/** A server of a house with footage, hooks and presets of its own. */
export interface ExportHouse extends TestServer {
  readonly folder: string;
  /** Of the footage of that name. */
  readonly footage: (name: string) => string;
  /** Puts an export into the queue. @returns the id of its item. */
  readonly queue: (clips: readonly string[], more?: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Waits until an item is in one of these states. */
  readonly until: (itemId: string, ...states: readonly string[]) => Promise<Json>;
  /** Waits for a question. */
  readonly question: () => Promise<Json>;
}

/** Starts a server in a process of its own, which can be killed. @returns its address, and what kills it. */
export async function serverProcess(
  folder: string,
): Promise<{ readonly url: string; readonly kill: () => Promise<void> }> {
  const source = (file: string) => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href);
  const script = `
    import { openCresset } from ${source("app/cresset.ts")};
    import { startServer } from ${source("server/server.ts")};
    const [folder, home] = process.argv.slice(2);
    const { url } = await startServer({ cresset: openCresset({ folder, home }), port: 0, roots: [folder] });
    process.stdout.write(url);`;
  // Not as an argument: that would hold for the threads of hooks, too.
  const file = path.join(folder, "server.mjs");
  writeFileSync(file, script);
  const child = spawn(process.execPath, [file, folder, path.join(folder, "home")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "close");
  };
  onTestFinished(kill);
  const [said] = await once(child.stdout, "data");
  return { url: String(said), kill };
}

/** Generates footage once for a test file. */
export function withFootage(): (options?: Partial<ServerOptions> & { folder?: string }) => Promise<ExportHouse> {
  let media = "";
  beforeAll(async () => {
    media = mkdtempSync(path.join(tmpdir(), "cresset-footage-"));
    const common = { codec: "prores_422", width: 320, height: 180, rate: rate(25) } as const;
    await writeTestFootage({ ...common, path: path.join(media, "a.mov"), frames: 10 });
    await writeTestFootage({ ...common, path: path.join(media, "long.mov"), frames: 150 });
  });
  afterAll(() => rmSync(media, { recursive: true, force: true }));
  return async (options = {}) => {
    const folder = options.folder ?? scratchFolder();
    if (!existsSync(path.join(folder, "media"))) prepare(folder, media);
    const cresset = openCresset({ folder, home: path.join(folder, "home") });
    const server = await testServer({ ...options, cresset, home: path.join(folder, "home"), roots: [folder] });
    const item = async (id: string) => (await server.ask("GET", `/api/v1/queue/${id}`)).body;
    return {
      ...server,
      folder,
      footage: (name) => path.join(folder, "media", name),
      async queue(clips, more = {}) {
        const sources = clips.map((clip) => path.join(folder, "media", clip));
        const wish = { sources, presets: ["PNG"], destinationPath: path.join(folder, "out"), ...more };
        const { status, body } = await server.ask("POST", "/api/v1/exports", wish);
        if (status !== 202) throw new Error(JSON.stringify(body));
        return body.itemId;
      },
      async until(id, ...states) {
        for (;;) {
          const now = await item(id);
          if (states.includes(now.state)) return now;
          await setTimeout(20);
        }
      },
      async question() {
        for (;;) {
          const { body } = await server.ask("GET", "/api/v1/questions");
          if (body.items.length > 0) return body.items[0];
          await setTimeout(20);
        }
      },
    };
  };
}

function prepare(folder: string, media: string): void {
  for (const name of ["media", "hooks", "presets"]) mkdirSync(path.join(folder, name));
  for (const name of ["a.mov", "b.mov", "stop.mov", "rename.mov"])
    cpSync(path.join(media, "a.mov"), path.join(folder, "media", name));
  cpSync(path.join(media, "long.mov"), path.join(folder, "media", "long.mov"));
  writeFileSync(path.join(folder, "hooks", "house.ts"), hooks);
  writeFileSync(
    path.join(folder, "cresset.config.yaml"),
    "hooks: [hooks]\npresets: [presets]\nuser: { name: mia }\nproject: { name: Job }\n",
  );
}
