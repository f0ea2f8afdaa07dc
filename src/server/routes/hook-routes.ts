import { createRoute } from "@hono/zod-openapi";
import { explainHook } from "../../hooks/explain-hook.ts";
import { hookNames } from "../../hooks/hook-names.ts";
import { hookTable } from "../../hooks/hook-table.ts";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { hookHelpShape, hooksShape } from "../shapes/hook-shapes.ts";
import { createHookList } from "../work/hook-list.ts";

const tags = ["Hooks"];

const listHooks = createRoute({
  method: "get",
  path: "/hooks",
  tags,
  operationId: "listHooks",
  summary: "The hook files: loaded, shadowed, broken; custom export profiles",
  responses: { 200: jsonContent(hooksShape, "As they were loaded last."), ...problems },
});

const rescanHooks = createRoute({
  method: "post",
  path: "/hooks/rescan",
  tags,
  operationId: "rescanHooks",
  summary: "Load the hook files anew",
  responses: { 200: jsonContent(hooksShape, "As they are now."), ...problems },
});

const explainHooks = createRoute({
  method: "get",
  path: "/hooks/reference",
  tags,
  operationId: "explainHooks",
  summary: "Every hook there is: when it is called, what it is told, what it may change",
  responses: { 200: jsonContent(hookHelpShape, "The hooks."), ...problems },
});

/** Hook files. They are looked at here, never written. */
export function hookRoutes({ cresset, hub, viewers }: ServerParts): Api {
  const hooks = createHookList(cresset);
  return createApi()
    .openapi(listHooks, async (context) => context.json(await hooks.read(), 200))
    .openapi(rescanHooks, async (context) => {
      const [loaded] = await Promise.all([hooks.rescan(), viewers.reloadHooks()]);
      hub.publish({ type: "hooks.changed", data: {} });
      return context.json(loaded, 200);
    })
    .openapi(explainHooks, (context) => {
      const items = hookNames.map((name) => ({
        name,
        python: hookTable[name].python,
        doc: hookTable[name].doc,
        text: explainHook(name),
      }));
      return context.json({ items }, 200);
    });
}
