import * as z from "zod";
import type { Api } from "./api.ts";
import { problemShape } from "./problem.ts";

const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Of your choice. Sent again with the same key and body, the request is not done again."),
});
const replayed = z.object({
  "Idempotent-Replay": z
    .literal("true")
    .optional()
    .describe("There when the answer is that of an earlier request with the same Idempotency-Key."),
});

/** What went wrong, by the status; which codes are behind it stands in docs/api.md. */
const everywhere = { 400: "It makes no sense.", 401: "Sign in first.", 403: "It is not allowed.", 500: "It failed." };
const ofOne = { 404: "It is not there." };
const ofChanges = {
  409: "It is not as it would have to be, or somebody said no.",
  413: "More was sent than a request may carry.",
  422: "What it is about is not right.",
};

/** Says of all operations in the OpenAPI document what holds for all: what they may be sent with, and how they fail. */
export function describeAnswers({ openAPIRegistry }: Api): void {
  for (const definition of openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { route } = definition;
    const isChange = route.method !== "get";
    const statuses = {
      ...everywhere,
      ...(isChange || route.path.includes("{") ? ofOne : {}),
      ...(isChange ? ofChanges : {}),
    };
    // Routes may share what they were made of: nothing is changed in place.
    const responses = { ...route.responses };
    for (const [status, description] of Object.entries(statuses))
      responses[status] ??= { description, content: { "application/problem+json": { schema: problemShape } } };
    if (isChange) {
      route.request = { ...route.request, headers: idempotencyKey };
      for (const [status, response] of Object.entries(responses))
        if (status.startsWith("2") && "description" in response) responses[status] = { headers: replayed, ...response };
    }
    route.responses = responses;
  }
}
