import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../src/server/server.ts";

/** A server with a home and a storage root of its own. */
export interface TestServer extends RunningServer {
  readonly home: string;
  /** The storage root. */
  readonly root: string;
  /** Asks, as a program on this machine does; a body is sent as JSON. */
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

/** What came over the line, whatever it is: what a test expects of it is written there. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What was sent back, read as JSON where it is. */
  readonly body: Json;
}

/** Where a test keeps its files; they go when it ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-server-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Starts a server that ends with the test. */
export async function testServer(
  options: Partial<ServerOptions> & { readonly home?: string } = {},
): Promise<TestServer> {
  const folder = scratchFolder();
  const home = options.home ?? path.join(folder, "home");
  const root = options.roots?.[0] ?? folder;
  const cresset = options.cresset ?? openCresset({ folder, home, project: "Job" });
  const server = await startServer({
    port: 0,
    roots: [root],
    webFolder: path.join(folder, "web"),
    ...options,
    cresset,
  });
  onTestFinished(() => server.close());
  return { ...server, home, root, ask: (...request) => askAt(server.url, ...request) };
}

export async function askAt(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
