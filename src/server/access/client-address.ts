import type { Context } from "hono";
import type { ApiEnv } from "../http/api.ts";

/**
 * The address that a request comes from. Behind a proxy it is the last that `X-Forwarded-For` names, for the proxy itself
 * wrote that; where it names none, everybody has the address of the proxy.
 */
export function clientAddress(context: Context<ApiEnv>, behindProxy: boolean): string {
  const direct = context.env.incoming.socket.remoteAddress ?? "";
  if (!behindProxy) return direct;
  const told = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return told === "" ? direct : told;
}
