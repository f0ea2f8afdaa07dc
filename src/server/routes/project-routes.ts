import { createRoute } from "@hono/zod-openapi";
import type { Project } from "../../catalogue/catalogue.ts";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { type ProjectShape, projectShape } from "../shapes/catalogue-shapes.ts";

const listProjects = createRoute({
  method: "get",
  path: "/projects",
  tags: ["Catalogue"],
  summary: "Every project",
  responses: { 200: jsonContent(pageOf(projectShape), "The projects, by name."), ...problems },
});

/** Projects of the catalogue. */
export function projectRoutes({ catalogue }: ServerParts): Api {
  return createApi().openapi(listProjects, async (context) => {
    const projects = await catalogue.projects();
    return context.json({ items: projects.map(toProjectShape), nextCursor: null }, 200);
  });
}

const toProjectShape = ({ createdAt, ...project }: Project): ProjectShape => ({
  ...project,
  createdAt: createdAt.toISOString(),
});
