import path from "node:path";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { importClips } from "../../app/import-clips.ts";
import { relinkClips } from "../../app/relink-clips.ts";
import { browseFolder } from "../../catalogue/browse-folder.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { idList, importOutcomeShape, relinkedClipShape, storageShape } from "../shapes/catalogue-shapes.ts";
import { toEntryShape } from "../shapes/to-entry-shape.ts";

const pathList = z.array(z.string().min(1).max(4096)).max(1000);

const importMedia = createRoute({
  method: "post",
  path: "/imports",
  tags: ["Media"],
  operationId: "importMedia",
  summary: "Import media, image sequences and cuts as clips and sequences",
  request: jsonBody(
    z.strictObject({
      projectId: z.string().describe("Id or name."),
      paths: pathList.min(1).describe("Absolute, inside the storage roots."),
      to: z
        .string()
        .nullable()
        .optional()
        .describe("Path of a reel, library or folder, or cresset:<id>; null: nowhere."),
      mediaFolders: pathList.optional().describe("Where the media of cuts is looked for."),
      rate: z
        .string()
        .max(50)
        .optional()
        .describe("Of cuts that do not say theirs, and of image sequences: 24000/1001."),
      recursive: z.boolean().optional().describe("Folders with all folders in them."),
    }),
  ),
  responses: { 200: jsonContent(importOutcomeShape, "What was imported, and what was not."), ...problems },
});

const relinkMedia = createRoute({
  method: "post",
  path: "/relinks",
  tags: ["Media"],
  operationId: "relinkMedia",
  summary: "Look for the media of clips and sequences that is not there",
  request: jsonBody(z.strictObject({ ids: idList, mediaFolders: pathList.min(1), dryRun: z.boolean().optional() })),
  responses: { 200: jsonContent(z.object({ items: z.array(relinkedClipShape) }), "What was unlinked."), ...problems },
});

const browseStorage = createRoute({
  method: "get",
  path: "/storage",
  tags: ["Media"],
  operationId: "browseStorage",
  summary: "Folders and media inside the storage roots",
  request: { query: z.object({ path: z.string().max(4096).optional().describe("The roots when left out.") }) },
  responses: { 200: jsonContent(storageShape, "What lies there."), ...problems },
});

/** Media that becomes clips. */
export function mediaRoutes({ catalogue, catalogueWatch, cresset, prober, roots, cutOff }: ServerParts): Api {
  const mediaRoots = cresset.limits?.mediaRoots;
  const allowedAll = (paths: readonly string[]) => Promise.all(paths.map((each) => roots.allowed(each)));
  return createApi()
    .openapi(importMedia, async (context) => {
      const { projectId, paths, to, mediaFolders = [], rate, recursive = false } = context.req.valid("json");
      const outcome = await importClips(
        {
          paths: await allowedAll(paths),
          mediaFolders: [...(await allowedAll(mediaFolders)), ...cresset.config.media],
          recursive,
          ...(to === undefined ? {} : { to }),
          ...(rate === undefined ? {} : { rate }),
        },
        {
          catalogue,
          project: await catalogue.project(projectId),
          prober,
          folder: path.sep,
          signal: cutOff,
          mediaRoots,
        },
      );
      await catalogueWatch.look();
      const { destination, clips, problems: refused, notes } = outcome;
      return context.json(
        { destination, clips: clips.map(toEntryShape), problems: [...refused], notes: [...notes] },
        200,
      );
    })
    .openapi(relinkMedia, async (context) => {
      const { ids, mediaFolders, dryRun = false } = context.req.valid("json");
      const folders = await allowedAll(mediaFolders);
      const entries = await Promise.all(ids.map((id) => catalogue.entry(id)));
      const relinked = await relinkClips(
        entries.filter(({ clip }) => clip !== undefined),
        { catalogue, prober, mediaFolders: folders, mediaRoots, dryRun, signal: cutOff },
      );
      await catalogueWatch.look();
      return context.json({ items: relinked.map(({ media, ...clip }) => ({ ...clip, media: [...media] })) }, 200);
    })
    .openapi(browseStorage, async (context) => {
      const { path: asked } = context.req.valid("query");
      if (asked === undefined) {
        const folders = roots.folders.map((folder) => ({ name: folder, path: folder }));
        return context.json({ path: null, parent: null, folders, media: [] }, 200);
      }
      const folder = await roots.allowed(asked);
      const { folders, media } = await browseFolder(folder);
      const isRoot = roots.folders.includes(folder);
      return context.json(
        {
          path: folder,
          parent: isRoot ? null : path.dirname(folder),
          folders: folders.map((name) => ({ name, path: path.join(folder, name) })),
          media: [...media],
        },
        200,
      );
    });
}
