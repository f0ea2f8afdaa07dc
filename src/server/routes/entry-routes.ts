import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf, pageQuery, placeCursor } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  attributeChanges,
  deletionShape,
  entryShape,
  idList,
  movedShape,
  moveShape,
  nameShape,
} from "../shapes/catalogue-shapes.ts";
import { createLinkedShapes, toDeletionShape, toEntryShape } from "../shapes/to-entry-shape.ts";
import { wayBack } from "../work/way-back.ts";

const tags = ["Catalogue"];
const entryId = z.object({ id: z.string().max(100) });

const readEntry = createRoute({
  method: "get",
  path: "/entries/{id}",
  tags,
  operationId: "readEntry",
  summary: "An entry, with its path",
  request: { params: entryId },
  responses: { 200: jsonContent(entryShape, "The entry."), ...problems },
});

const readChildren = createRoute({
  method: "get",
  path: "/entries/{id}/children",
  tags,
  operationId: "readChildren",
  summary: "What lies directly in an entry, in order",
  request: {
    params: entryId,
    query: pageQuery.extend({
      offset: z.coerce.number().int().min(0).optional().describe("Where the page begins, in place of a cursor."),
    }),
  },
  responses: { 200: jsonContent(pageOf(entryShape), "A page."), ...problems },
});

const createEntry = createRoute({
  method: "post",
  path: "/entries",
  tags,
  operationId: "createEntry",
  summary: "Make a reel group, reel, library or folder",
  request: jsonBody(
    z.strictObject({
      parentId: z.string(),
      kind: z.enum(["reel group", "reel", "library", "folder"]),
      name: nameShape,
    }),
  ),
  responses: { 201: jsonContent(entryShape, "The entry."), ...problems },
});

const changeEntry = createRoute({
  method: "patch",
  path: "/entries/{id}",
  tags,
  operationId: "changeEntry",
  summary: "Rename an entry, or write on it",
  request: {
    params: entryId,
    ...jsonBody(z.strictObject({ name: nameShape.optional(), attributes: attributeChanges.optional() })),
  },
  responses: { 200: jsonContent(entryShape, "The entry as it is now."), ...problems },
});

const entryList = { 200: jsonContent(z.object({ items: z.array(entryShape) }), "The entries as they are now.") };

const moveEntries = createRoute({
  method: "post",
  path: "/entries/move",
  tags,
  operationId: "moveEntries",
  summary: "Move entries to the end of a container, or before a position in it",
  request: jsonBody(moveShape),
  responses: { 200: jsonContent(movedShape, "The entries as they are now, and what brings them back."), ...problems },
});

const copyEntries = createRoute({
  method: "post",
  path: "/entries/copy",
  tags,
  operationId: "copyEntries",
  summary: "Copy entries, with all that lies in them, to the end of a container",
  request: jsonBody(z.strictObject({ ids: idList, parentId: z.string() })),
  responses: { ...entryList, ...problems },
});

const deleteEntries = createRoute({
  method: "post",
  path: "/entries/delete",
  tags,
  operationId: "deleteEntries",
  summary: "Put entries, with all that lies in them, into the bin",
  request: jsonBody(z.strictObject({ ids: idList })),
  responses: { 200: jsonContent(deletionShape, "What brings them back."), ...problems },
});

/** What lies in a project. */
export function entryRoutes({ catalogue, catalogueWatch }: ServerParts): Api {
  const withLinked = createLinkedShapes(catalogue);
  return createApi()
    .openapi(readEntry, async (context) => {
      const entry = await catalogue.entry(context.req.valid("param").id);
      const [shape = toEntryShape(entry)] = await withLinked([entry]);
      return context.json({ ...shape, path: await catalogue.pathOf(entry.id) }, 200);
    })
    .openapi(readChildren, async (context) => {
      const { cursor, limit, offset: given } = context.req.valid("query");
      const place = given === undefined ? { after: placeCursor.read(cursor) } : { offset: given };
      // One more than asked for tells whether there are more.
      const found = await catalogue.children(context.req.valid("param").id, { ...place, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const nextCursor = found.length > limit && last !== undefined ? placeCursor.write(last) : null;
      return context.json({ items: await withLinked(page), nextCursor }, 200);
    })
    .openapi(createEntry, async (context) => {
      const { parentId, kind, name } = context.req.valid("json");
      const entry = await catalogue.create(parentId, kind, name);
      await catalogueWatch.look();
      return context.json(toEntryShape(entry), 201);
    })
    .openapi(changeEntry, async (context) => {
      const { id } = context.req.valid("param");
      const { name, attributes = {} } = context.req.valid("json");
      let entry = await catalogue.entry(id);
      const changes = Object.entries(attributes).map(([key, value]) => [key, value ?? undefined] as const);
      if (changes.length > 0) entry = await catalogue.annotate(id, Object.fromEntries(changes));
      if (name !== undefined) entry = await catalogue.rename(id, name);
      await catalogueWatch.look();
      return context.json(toEntryShape(entry), 200);
    })
    .openapi(moveEntries, async (context) => {
      const { ids, parentId, position, before } = context.req.valid("json");
      const back = await wayBack(catalogue, ids);
      const next = before === undefined ? undefined : await catalogue.entry(before).catch(() => undefined);
      const moved = await catalogue.move(ids, parentId, next?.parentId === parentId ? next.position : position);
      await catalogueWatch.look();
      return context.json({ items: moved.map(toEntryShape), back }, 200);
    })
    .openapi(copyEntries, async (context) => {
      const { ids, parentId } = context.req.valid("json");
      const copies = await catalogue.copy(ids, parentId);
      await catalogueWatch.look();
      return context.json({ items: copies.map(toEntryShape) }, 200);
    })
    .openapi(deleteEntries, async (context) => {
      const deletion = await catalogue.delete(context.req.valid("json").ids);
      await catalogueWatch.look();
      return context.json(toDeletionShape(deletion), 200);
    });
}
