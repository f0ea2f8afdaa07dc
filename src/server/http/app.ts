import { OpenAPIHono } from "@hono/zod-openapi";
import { CressetError } from "../../errors.ts";
import { eventRoutes } from "../routes/event-routes.ts";
import { projectRoutes } from "../routes/project-routes.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Api, ApiEnv } from "./api.ts";
import { problemResponse, toCressetError } from "./problem.ts";
import { safeHeaders } from "./security-headers.ts";
import { staticFiles } from "./static-files.ts";

/** Where the API lies. */
const apiPath = "/api/v1";

export interface AppOptions {
  /** Folder of the built pages. */
  readonly webFolder: string;
}

/** Everything that the server answers. */
export function createApp(parts: ServerParts, { webFolder }: AppOptions): Api {
  const app = new OpenAPIHono<ApiEnv>();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(safeHeaders)) context.res.headers.set(name, value);
  });
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", (context) =>
    parts.ending.aborted ? context.json({ status: "ending" }, 503) : context.json({ status: "ready" }),
  );
  for (const routes of [projectRoutes, eventRoutes]) app.route(apiPath, routes(parts));
  app.all("/api/*", (context) => {
    throw new CressetError("not-found", `There is no ${context.req.method} ${context.req.path}. See /api/reference.`);
  });
  app.use(staticFiles(webFolder));
  app.notFound((context) => problemResponse(new CressetError("not-found", `There is no page at ${context.req.path}.`)));
  app.onError((error) => problemResponse(toCressetError(error), safeHeaders));
  return app;
}
