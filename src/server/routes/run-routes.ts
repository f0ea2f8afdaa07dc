import { readFile } from "node:fs/promises";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import { momentCursor } from "../http/moment-cursor.ts";
import { offsetCursor, pageOf, pageQuery } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { queuedShape } from "../shapes/export-shapes.ts";
import { logLineShape, pictureShape, runDetailShape, runShape, runStatus, traceShape } from "../shapes/run-shapes.ts";
import { runDetail, shownRun } from "../work/shown-run.ts";
import { resumedItem } from "../work/resumed-item.ts";
import { runLog } from "../work/shown-log.ts";
import { runPictures } from "../work/run-pictures.ts";
import { runTrace } from "../work/run-trace.ts";

const tags = ["Runs"];
const runId = { params: z.object({ id: z.string().max(100) }) };

const listRuns = createRoute({
  method: "get",
  path: "/runs",
  tags,
  operationId: "listRuns",
  summary: "The history of exports and archives, newest first",
  request: {
    query: pageQuery.extend({ kind: z.enum(["export", "archive"]).optional(), status: runStatus.optional() }),
  },
  responses: { 200: jsonContent(pageOf(runShape), "Runs of this house, whoever started them."), ...problems },
});

const readRun = createRoute({
  method: "get",
  path: "/runs/{id}",
  tags,
  operationId: "readRun",
  summary: "A run with what it wrote",
  request: runId,
  responses: { 200: jsonContent(runDetailShape, "The run."), ...problems },
});

const readTrace = createRoute({
  method: "get",
  path: "/runs/{id}/trace",
  tags,
  operationId: "readTrace",
  summary: "Every call of a hook: when, how long, what it changed, what it printed",
  request: { ...runId, query: pageQuery },
  responses: { 200: jsonContent(traceShape, "In their order."), ...problems },
});

const readLog = createRoute({
  method: "get",
  path: "/runs/{id}/log",
  tags,
  operationId: "readRunLog",
  summary: "What was said while it ran",
  request: { ...runId, query: pageQuery },
  responses: { 200: jsonContent(pageOf(logLineShape), "Line by line."), ...problems },
});

const listPictures = createRoute({
  method: "get",
  path: "/runs/{id}/pictures",
  tags,
  operationId: "listRunPictures",
  summary: "A contact sheet of what was written",
  request: runId,
  responses: { 200: jsonContent(pageOf(pictureShape), "One picture for each asset, the first 60."), ...problems },
});

const readPicture = createRoute({
  method: "get",
  path: "/runs/{id}/pictures/{assetId}",
  tags,
  operationId: "readRunPicture",
  summary: "A picture of the contact sheet",
  request: { params: z.object({ id: z.string().max(100), assetId: z.string().max(300) }) },
  responses: {
    200: { content: { "image/jpeg": { schema: z.string() } }, description: "A small JPEG." },
    ...problems,
  },
});

const resumeRun = createRoute({
  method: "post",
  path: "/runs/{id}/resume",
  tags,
  operationId: "resumeRun",
  summary: "Go on with an export that was killed, cancelled or failed, whoever started it",
  request: runId,
  responses: { 202: jsonContent(queuedShape, "Its item of the queue."), ...problems },
});

/** The history of runs. */
export function runRoutes(parts: ServerParts): Api {
  const { work } = parts;
  const { history } = work;
  return createApi()
    .openapi(listRuns, async (context) => {
      const { cursor, limit, kind, status } = context.req.valid("query");
      const place = momentCursor.read(cursor);
      const before = place === undefined ? undefined : { startedAt: place.at, id: place.id };
      const runs = await history.runs({ limit: limit + 1, kind, status, before });
      const page = runs.slice(0, limit);
      const last = page.at(-1);
      const items = await Promise.all(page.map((run) => shownRun(run, work)));
      const hasMore = runs.length > limit && last !== undefined;
      const nextCursor = hasMore ? momentCursor.write({ at: last.startedAt, id: last.id }) : null;
      return context.json({ items, nextCursor }, 200);
    })
    .openapi(readRun, async (context) => context.json(await runDetail(context.req.valid("param").id, work), 200))
    .openapi(resumeRun, async (context) => {
      const run = await history.run(context.req.valid("param").id);
      const item = await resumedItem(run, context.var.actor?.name ?? "", work);
      return context.json({ itemId: item.id, runId: run.id }, 202);
    })
    .openapi(readTrace, async (context) => {
      const { cursor, limit } = context.req.valid("query");
      const { id } = context.req.valid("param");
      return context.json(await runTrace(id, { from: offsetCursor.read(cursor), limit }, history), 200);
    })
    .openapi(readLog, async (context) => {
      const { cursor, limit } = context.req.valid("query");
      const { id } = await history.run(context.req.valid("param").id);
      const lines = await runLog(id, work);
      const from = offsetCursor.read(cursor);
      const items = lines.slice(from, from + limit);
      const next = from + limit < lines.length ? offsetCursor.write(from + limit) : null;
      return context.json({ items: [...items], nextCursor: next }, 200);
    })
    .openapi(listPictures, async (context) => {
      const { id } = await history.run(context.req.valid("param").id);
      const pictures = await runPictures(id, history);
      const items = pictures.slice(0, 60).map(({ assetId, path, name }) => ({
        assetId,
        path,
        name,
        url: `/api/v1/runs/${id}/pictures/${encodeURIComponent(assetId)}`,
      }));
      return context.json({ items, nextCursor: null }, 200);
    })
    .openapi(readPicture, async (context) => {
      const { id, assetId } = context.req.valid("param");
      const run = await history.run(id);
      const found = (await runPictures(run.id, history)).find((picture) => picture.assetId === assetId);
      if (found === undefined) throw new CressetError("not-found", `Run ${run.id} wrote no picture called ${assetId}.`);
      const file = await parts.work.thumbnails.of(found.path, parts.ending);
      return context.body(await readFile(file), 200, {
        "content-type": "image/jpeg",
        "cache-control": "private, max-age=3600",
      });
    });
}
