import { readFile } from "node:fs/promises";
import path from "node:path";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { createArchivedPictures } from "../../app/archived-picture.ts";
import type { KnownArchive } from "../../catalogue/archive-history.ts";
import { CressetError } from "../../errors.ts";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { archivedClipShape, archivedFileShape, contentsQuery, foundArchivedShape } from "../shapes/archive-shapes.ts";
import { isHere } from "../work/shown-archive.ts";

const tags = ["Archives"];
const archiveId = { params: z.object({ id: z.string().max(100) }) };

const searchArchives = createRoute({
  method: "get",
  path: "/archives/search",
  tags,
  operationId: "searchArchives",
  summary: "Clips and files of every archive that this house ever made or met, here or not",
  request: {
    query: z.object({
      text: z.string().min(1).max(500),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: { 200: jsonContent(foundArchivedShape, "What was found, newest first."), ...problems },
});

const listFiles = createRoute({
  method: "get",
  path: "/archives/{id}/contents",
  tags,
  operationId: "listArchivedFiles",
  summary: "Files of an archive, here or not",
  request: { ...archiveId, query: pageQuery.extend(contentsQuery.shape) },
  responses: {
    200: jsonContent(
      pageOf(archivedFileShape),
      "As they lie there. A page may be short, with more to come: what is looked for is rare.",
    ),
    ...problems,
  },
});

const listClips = createRoute({
  method: "get",
  path: "/archives/{id}/clips",
  tags,
  operationId: "listArchivedClips",
  summary: "Clips of an archive, here or not",
  request: { ...archiveId, query: pageQuery.extend(contentsQuery.shape) },
  responses: { 200: jsonContent(pageOf(archivedClipShape), "By session and path."), ...problems },
});

const readPicture = createRoute({
  method: "get",
  path: "/archives/{id}/sessions/{session}/clips/{clip}/thumbnail",
  tags,
  operationId: "readArchivedThumbnail",
  summary: "The picture of an archived clip, made out of the archive when it is first asked for",
  request: {
    params: z.object({
      id: z.string().max(100),
      session: z.coerce.number().int().min(1),
      clip: z.string().max(100),
    }),
  },
  responses: {
    200: { content: { "image/jpeg": { schema: z.string().meta({ format: "binary" }) } }, description: "The picture." },
    ...problems,
  },
});

/** What lies in archives. */
export function archiveContentsRoutes({ cresset, roots, ending, archiveHistory: history }: ServerParts): Api {
  const pictures = createArchivedPictures(path.dirname(cresset.storeFile), ending);
  const named = async (id: string): Promise<KnownArchive> => {
    const found = (await history.archives()).find((each) => each.id === id);
    if (found === undefined) throw new CressetError("not-found", `No archive with the id ${id} is known.`);
    return found;
  };
  const pictureOf = (archive: string, session: number, clip: string) =>
    `/archives/${archive}/sessions/${session}/clips/${encodeURIComponent(clip)}/thumbnail`;
  return createApi()
    .openapi(searchArchives, async (context) => {
      const { text, limit } = context.req.valid("query");
      const { clips, files, hasMore } = await history.search(text, { limit });
      return context.json(
        {
          clips: clips.map((clip) => ({ ...clip, thumbnail: pictureOf(clip.archiveId, clip.session, clip.id) })),
          files: files.map(({ clip: _, ...file }) => file),
          hasMore,
        },
        200,
      );
    })
    .openapi(listFiles, async (context) => {
      const { cursor, limit, session, text } = context.req.valid("query");
      const { id } = await named(context.req.valid("param").id);
      const { files, next } = await history.filesOf(id, { session, text, limit, after: placeIn(cursor) });
      return context.json({ items: files.map(({ clip: _, ...file }) => file), nextCursor: cursorOf(next) }, 200);
    })
    .openapi(listClips, async (context) => {
      const { cursor, limit, session, text } = context.req.valid("query");
      const { id } = await named(context.req.valid("param").id);
      const { clips, next } = await history.clipsOf(id, { session, text, limit, after: placeIn(cursor) });
      const items = clips.map((clip) => ({ ...clip, thumbnail: pictureOf(id, clip.session, clip.id) }));
      return context.json({ items, nextCursor: cursorOf(next) }, 200);
    })
    .openapi(readPicture, async (context) => {
      const { id, session, clip } = context.req.valid("param");
      const { place } = await named(id);
      await roots.allowed(place);
      if (!isHere(place)) throw new CressetError("not-found", "The archive is not here.");
      const file = await pictures.of({ archiveId: id, place, session, clip });
      // What is archived does not change any more.
      const headers = { "content-type": "image/jpeg", "cache-control": "private, max-age=86400" };
      return context.body(new Uint8Array(await readFile(file)), 200, headers);
    });
}

const cursorOf = (next: string | undefined): string | null =>
  next === undefined ? null : Buffer.from(`a${next}`).toString("base64url");

/** @throws CressetError `usage` for what this server did not write. */
function placeIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [, place] = /^a(\d{1,15}(?:\.\d{1,9})?)$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  if (place === undefined) throw new CressetError("usage", "The cursor is not one that this server gave.");
  return place;
}
