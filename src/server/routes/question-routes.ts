import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { answerShape, questionShape } from "../shapes/question-shapes.ts";

const tags = ["Questions"];

const listQuestions = createRoute({
  method: "get",
  path: "/questions",
  tags,
  operationId: "listQuestions",
  summary: "What waits for an answer: files that exist, dialogs of hooks",
  responses: { 200: jsonContent(pageOf(questionShape), "Oldest first."), ...problems },
});

const answerQuestion = createRoute({
  method: "post",
  path: "/questions/{id}/answer",
  tags,
  operationId: "answerQuestion",
  summary: "Answer; what asked goes on",
  request: { params: z.object({ id: z.string().max(100) }), ...jsonBody(answerShape) },
  responses: { 204: { description: "It was taken." }, ...problems },
});

/** What is asked while something runs. */
export function questionRoutes({ work: { questions } }: ServerParts): Api {
  return createApi()
    .openapi(listQuestions, (context) => context.json({ items: [...questions.open], nextCursor: null }, 200))
    .openapi(answerQuestion, (context) => {
      questions.answer(context.req.valid("param").id, context.req.valid("json"));
      return context.body(null, 204);
    });
}
