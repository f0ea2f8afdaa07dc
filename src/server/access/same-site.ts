import { isIPv4 } from "node:net";
import type { MiddlewareHandler } from "hono";
import { CressetError } from "../../errors.ts";
import type { ApiEnv } from "../http/api.ts";

/** Whether an address to listen at is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return bare === "localhost" || bare === "::1" || (isIPv4(bare) && bare.startsWith("127."));
}

export interface SameSiteOptions {
  /** Only names of this machine are taken for the host. */
  readonly loopback: boolean;
  /** The address that people use where a proxy stands in front, such as `https://cresset.house`. */
  readonly address: URL | undefined;
}

/**
 * Keeps pages of other sites from driving this server with a person's browser. A site that gave its name this machine's
 * address is told by the Host, one that sends requests from its own pages by the Origin and by what browsers say of them.
 */
export function sameSiteOnly({ loopback, address }: SameSiteOptions): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const host = hostOf(context.req.header("host"));
    const isProxied = address !== undefined && host?.host === address.host;
    if (host === undefined || (!isProxied && loopback && !isLoopback(host.hostname)))
      throw new CressetError("forbidden", "This server does not answer to that Host.");
    const origin = context.req.header("origin");
    if (origin !== undefined && origin !== (isProxied ? address.origin : host.origin))
      throw new CressetError("forbidden", "A page of another site cannot use this server.");
    const from = context.req.header("sec-fetch-site");
    // A link on another site may lead to a page here; nothing else may come from there.
    const isVisit = context.req.header("sec-fetch-mode") === "navigate" && context.req.method === "GET";
    if ((from === "cross-site" || from === "same-site") && (!isVisit || context.req.path.startsWith("/api/v")))
      throw new CressetError("forbidden", "A page of another site cannot use this server.");
    return next();
  };
}

function hostOf(header: string | undefined): URL | undefined {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return undefined;
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : undefined;
}
