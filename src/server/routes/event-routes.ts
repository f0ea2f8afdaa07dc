import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { type Api, createApi, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";

const readEvents = createRoute({
  method: "get",
  path: "/events",
  operationId: "listenToEvents",
  tags: ["Events"],
  summary: "What happens, as it happens (Server-Sent Events)",
  request: {
    headers: z.object({ "last-event-id": z.string().optional() }),
    query: z.object({
      lastEventId: z
        .string()
        .max(100)
        .optional()
        .describe("For those who begin a stream anew and cannot set the header."),
    }),
  },
  responses: {
    200: { content: { "text/event-stream": { schema: z.string() } }, description: "The stream; it does not end." },
    ...problems,
  },
});

/** The stream of events. */
export function eventRoutes({ streams }: ServerParts): Api {
  const api = createApi();
  api.openAPIRegistry.registerPath(readEvents);
  api.get("/events", (context) => {
    const lastEventId = context.req.header("last-event-id") ?? context.req.query("lastEventId");
    streams.open(context.env.outgoing, lastEventId, context.var.isStillLetIn);
    return RESPONSE_ALREADY_SENT;
  });
  return api;
}
