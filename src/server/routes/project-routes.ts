import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Project } from "../../catalogue/catalogue.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  deletionShape,
  entryShape,
  nameShape,
  type ProjectShape,
  projectShape,
  treeShape,
} from "../shapes/catalogue-shapes.ts";
import { createLinkedShapes, toDeletionShape, toTreeShape } from "../shapes/to-entry-shape.ts";

const tags = ["Catalogue"];
const projectId = z.object({ id: z.string().describe("Id or name of a project.") });

const listProjects = createRoute({
  method: "get",
  path: "/projects",
  tags,
  operationId: "listProjects",
  summary: "Every project",
  responses: { 200: jsonContent(pageOf(projectShape), "The projects, by name."), ...problems },
});

const createProject = createRoute({
  method: "post",
  path: "/projects",
  tags,
  operationId: "createProject",
  summary: "Make a project",
  request: jsonBody(
    z.strictObject({
      name: nameShape,
      nickname: nameShape.optional(),
      folder: z.string().optional().describe("Where the project's own files lie, inside the storage roots."),
    }),
  ),
  responses: { 201: jsonContent(projectShape, "The project."), ...problems },
});

const readProject = createRoute({
  method: "get",
  path: "/projects/{id}",
  tags,
  operationId: "readProject",
  summary: "A project",
  request: { params: projectId },
  responses: { 200: jsonContent(projectShape, "The project."), ...problems },
});

const readTree = createRoute({
  method: "get",
  path: "/projects/{id}/tree",
  tags,
  operationId: "readTree",
  summary: "The project's containers, with how many clips lie in each",
  request: { params: projectId },
  responses: { 200: jsonContent(treeShape, "The workspace."), ...problems },
});

const search = createRoute({
  method: "get",
  path: "/projects/{id}/search",
  tags,
  operationId: "search",
  summary: "Entries whose name, shot name, comment, tags or media path hold a text",
  request: {
    params: projectId,
    query: z.object({
      text: z.string().min(1).max(500),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  },
  responses: { 200: jsonContent(pageOf(entryShape), "What was found."), ...problems },
});

const readBin = createRoute({
  method: "get",
  path: "/projects/{id}/bin",
  tags,
  operationId: "readBin",
  summary: "What was deleted and can be brought back, the latest first",
  request: { params: projectId },
  responses: { 200: jsonContent(pageOf(deletionShape), "The deletions."), ...problems },
});

const undelete = createRoute({
  method: "post",
  path: "/projects/{id}/undelete",
  tags,
  operationId: "undelete",
  summary: "Bring a deletion back",
  request: {
    params: projectId,
    ...jsonBody(z.strictObject({ deletionId: z.string().optional().describe("The latest when left out.") })),
  },
  responses: { 200: jsonContent(deletionShape, "What was brought back."), ...problems },
});

/** Projects of the catalogue, and what is asked of a whole project. */
export function projectRoutes({ catalogue, catalogueWatch, cresset, roots }: ServerParts): Api {
  const toShape = ({ createdAt, ...project }: Project): ProjectShape => ({
    ...project,
    createdAt: createdAt.toISOString(),
    current: project.name === cresset.currentProject.name,
  });
  const withLinked = createLinkedShapes(catalogue);
  return createApi()
    .openapi(listProjects, async (context) => {
      const projects = await catalogue.projects();
      return context.json({ items: projects.map(toShape), nextCursor: null }, 200);
    })
    .openapi(createProject, async (context) => {
      const { name, nickname, folder } = context.req.valid("json");
      const project = await catalogue.createProject({
        name,
        ...(nickname === undefined ? {} : { nickname }),
        ...(folder === undefined ? {} : { folder: await roots.allowed(folder) }),
      });
      await catalogueWatch.look();
      return context.json(toShape(project), 201);
    })
    .openapi(readProject, async (context) =>
      context.json(toShape(await catalogue.project(context.req.valid("param").id)), 200),
    )
    .openapi(readTree, async (context) => {
      const { id } = await catalogue.project(context.req.valid("param").id);
      return context.json(toTreeShape(await catalogue.tree(id, undefined, { clips: false })), 200);
    })
    .openapi(search, async (context) => {
      const { text, limit } = context.req.valid("query");
      const { id } = await catalogue.project(context.req.valid("param").id);
      const found = await catalogue.search(id, text, { limit });
      return context.json({ items: await withLinked(found), nextCursor: null }, 200);
    })
    .openapi(readBin, async (context) => {
      const { id } = await catalogue.project(context.req.valid("param").id);
      const deletions = await catalogue.deletions(id);
      return context.json({ items: deletions.map(toDeletionShape), nextCursor: null }, 200);
    })
    .openapi(undelete, async (context) => {
      const { id } = await catalogue.project(context.req.valid("param").id);
      const deletion = await catalogue.undelete(id, context.req.valid("json").deletionId);
      await catalogueWatch.look();
      return context.json(toDeletionShape(deletion), 200);
    });
}
