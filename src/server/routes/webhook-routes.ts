import { randomBytes } from "node:crypto";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Webhook, WebhookDelivery } from "../../catalogue/webhook-store.ts";
import { CressetError } from "../../errors.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { offsetCursor, pageOf, pageQuery } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  deliveryShape,
  type WebhookDeliveryShape,
  type WebhookShape,
  webhookShape,
  webhookTypeShape,
} from "../shapes/webhook-shapes.ts";

const tags = ["Webhooks"];
const params = z.object({ id: z.string().max(100) });
const url = z.string().max(2000).describe("http or https.");
const types = z.array(webhookTypeShape).min(1);

const listWebhooks = createRoute({
  method: "get",
  path: "/webhooks",
  tags,
  operationId: "listWebhooks",
  summary: "Addresses that are told of events",
  responses: { 200: jsonContent(pageOf(webhookShape), "The webhooks."), ...problems },
});

const addWebhook = createRoute({
  method: "post",
  path: "/webhooks",
  tags,
  operationId: "addWebhook",
  summary: "Tell an address of events (Standard Webhooks)",
  request: jsonBody(z.strictObject({ url, types })),
  responses: {
    201: jsonContent(
      webhookShape.extend({ secret: z.string().describe("whsec_…: what is sent is signed with it. Shown this once.") }),
      "The webhook.",
    ),
    ...problems,
  },
});

const changeWebhook = createRoute({
  method: "patch",
  path: "/webhooks/{id}",
  tags,
  operationId: "changeWebhook",
  summary: "Change a webhook, or turn it on or off",
  request: {
    params,
    ...jsonBody(z.strictObject({ url: url.optional(), types: types.optional(), enabled: z.boolean().optional() })),
  },
  responses: { 200: jsonContent(webhookShape, "The webhook as it is now."), ...problems },
});

const removeWebhook = createRoute({
  method: "delete",
  path: "/webhooks/{id}",
  tags,
  operationId: "removeWebhook",
  summary: "Remove a webhook with its log",
  request: { params },
  responses: { 204: { description: "Removed." }, ...problems },
});

const listDeliveries = createRoute({
  method: "get",
  path: "/webhooks/{id}/deliveries",
  tags,
  operationId: "listDeliveries",
  summary: "What was sent, the latest first",
  request: { params, query: pageQuery },
  responses: { 200: jsonContent(pageOf(deliveryShape), "A page of the log."), ...problems },
});

const testWebhook = createRoute({
  method: "post",
  path: "/webhooks/{id}/test",
  tags,
  operationId: "testWebhook",
  summary: "Send a test, once",
  request: { params },
  responses: { 200: jsonContent(deliveryShape, "What became of it."), ...problems },
});

const redeliver = createRoute({
  method: "post",
  path: "/webhooks/{id}/deliveries/{deliveryId}/redeliver",
  tags,
  operationId: "redeliver",
  summary: "Send something of the log once more, with the id that it had",
  request: { params: params.extend({ deliveryId: z.string().max(100) }) },
  responses: { 200: jsonContent(deliveryShape, "What became of it."), ...problems },
});

/** Webhooks out. */
export function webhookRoutes({ webhooks, webhookSender, hub }: ServerParts): Api {
  const changed = (webhookId: string) => hub.publish({ type: "webhooks.changed", data: { webhookId } });
  return createApi()
    .openapi(listWebhooks, async (context) =>
      context.json({ items: (await webhooks.webhooks()).map(toShape), nextCursor: null }, 200),
    )
    .openapi(addWebhook, async (context) => {
      const asked = context.req.valid("json");
      const secret = `whsec_${randomBytes(32).toString("base64")}`;
      const added = await webhooks.add({ url: checkedUrl(asked.url), types: asked.types, secret });
      changed(added.id);
      return context.json({ ...toShape(added), secret }, 201);
    })
    .openapi(changeWebhook, async (context) => {
      const { url: asked, types: wanted, enabled } = context.req.valid("json");
      const webhook = await webhooks.change(context.req.valid("param").id, {
        ...(asked === undefined ? {} : { url: checkedUrl(asked) }),
        ...(wanted === undefined ? {} : { types: wanted }),
        ...(enabled === undefined ? {} : { enabled }),
      });
      changed(webhook.id);
      return context.json(toShape(webhook), 200);
    })
    .openapi(removeWebhook, async (context) => {
      const { id } = context.req.valid("param");
      await webhooks.remove(id);
      changed(id);
      return context.body(null, 204);
    })
    .openapi(listDeliveries, async (context) => {
      const { id } = await webhooks.webhook(context.req.valid("param").id);
      const { cursor, limit } = context.req.valid("query");
      const offset = offsetCursor.read(cursor);
      const found = await webhooks.deliveries(id, { offset, limit: limit + 1 });
      return context.json(
        {
          items: found.slice(0, limit).map(toDeliveryShape),
          nextCursor: found.length > limit ? offsetCursor.write(offset + limit) : null,
        },
        200,
      );
    })
    .openapi(testWebhook, async (context) => {
      const webhook = await webhooks.webhook(context.req.valid("param").id);
      return context.json(toDeliveryShape(await webhookSender.test(webhook)), 200);
    })
    .openapi(redeliver, async (context) => {
      const { id, deliveryId } = context.req.valid("param");
      const delivery = await webhooks.delivery(id, deliveryId);
      return context.json(toDeliveryShape(await webhookSender.redeliver(delivery)), 200);
    });
}

function checkedUrl(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (url !== undefined && isWeb && url.username === "" && url.password === "") return url.href;
  throw new CressetError("usage", `Expected an address that begins with https:// or http://, got "${written}".`);
}

const toShape = ({ id, url, types, enabled, createdAt }: Webhook): WebhookShape => ({
  id,
  url,
  types: [...types],
  enabled,
  createdAt: createdAt.toISOString(),
});

const toDeliveryShape = (delivery: WebhookDelivery): WebhookDeliveryShape => ({
  id: delivery.id,
  type: delivery.type,
  status: delivery.status,
  attempts: delivery.attempts,
  createdAt: delivery.createdAt.toISOString(),
  nextAt: delivery.nextAt?.toISOString() ?? null,
  lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
  responseStatus: delivery.responseStatus ?? null,
  error: delivery.error,
  answer: delivery.answer,
  body: delivery.body,
});
