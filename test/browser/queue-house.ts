import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freshNode } from "../../scripts/fresh-node.ts";
import { freshWeb } from "../../scripts/fresh-web.ts";
import { type Cresset, openCresset } from "../../src/app/cresset.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";

/** Says things, asks something, and waits for as long as a file called `wait` lies there. */
const speaking = `
import os
import time
import flame

def pre_export(info, user_data, *args):
    flame.messages.show_in_console("The farm is slow today.", "warning")
    if "slate" in info["destinationPath"]:
        day = flame.messages.show_in_dialog("Slate", "Which <b>day</b>?", "question", ["Day 1", "Day 2"], "Stop")
        print("it is", day)

def post_export_asset(info, user_data, *args):
    while os.path.exists(os.path.join(info["destinationPath"], "..", "wait")):
        time.sleep(0.02)
`;

/** Two files that want to see each asset: the first one stops some. */
const stopping = `
export function preExportAsset(info) {
  if (!info.assetName.startsWith("secret")) return;
  info.abort = true;
  info.abortMessage = "Nothing secret leaves the house.";
}
`;
const naming = `
export function preExportAsset(info) {
  info.resolvedPath = "dailies/" + info.resolvedPath;
}
`;

/** A house whose server is a process of its own, as `cresset serve` is. */
export interface QueueHouse {
  readonly folder: string;
  readonly url: string;
  readonly cresset: Cresset;
  /** Ids of the clips on the first reel, by name. */
  readonly clips: Readonly<Record<string, string>>;
  /** Kills the server, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  /** Runs `cresset` beside it. */
  command(...words: readonly string[]): Promise<void>;
  /** Begins `cresset` beside it. @returns what kills it. */
  begin(...words: readonly string[]): () => Promise<void>;
  close(): Promise<void>;
}

const main = await freshNode();

export async function startQueueHouse(): Promise<QueueHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-queue-"));
  for (const name of ["hooks", "out"]) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, "hooks", "a-speaking.py"), speaking);
  writeFileSync(path.join(folder, "hooks", "b-stopping.ts"), stopping);
  writeFileSync(path.join(folder, "hooks", "c-naming.ts"), naming);
  writeFileSync(
    path.join(folder, "cresset.config.yaml"),
    "hooks: [hooks]\nproject: { name: Demo }\nuser: { name: mia }\n",
  );
  const shape = { width: 640, height: 360, rate: rate(25), codec: "h264" } as const;
  for (const [name, frames] of [
    ["beach", 10],
    ["secret", 10],
    ["long", 600],
  ] as const)
    await writeTestFootage({ ...shape, frames, path: path.join(folder, "footage", `${name}.mov`) });
  const home = path.join(folder, "home");
  const cresset = openCresset({ folder, home });
  const { clips } = await cresset.importClips({ paths: [path.join(folder, "footage")] });
  const source = (file: string) => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href);
  const script = path.join(folder, "server.mjs");
  writeFileSync(
    script,
    `import { openCresset } from ${source("app/cresset.ts")};
    import { startServer } from ${source("server/server.ts")};
    const [folder, home, webFolder, port] = process.argv.slice(2);
    const cresset = openCresset({ folder, home });
    const { url } = await startServer({ cresset, port: Number(port), roots: [folder], webFolder });
    process.stdout.write(url);`,
  );
  const web = await freshWeb();
  let child: ChildProcess | undefined;
  const start = async (port: string) => {
    child = spawn(process.execPath, [script, folder, home, web, port], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = await once(child.stdout ?? child, "data");
    return String(said);
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  };
  const commandLine = (words: readonly string[]) => {
    const env = { ...process.env, CRESSET_HOME: home };
    return spawn(process.execPath, [main, ...words], { cwd: folder, env, stdio: "ignore" });
  };
  const url = await start("0");
  return {
    folder,
    url,
    cresset,
    clips: Object.fromEntries(clips.map(({ name, id }) => [name, id])),
    kill,
    start: async () => void (await start(new URL(url).port)),
    async command(...words) {
      const [code] = await once(commandLine(words), "close");
      if (code !== 0) throw new Error(`cresset ${words.join(" ")} ended with ${code}`);
    },
    begin(...words) {
      const running = commandLine(words);
      return async () => {
        const closed = once(running, "close");
        running.kill("SIGKILL");
        await closed;
      };
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
