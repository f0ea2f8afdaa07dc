import { createRoute } from "@hono/zod-openapi";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { shownSettings } from "../settings/shown-settings.ts";
import { settingsShape } from "../shapes/settings-shapes.ts";

const readSettings = createRoute({
  method: "get",
  path: "/settings",
  tags: ["Settings"],
  operationId: "readSettings",
  summary: "Where the house's folders lie, what its settings are, and what says so",
  responses: { 200: jsonContent(settingsShape, "They are changed in the settings file, never here."), ...problems },
});

/** What the settings file, options and the environment come to. */
export function settingsRoutes(parts: ServerParts): Api {
  return createApi().openapi(readSettings, async (context) => context.json(await shownSettings(parts), 200));
}
