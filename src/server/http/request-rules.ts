import type { MiddlewareHandler } from "hono";
import { CressetError } from "../../errors.ts";
import type { ApiEnv } from "./api.ts";

/** Bytes that a request may carry. Media is never sent: it is named by its path. */
const mostBytes = 4 * 1024 * 1024;

/** The length is known before a byte of it is read. */
export const limitedBody: MiddlewareHandler<ApiEnv> = async (context, next) => {
  if (context.req.header("transfer-encoding") !== undefined)
    throw new CressetError(
      "usage",
      "Expected the header Content-Length: bodies are not sent in chunks of unknown number.",
    );
  if (Number(context.req.header("content-length") ?? 0) > mostBytes)
    throw new CressetError("too-large", `A request carries ${mostBytes / 1024 / 1024} MiB at most.`);
  return next();
};

/** Bodies are JSON and say so: a form of another site could not. */
export const jsonOnly: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const { method } = context.req;
  if (method === "GET" || method === "HEAD") return next();
  const hasBody =
    context.req.header("transfer-encoding") !== undefined || Number(context.req.header("content-length") ?? 0) > 0;
  const type = context.req.header("content-type");
  if (hasBody && !/^application\/json\s*(?:;|$)/i.test(type ?? ""))
    throw new CressetError("usage", "Expected a body of JSON, with the header Content-Type: application/json.");
  return next();
};
