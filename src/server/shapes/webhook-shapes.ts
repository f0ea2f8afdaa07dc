import * as z from "zod";
import { eventShapes } from "./event-shapes.ts";

/** What changes many times a second, what only streams know, and what each sending would cause again is not sent. */
const unsent = new Set(["stream.opened", "run.progress", "webhooks.changed"]);

export const webhookTypes = Object.keys(eventShapes).filter((type) => !unsent.has(type));

export const webhookTypeShape = z.enum(webhookTypes);

export const webhookShape = z
  .object({
    id: z.string(),
    url: z.string(),
    types: z.array(z.string()),
    enabled: z.boolean().describe("Turned off when the other side answered 410."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Webhook" });

export const deliveryShape = z
  .object({
    id: z.string(),
    type: z.string(),
    status: z.enum(["waiting", "delivered", "failed"]),
    attempts: z.number().int(),
    createdAt: z.iso.datetime(),
    nextAt: z.iso.datetime().nullable(),
    lastAttemptAt: z.iso.datetime().nullable(),
    responseStatus: z.number().int().nullable(),
    error: z.string().describe("Why the last attempt failed; else empty."),
    answer: z.string().describe("Beginning of what the other side answered."),
    body: z.string(),
  })
  .meta({ id: "WebhookDelivery" });

export type WebhookShape = z.infer<typeof webhookShape>;
export type WebhookDeliveryShape = z.infer<typeof deliveryShape>;
