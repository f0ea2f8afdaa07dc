import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import type { Cresset } from "../app/cresset.ts";
import { CressetError } from "../errors.ts";
import { createEventStreams } from "./events/event-stream.ts";
import { createEventHub } from "./events/hub.ts";
import { watchCatalogue } from "./events/watch-catalogue.ts";
import { createApp } from "./http/app.ts";
import type { ServerParts } from "./server-parts.ts";

export interface ServerOptions {
  readonly cresset: Cresset;
  /** Address to listen at; this machine alone when left out. */
  readonly host?: string;
  /** 4747 when left out; 0 for any that is free. */
  readonly port?: number;
  /** Folder of the built pages; `dist/web` of this Cresset when left out. */
  readonly webFolder?: string;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:4747`. */
  readonly url: string;
  readonly parts: ServerParts;
  /** Takes nothing new, finishes what was asked, ends the streams and stops what runs. */
  close(): Promise<void>;
}

/** Both in a clone and in the package, where this stands in a file of dist/cli/. */
const ownWebFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));

/**
 * Starts the server.
 * @throws CressetError `usage` when the address is taken or cannot be listened at.
 */
export async function startServer({
  cresset,
  host = "127.0.0.1",
  port = 4747,
  webFolder = ownWebFolder,
}: ServerOptions): Promise<RunningServer> {
  const catalogue = await cresset.catalogue();
  const hub = createEventHub();
  const streams = createEventStreams(hub);
  const catalogueWatch = watchCatalogue(catalogue, hub);
  const ending = new AbortController();
  const parts: ServerParts = { cresset, catalogue, hub, streams, catalogueWatch, ending: ending.signal };
  const app = createApp(parts, { webFolder });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const closeParts = async () => {
    streams.close();
    await catalogueWatch.close();
    await catalogue.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    await closeParts();
    throw unlistenable(host, port, cause);
  }
  return {
    url: urlOf(server.address(), host),
    parts,
    async close() {
      ending.abort();
      streams.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await closeParts();
    },
  };
}

function urlOf(address: string | AddressInfo | null, host: string): string {
  const port = address === null || typeof address === "string" ? "" : `:${address.port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}${port}`;
}

function unlistenable(host: string, port: number, cause: unknown): CressetError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const why =
    code === "EADDRINUSE"
      ? "another program listens there. Give another --port, or end that program."
      : code === "EADDRNOTAVAIL" || code === "ENOTFOUND"
        ? "this machine has no such address."
        : code === "EACCES"
          ? "the system does not allow it. Ports below 1024 are for administrators."
          : cause instanceof Error
            ? cause.message
            : String(cause);
  return new CressetError("usage", `Cannot listen at ${host} port ${port}: ${why}`, { cause });
}
