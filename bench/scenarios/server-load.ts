import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { cutOfPieces, writeCut } from "../cut-file.ts";
import type { Bench, Contender, Scenario, Session } from "../scenario.ts";

const clients = 200;
const requestsPerSecond = 50;
/** About a minute of work on two processors. */
const pieces = 36;

/** A house looks on while the server works: what it does must not get slower, and nobody may be turned away. */
export const serverLoad: Scenario = {
  name: "server-load",
  why: `An export through the server, with ${clients} clients on its stream of events and ${requestsPerSecond} requests a second.`,
  quick: false,
  goals: [{ measure: "seconds", of: "cresset, looked at", against: "cresset, alone", atMost: 1.1 }],
  contenders: async (bench) => {
    const cut = join(bench.work, "server-load.otio");
    await writeCut(cut, cutOfPieces(await bench.sources(6), bench.quick ? 6 : pieces));
    const contender = (name: string, look: (server: Server) => Promise<Lookers>): Contender => {
      const output = join(bench.work, `out-${name.replaceAll(/\W+/g, "-")}`);
      return { name, commands: [], output, files: 1, session: () => serving(bench, cut, output, look) };
    };
    return [
      contender("cresset, alone", async () => ({ end: async () => {} })),
      contender("cresset, looked at", lookAt),
    ];
  },
};

interface Server {
  readonly url: string;
}

interface Lookers {
  /** @throws when any was not served as it should be */
  end(): Promise<void>;
}

const queued = z.object({ itemId: z.string() });
const item = z.object({ state: z.string(), message: z.string() });

async function serving(
  bench: Bench,
  cut: string,
  output: string,
  look: (server: Server) => Promise<Lookers>,
): Promise<Session> {
  await mkdir(bench.work, { recursive: true });
  const { program, words, env } = bench.cresset("serve", "--port", "0", "--root", bench.work);
  const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const url = /http:\/\/\S+/.exec(String(line))?.[0];
  if (url === undefined) throw new Error(`Expected the server's address, got "${line}"`);
  return {
    async run() {
      const lookers = await look({ url });
      const start = performance.now();
      const { itemId } = queued.parse(
        await (
          await fetch(`${url}/api/v1/exports`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({
              sources: [cut],
              presets: ["ProRes 422 HQ"],
              destinationPath: output,
              overwrite: "overwrite",
            }),
          })
        ).json(),
      );
      for (;;) {
        const { state, message } = item.parse(await (await fetch(`${url}/api/v1/queue/${itemId}`)).json());
        if (state === "done") break;
        if (state !== "waiting" && state !== "running") throw new Error(`The export is ${state}: ${message}`);
        await sleep(200);
      }
      const seconds = (performance.now() - start) / 1000;
      await lookers.end();
      return seconds;
    },
    async close() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function lookAt({ url }: Server): Promise<Lookers> {
  const faults: string[] = [];
  const heard = Array.from({ length: clients }, () => 0);
  let ending = false;
  const streams = await Promise.all(
    heard.map(async (_, client) => {
      const stream = await open(`${url}/api/v1/events`);
      stream.on("data", (chunk: Buffer) => {
        heard[client] = (heard[client] ?? 0) + chunk.toString().split("\nid: ").length - 1;
      });
      stream.on("close", () => {
        if (!ending) faults.push(`Client ${client} lost the stream.`);
      });
      return stream;
    }),
  );
  const paths = ["/projects", "/queue", "/runs?limit=20", "/presets", "/me"];
  const asking = new Set<Promise<void>>();
  let asked = 0;
  const timer = setInterval(() => {
    const request = ask(`${url}/api/v1${paths[asked++ % paths.length]}`).catch((error: unknown) => {
      faults.push(String(error));
    });
    asking.add(request);
    void request.finally(() => asking.delete(request));
  }, 1000 / requestsPerSecond);
  return {
    async end() {
      clearInterval(timer);
      await Promise.all(asking);
      ending = true;
      for (const stream of streams) stream.destroy();
      if (Math.min(...heard) === 0) faults.push("A client heard nothing.");
      const [first] = faults;
      if (first !== undefined)
        throw new Error(`${faults.length} of ${asked} requests and ${clients} clients: ${first}`);
    },
  };
}

async function open(url: string): Promise<IncomingMessage> {
  const [response] = await once(get(url, { agent: false }), "response");
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return response;
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
