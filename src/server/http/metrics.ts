import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ServerParts } from "../server-parts.ts";
import type { ApiEnv } from "./api.ts";
import { measureWork } from "./work-metrics.ts";

/** What Prometheus reads. */
export interface Metrics {
  /** Counts and times the requests. */
  readonly measure: MiddlewareHandler<ApiEnv>;
  readonly registry: Registry;
}

export function createMetrics(parts: Pick<ServerParts, "streams" | "work" | "webhooks" | "hub">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "cresset_http_request_duration_seconds",
    help: "Time until an answer began, by route.",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const open: Gauge = new Gauge({
    name: "cresset_event_streams",
    help: "Clients that listen to events now.",
    registers: [registry],
    collect: () => {
      open.set(parts.streams.count);
    },
  });
  measureWork(registry, parts);
  return {
    registry,
    measure: async (context, next) => {
      const began = performance.now();
      await next();
      // The pattern, not the path: ids would make a series each.
      const labels = { method: context.req.method, route: routePath(context), status: context.res.status };
      requests.observe(labels, (performance.now() - began) / 1000);
    },
  };
}
