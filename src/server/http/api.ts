import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { Actor } from "../access/actor.ts";
import { faultIn, problemShape } from "./problem.ts";

/** What each request carries besides itself. */
export interface ApiEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** Who asks. Every route but those of signing in has one: see `access/permissions.ts`. */
    readonly actor: Actor | undefined;
    /** Whether who asks would still be let in, for answers that go on: tokens expire and are taken back. */
    readonly isStillLetIn: () => Promise<boolean>;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** A part of the API: a file of `routes/` makes one and `http/app.ts` mounts it. What is wrong in a request is a problem. */
export const createApi = (): Api =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw faultIn(placeNames[result.target] ?? result.target, result.error);
    },
  });

const placeNames: Readonly<Record<string, string>> = { json: "body", query: "query", param: "path", header: "header" };

/** An answer of JSON, for `createRoute`. */
export const jsonContent = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** A body of JSON, for `createRoute`. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  body: { content: { "application/json": { schema } }, required: true },
});

/** The answer of a route that is asked too often, besides its own. */
export const tooMany = {
  429: {
    content: { "application/problem+json": { schema: problemShape } },
    description: "Too many wrong passwords.",
    headers: z.object({ "Retry-After": z.string().describe("In so many seconds it may be tried again.") }),
  },
} as const;

/** The answers of every route besides its own. */
export const problems = {
  default: { content: { "application/problem+json": { schema: problemShape } }, description: "What went wrong." },
} as const;
