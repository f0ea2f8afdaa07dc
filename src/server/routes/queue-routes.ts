import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { QueueItem } from "../../catalogue/queue-store.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { momentCursor } from "../http/moment-cursor.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { queueItemShape, queueOrderShape, queueShape } from "../shapes/queue-shapes.ts";
import { logLineShape } from "../shapes/run-shapes.ts";
import { refuseUnlessAllowed } from "../work/refuse-unless-allowed.ts";
import { shownItem } from "../work/shown-item.ts";

const itemId = { params: z.object({ id: z.string().max(100) }) };
const item = { 200: jsonContent(queueItemShape, "The item as it is now."), ...problems };
const tags = ["Queue"];
const queued = jsonContent(queueShape, "The queue as it is now.");

const readQueue = createRoute({
  method: "get",
  path: "/queue",
  tags,
  operationId: "readQueue",
  summary: "What runs, waits, is held and has ended",
  request: { query: pageQuery },
  responses: { 200: queued, ...problems },
});

const readItem = createRoute({
  method: "get",
  path: "/queue/{id}",
  tags,
  operationId: "readQueueItem",
  summary: "An item of the queue",
  request: itemId,
  responses: item,
});

const readItemLog = createRoute({
  method: "get",
  path: "/queue/{id}/log",
  tags,
  operationId: "readQueueItemLog",
  summary: "What was said while an item ran",
  request: itemId,
  responses: { 200: jsonContent(pageOf(logLineShape), "Line by line."), ...problems },
});

const pauseQueue = createRoute({
  method: "post",
  path: "/queue/pause",
  tags,
  operationId: "pauseQueue",
  summary: "Start nothing more; what runs comes to its end",
  responses: { 200: queued, ...problems },
});

const continueQueue = createRoute({
  method: "post",
  path: "/queue/continue",
  tags,
  operationId: "continueQueue",
  summary: "Go on after a pause",
  responses: { 200: queued, ...problems },
});

const orderQueue = createRoute({
  method: "post",
  path: "/queue/order",
  tags,
  operationId: "orderQueue",
  summary: "Change the order",
  request: jsonBody(queueOrderShape),
  responses: { 200: queued, ...problems },
});

const verbs = {
  hold: "Let it wait until it is released",
  release: "Let it run when its turn comes",
  cancel: "Cancel it; what runs stops as soon as it can",
  retry: "Ask for the same anew, as another item",
  resume: "Go on with the run that it began",
} as const;

const itemVerb = <V extends keyof typeof verbs>(verb: V) =>
  createRoute({
    method: "post",
    path: `/queue/{id}/${verb}`,
    tags,
    operationId: `${verb}QueueItem`,
    summary: verbs[verb],
    request: itemId,
    responses: item,
  });

/** The queue. */
export function queueRoutes(parts: ServerParts): Api {
  const { work } = parts;
  const { queue } = work;
  const shown = (each: QueueItem, position: number | null) => shownItem(each, position, work);
  const one = async (each: QueueItem) => {
    const waiting = (await queue.active()).filter(({ state }) => state !== "running");
    const index = waiting.findIndex(({ id }) => id === each.id);
    return shown(each, index < 0 ? null : index + 1);
  };
  const whole = async ({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) => {
    const place = momentCursor.read(cursor);
    const before = place === undefined ? undefined : { endedAt: place.at, id: place.id };
    const active = place === undefined ? await queue.active() : [];
    const ended = await queue.ended({ limit: limit + 1, before });
    const page = ended.slice(0, limit);
    const last = page.at(-1);
    let position = 0;
    return {
      paused: await queue.isPaused(),
      items: [
        ...active.map((each) => shown(each, each.state === "running" ? null : ++position)),
        ...page.map((each) => shown(each, null)),
      ],
      nextCursor:
        ended.length > limit && last?.endedAt !== undefined
          ? momentCursor.write({ at: last.endedAt, id: last.id })
          : null,
    };
  };
  const asUsual = { limit: 100 };
  return createApi()
    .openapi(readQueue, async (context) => context.json(await whole(context.req.valid("query")), 200))
    .openapi(pauseQueue, async (context) => {
      await queue.pause();
      return context.json(await whole(asUsual), 200);
    })
    .openapi(continueQueue, async (context) => {
      await queue.goOn();
      return context.json(await whole(asUsual), 200);
    })
    .openapi(orderQueue, async (context) => {
      await queue.order(context.req.valid("json").ids);
      return context.json(await whole(asUsual), 200);
    })
    .openapi(readItem, async (context) => context.json(await one(await queue.item(context.req.valid("param").id)), 200))
    .openapi(readItemLog, async (context) => {
      const { id, runId } = await queue.item(context.req.valid("param").id);
      // What was said before the run had its id stands under that of the item.
      const lines = [...((await work.logs.read(id)) ?? []), ...((await logOf(runId)) ?? [])];
      return context.json({ items: lines.toSorted((a, b) => (a.at < b.at ? -1 : 1)), nextCursor: null }, 200);
    })
    .openapi(itemVerb("hold"), async (context) =>
      context.json(await one(await queue.hold(context.req.valid("param").id)), 200),
    )
    .openapi(itemVerb("release"), async (context) =>
      context.json(await one(await queue.release(context.req.valid("param").id)), 200),
    )
    .openapi(itemVerb("cancel"), async (context) =>
      context.json(await one(await queue.cancel(context.req.valid("param").id)), 200),
    )
    .openapi(itemVerb("retry"), async (context) => {
      const who = context.var.actor?.name ?? "";
      // It may be the wish of the command line, or older than the roots are.
      await refuseUnlessAllowed(await queue.item(context.req.valid("param").id), parts);
      return context.json(await one(await queue.retry(context.req.valid("param").id, who)), 200);
    })
    .openapi(itemVerb("resume"), async (context) =>
      context.json(await one(await queue.resume(context.req.valid("param").id)), 200),
    );

  function logOf(runId: string | undefined) {
    return runId === undefined ? undefined : work.logs.read(runId);
  }
}
