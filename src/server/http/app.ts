import path from "node:path";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { version } from "../../app/version.ts";
import { CressetError } from "../../errors.ts";
import type { Actor } from "../access/actor.ts";
import { identify } from "../access/identify.ts";
import { refuseUnlessPermitted } from "../access/permissions.ts";
import { sameSiteOnly, type SameSiteOptions } from "../access/same-site.ts";
import { accessTokenRoutes } from "../routes/access-token-routes.ts";
import { accountRoutes } from "../routes/account-routes.ts";
import { archiveContentsRoutes } from "../routes/archive-contents-routes.ts";
import { archiveRoutes } from "../routes/archive-routes.ts";
import { clipRoutes } from "../routes/clip-routes.ts";
import { entryRoutes } from "../routes/entry-routes.ts";
import { eventRoutes } from "../routes/event-routes.ts";
import { mediaRoutes } from "../routes/media-routes.ts";
import { hookRoutes } from "../routes/hook-routes.ts";
import { presetRoutes } from "../routes/preset-routes.ts";
import { probeRoutes } from "../routes/probe-routes.ts";
import { projectRoutes } from "../routes/project-routes.ts";
import { sessionRoutes } from "../routes/session-routes.ts";
import { settingsRoutes } from "../routes/settings-routes.ts";
import { webhookRoutes } from "../routes/webhook-routes.ts";
import { exportRoutes } from "../routes/export-routes.ts";
import { queueRoutes } from "../routes/queue-routes.ts";
import { reportRoutes } from "../routes/report-routes.ts";
import { runRoutes } from "../routes/run-routes.ts";
import { questionRoutes } from "../routes/question-routes.ts";
import { viewerRoutes } from "../routes/viewer-routes.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Api, ApiEnv } from "./api.ts";
import { describeAnswers } from "./describe-answers.ts";
import { faultOfFolder } from "./folder-fault.ts";
import { idempotency } from "./idempotency.ts";
import { createMetrics } from "./metrics.ts";
import { problemResponse, toCressetError } from "./problem.ts";
import { referencePage } from "./reference.ts";
import { jsonOnly, limitedBody } from "./request-rules.ts";
import { safeHeaders } from "./security-headers.ts";
import { staticFiles } from "./static-files.ts";

/** Where the API lies. */
const apiPath = "/api/v1";

export interface AppOptions extends SameSiteOptions {
  /** Folder of the built pages. */
  readonly webFolder: string;
  /** Who asks where nobody has to sign in. */
  readonly local: Actor | undefined;
}

/** Everything that the server answers. */
export function createApp(parts: ServerParts, options: AppOptions): Api {
  const app = new OpenAPIHono<ApiEnv>();
  const metrics = createMetrics(parts);
  app.use(metrics.measure, withSafeHeaders);
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    if (parts.ending.aborted) return context.json({ status: "ending" }, 503);
    await parts.catalogue.projects();
    const fault = await faultOfFolder(path.dirname(parts.cresset.storeFile));
    return fault === undefined ? context.json({ status: "ready" }) : context.json({ status: fault }, 503);
  });
  app.use(sameSiteOnly(options));
  app.get("/metrics", async (context) => {
    refuseUnlessPermitted(await identify(context, parts.people, options.local), "GET", "/metrics");
    return context.body(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType });
  });
  app.use(`${apiPath}/*`, permitted(parts, options), jsonOnly, limitedBody, idempotency(), neverStored);
  for (const routes of [
    projectRoutes,
    entryRoutes,
    clipRoutes,
    mediaRoutes,
    viewerRoutes,
    exportRoutes,
    queueRoutes,
    runRoutes,
    questionRoutes,
    presetRoutes,
    probeRoutes,
    hookRoutes,
    archiveContentsRoutes,
    archiveRoutes,
    reportRoutes,
    eventRoutes,
    sessionRoutes,
    accountRoutes,
    accessTokenRoutes,
    settingsRoutes,
    webhookRoutes,
  ])
    app.route(apiPath, routes(parts));
  describeAnswers(app);
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Cresset", version, description: "Everything that the command line does, over HTTP." },
    servers: [{ url: "/" }],
    security: [{ session: [] }, { token: [] }, {}],
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "cresset_session",
  });
  app.route("/", referencePage());
  app.all("/api/*", (context) => {
    throw new CressetError("not-found", `There is no ${context.req.method} ${context.req.path}. See /api/reference.`);
  });
  app.use(staticFiles(options.webFolder));
  app.notFound((context) => problemResponse(new CressetError("not-found", `There is no page at ${context.req.path}.`)));
  app.onError((error) => problemResponse(toCressetError(error)));
  return app;
}

const withSafeHeaders: MiddlewareHandler<ApiEnv> = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(safeHeaders)) context.res.headers.set(name, value);
};

/** What the API says is of this moment; pictures say themselves how long they are good for. */
const neverStored: MiddlewareHandler<ApiEnv> = async (context, next) => {
  await next();
  if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
};

const permitted =
  ({ people }: ServerParts, { local }: AppOptions): MiddlewareHandler<ApiEnv> =>
  async (context, next) => {
    const letIn = async () => {
      const actor = await identify(context, people, local);
      refuseUnlessPermitted(actor, context.req.method, context.req.path.slice(apiPath.length));
      return actor;
    };
    context.set("actor", await letIn());
    context.set("isStillLetIn", () =>
      letIn().then(
        () => true,
        (error: unknown) => !(error instanceof CressetError),
      ),
    );
    return next();
  };
