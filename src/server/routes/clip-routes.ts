import { readFile } from "node:fs/promises";
import path from "node:path";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { describeClip } from "../../app/describe-clip.ts";
import { markClip } from "../../app/mark-clip.ts";
import { refreshVersions, showVersion } from "../../catalogue/clip-versions.ts";
import { probeUnder } from "../../catalogue/probe-under.ts";
import { openRunStore } from "../../catalogue/run-store.ts";
import { CressetError } from "../../errors.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { entryShape } from "../shapes/catalogue-shapes.ts";
import { toEntryShape } from "../shapes/to-entry-shape.ts";
import { createThumbnails } from "../thumbnails/thumbnails.ts";

const tags = ["Catalogue"];
const entryId = z.object({ id: z.string().max(100) });

const readClip = createRoute({
  method: "get",
  path: "/entries/{id}/clip",
  tags,
  operationId: "readClip",
  summary: "What a clip or sequence plays: versions, media, what is unlinked, where it is used, which runs exported it",
  request: { params: entryId },
  responses: { 200: jsonContent(z.looseObject({ id: z.string() }), "What is known of it."), ...problems },
});

const readThumbnail = createRoute({
  method: "get",
  path: "/entries/{id}/thumbnail",
  tags,
  operationId: "readThumbnail",
  summary: "The picture that stands for a clip or sequence",
  request: { params: entryId },
  responses: {
    200: { content: { "image/jpeg": { schema: z.string().meta({ format: "binary" }) } }, description: "The picture." },
    304: { description: "It is as the client has it." },
    ...problems,
  },
});

const showClipVersion = createRoute({
  method: "post",
  path: "/entries/{id}/version",
  tags,
  operationId: "showVersion",
  summary: "Let a clip show another of its versions",
  request: {
    params: entryId,
    ...jsonBody(z.strictObject({ version: z.string().max(200).describe("A version's name, or its number.") })),
  },
  responses: { 200: jsonContent(entryShape, "The clip as it is now."), ...problems },
});

const refreshClip = createRoute({
  method: "post",
  path: "/entries/{id}/refresh",
  tags,
  operationId: "refreshVersions",
  summary: "Read the versions of a clip again from where they came from",
  request: { params: entryId },
  responses: {
    200: jsonContent(
      z.object({ added: z.array(z.string()), removed: z.array(z.string()), problems: z.array(z.string()) }),
      "What changed.",
    ),
    ...problems,
  },
});

const markEntry = createRoute({
  method: "post",
  path: "/entries/{id}/marks",
  tags,
  operationId: "setMarks",
  summary: "Set or take away the in and out marks of a clip or sequence",
  request: {
    params: entryId,
    ...jsonBody(
      z.strictObject({
        in: z.string().max(50).optional().describe("A record timecode, or frames from the first, which is 0."),
        out: z.string().max(50).optional(),
        clear: z.boolean().optional().describe("Takes away those that are not written."),
      }),
    ),
  },
  responses: { 200: jsonContent(entryShape, "The entry as it is now."), ...problems },
});

/** Clips and sequences by themselves. */
export function clipRoutes({ catalogue, catalogueWatch, cresset, prober, cutOff, ending }: ServerParts): Api {
  const home = path.dirname(cresset.storeFile);
  const mediaRoots = cresset.limits?.mediaRoots;
  const mediaFolders = cresset.config.media;
  const thumbnails = createThumbnails({ catalogue, prober, home, mediaFolders, mediaRoots, signal: cutOff, ending });
  const api = createApi()
    .openapi(showClipVersion, async (context) => {
      const { id } = context.req.valid("param");
      const facts = showVersion(await catalogue.clipFacts(id), context.req.valid("json").version);
      const changed = await catalogue.changeClip(id, facts);
      await catalogueWatch.look();
      return context.json(toEntryShape(changed), 200);
    })
    .openapi(refreshClip, async (context) => {
      const { id } = context.req.valid("param");
      const probe = probeUnder(prober.probe.bind(prober), mediaRoots);
      const { facts, added, removed, problems: refused } = await refreshVersions(await catalogue.clipFacts(id), probe);
      await catalogue.changeClip(id, facts);
      await catalogueWatch.look();
      return context.json({ added: [...added], removed: [...removed], problems: [...refused] }, 200);
    })
    .openapi(markEntry, async (context) => {
      const entry = await catalogue.entry(context.req.valid("param").id);
      const marked = await markClip(entry, context.req.valid("json"), catalogue);
      await catalogueWatch.look();
      return context.json(toEntryShape(marked), 200);
    });
  api.openAPIRegistry.registerPath(readClip);
  api.get("/entries/:id/clip", async (context) => {
    const entry = await catalogue.entry(context.req.param("id"));
    const runs = await openRunStore(cresset.storeFile);
    try {
      return context.json(await describeClip(entry, { catalogue, runs, prober, home, mediaFolders, mediaRoots }));
    } finally {
      await runs.close();
    }
  });
  api.openAPIRegistry.registerPath(readThumbnail);
  api.get("/entries/:id/thumbnail", async (context) => {
    const entry = await catalogue.entry(context.req.param("id"));
    const { file, ...rest } = await thumbnails.of(entry);
    if (file === undefined) throw new CressetError("not-found", "why" in rest ? rest.why : "It has no picture.");
    // The name is a hash of what is shown.
    const tag = `"${path.basename(file, ".jpg")}"`;
    const headers = { etag: tag, "cache-control": "private, max-age=30" };
    if (context.req.header("if-none-match") === tag) return context.body(null, 304, headers);
    return context.body(new Uint8Array(await readFile(file)), 200, { ...headers, "content-type": "image/jpeg" });
  });
  return api;
}
