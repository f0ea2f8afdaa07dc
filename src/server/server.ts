import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as startTimer } from "node:timers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import type { Cresset } from "../app/cresset.ts";
import { openArchiveHistory } from "../catalogue/open-archive-history.ts";
import { openPeopleStore } from "../catalogue/open-people-store.ts";
import { openWebhookStore } from "../catalogue/open-webhook-store.ts";
import { CressetError } from "../errors.ts";
import { createProber } from "../media/probe.ts";
import { scopes } from "./access/actor.ts";
import { isLoopback } from "./access/same-site.ts";
import { createStorageRoots } from "./access/storage-roots.ts";
import { createEventStreams } from "./events/event-stream.ts";
import { createEventHub } from "./events/hub.ts";
import { watchCatalogue } from "./events/watch-catalogue.ts";
import { watchWork } from "./events/watch-work.ts";
import { createApp } from "./http/app.ts";
import { createOpenViewers } from "./viewers/open-viewers.ts";
import type { ServerParts } from "./server-parts.ts";
import { houseHookFolders } from "./settings/shown-settings.ts";
import { openWork } from "./work/work.ts";
import { sendWebhooks } from "./webhooks/send-webhooks.ts";

export interface ServerOptions {
  readonly cresset: Cresset;
  /** Address to listen at; this machine alone when left out. */
  readonly host?: string;
  /** 4747 when left out; 0 for any that is free. */
  readonly port?: number;
  /** Folders that the API may be told of, beside those of the config. */
  readonly roots?: readonly string[];
  /** The address that people use where a proxy stands in front, such as `https://cresset.house`; they have to sign in. */
  readonly address?: string;
  /** People have to sign in on this machine, too. */
  readonly login?: boolean;
  /** How many exports run at the same time; what the config says when left out, else one. */
  readonly exportsAtOnce?: number;
  /** Milliseconds that exports get to end when the server does; what has not by then goes on at the next start. 10 s when left out. */
  readonly drain?: number;
  /**
   * Milliseconds for which `/readyz` says that the server is about to end before it takes no more requests, so that a
   * balancer sends people elsewhere. When left out 3 s where others reach it, nothing on this machine alone.
   */
  readonly notice?: number;
  /** Name of whoever sits at this machine, where nobody has to sign in. */
  readonly person?: string;
  /** Milliseconds after which a webhook is sent again that nobody took; seconds to a day when left out. */
  readonly webhookPauses?: readonly number[];
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

/** How long requests may take to end when the server does, in milliseconds. */
const patience = 10_000;

/**
 * Starts the server.
 * @throws CressetError `usage` when the address is taken, cannot be listened at, or is open to others without accounts.
 */
export async function startServer({
  cresset: asked,
  host = "127.0.0.1",
  port = 4747,
  roots = [],
  address,
  login = false,
  person = "local",
  exportsAtOnce = asked.config.exportsAtOnce,
  drain = 10_000,
  notice,
  webhookPauses,
  webFolder = ownWebFolder,
}: ServerOptions): Promise<RunningServer> {
  const publicAddress = address === undefined ? undefined : publicUrl(address);
  const loopback = isLoopback(host);
  const mustSignIn = login || !loopback || publicAddress !== undefined;
  const code = codePlaces(asked);
  const storage = createStorageRoots([...roots, ...asked.config.storageRoots, ...asked.config.media], code);
  // A cut that lies in them may name anything, and so may a name pattern.
  const cresset = asked.limitedTo({
    mediaRoots: storage.folders,
    codePlaces: [...code.hookFolders, ...(code.configFile === undefined ? [] : [code.configFile])],
  });
  const people = await openPeopleStore(cresset.storeFile);
  if (mustSignIn && !(await people.hasAccounts())) {
    await people.close();
    throw new CressetError(
      "usage",
      `${loopback ? "People have to sign in" : `${host} is reached by others`}, and there are no accounts. Make one first: cresset accounts add NAME --role admin`,
    );
  }
  const catalogue = await cresset.catalogue();
  const prober = createProber();
  const hub = createEventHub();
  const streams = createEventStreams(hub);
  const webhooks = await openWebhookStore(cresset.storeFile);
  const archiveHistory = await openArchiveHistory(cresset.storeFile);
  const webhookSender = sendWebhooks(webhooks, hub, webhookPauses);
  const catalogueWatch = watchCatalogue(catalogue, hub);
  await catalogueWatch.look();
  const work = await openWork({ cresset, hub, prober, exportsAtOnce });
  const stopWatchingWork = await watchWork(work, hub);
  const ending = new AbortController();
  const cutOff = new AbortController();
  const viewers = createOpenViewers(cresset, ending.signal);
  const parts: ServerParts = {
    cresset,
    catalogue,
    archiveHistory,
    people,
    prober,
    hub,
    streams,
    catalogueWatch,
    webhooks,
    webhookSender,
    work,
    viewers,
    ending: ending.signal,
    cutOff: cutOff.signal,
    roots: storage,
    startedWith: { roots, host, mustSignIn, address },
    isSecure: publicAddress?.protocol === "https:",
  };
  const app = createApp(parts, {
    webFolder,
    loopback,
    address: publicAddress,
    local: mustSignIn ? undefined : { name: person, role: "admin", scopes, by: "local", accountId: undefined },
  });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const closeParts = async () => {
    streams.close();
    await stopWatchingWork();
    await Promise.all([catalogueWatch.close(), work.close(drain), viewers.closeAll()]);
    await webhookSender.close();
    await Promise.all([catalogue.close(), archiveHistory.close(), people.close(), webhooks.close(), prober.close()]);
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
  // Not before: a server whose address is taken must not take work.
  await work.queue.start();
  return {
    url: urlOf(server.address(), host),
    parts,
    async close() {
      ending.abort();
      await setTimeout(notice ?? (loopback && publicAddress === undefined ? 0 : 3000));
      streams.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        startTimer(() => {
          cutOff.abort();
          server.closeAllConnections();
        }, patience).unref();
      });
      await closeParts();
    },
  };
}

/** What nobody may write to through the API. */
const codePlaces = (cresset: Cresset) => ({
  hookFolders: houseHookFolders(cresset).map((folder) => folder.path),
  configFile: cresset.config.file,
});

function publicUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && url.pathname === "/") return url;
  throw new CressetError("usage", `Expected an address such as https://cresset.house, got "${address}".`);
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
