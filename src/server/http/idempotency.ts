import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { CressetError } from "../../errors.ts";
import type { ApiEnv } from "./api.ts";

/** Answers that are kept, for how long (milliseconds), and how large each may be. */
const kept = { count: 1000, time: 24 * 3_600_000, bytes: 1_000_000 };

interface KeptAnswer {
  readonly body: string;
  readonly at: number;
  readonly answer: Promise<Response>;
}

/**
 * A request with an `Idempotency-Key` is done once: sent again (a connection broke, a button was pressed twice) it gets the
 * answer of the first. Kept in memory: a server that starts again has forgotten.
 */
export function idempotency(): MiddlewareHandler<ApiEnv> {
  const answers = new Map<string, KeptAnswer>();
  return async (context, next) => {
    const key = context.req.header("idempotency-key");
    const { method } = context.req;
    if (key === undefined || method === "GET" || method === "HEAD") return next();
    if (key.length === 0 || key.length > 200)
      throw new CressetError("usage", "An Idempotency-Key has 1 to 200 characters.");
    const { actor } = context.var;
    const name = JSON.stringify([actor?.by, actor?.name, method, context.req.path, key]);
    const body = createHash("sha256")
      .update(await context.req.text())
      .digest("hex");
    const known = answers.get(name);
    if (known !== undefined && known.at > Date.now() - kept.time) {
      if (known.body !== body)
        throw new CressetError("bad-input", "That Idempotency-Key was used for another request. Take a new one.");
      const again = (await known.answer).clone();
      again.headers.set("idempotent-replay", "true");
      return again;
    }
    let give: (response: Response) => void = () => {};
    const answer = new Promise<Response>((resolve) => {
      give = resolve;
    });
    answers.set(name, { body, at: Date.now(), answer });
    if (answers.size > kept.count) for (const oldest of [...answers.keys()].slice(0, 1)) answers.delete(oldest);
    await next();
    const { res } = context;
    give(res.clone());
    // What failed on this side may work the next time; what is large is not kept.
    if (res.status >= 500 || Number(res.headers.get("content-length") ?? 0) > kept.bytes) answers.delete(name);
  };
}
