import { createRoute } from "@hono/zod-openapi";
import { checkHooks } from "../../app/check-hooks.ts";
import { CressetError } from "../../errors.ts";
import { explainHook } from "../../hooks/explain-hook.ts";
import { hookNames, hookOfSpelling } from "../../hooks/hook-names.ts";
import { hookTable } from "../../hooks/hook-table.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { tracedCallShape } from "../shapes/export-shapes.ts";
import { hookHelpShape, hookRunShape, hooksCheckShape, hooksShape } from "../shapes/hook-shapes.ts";
import { createHookList } from "../work/hook-list.ts";
import { tracedCall } from "../work/traced-call.ts";

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

const runHook = createRoute({
  method: "post",
  path: "/hooks/run",
  tags,
  operationId: "runHook",
  summary: "Call one hook alone, with an info of your own",
  request: jsonBody(hookRunShape),
  responses: { 200: jsonContent(tracedCallShape, "What each file made of it."), ...problems },
});

const checkHookFiles = createRoute({
  method: "post",
  path: "/hooks/check",
  tags,
  operationId: "checkHooks",
  summary: "What will not work of the house's hook files: they are loaded and read, no hook is called",
  responses: { 200: jsonContent(hooksCheckShape, "Every file with its faults."), ...problems },
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
    .openapi(runHook, async (context) => {
      const { hook: named, info, userData } = context.req.valid("json");
      const hook = hookOfSpelling(named);
      if (hook === undefined) throw new CressetError("not-found", `There is no hook "${named}".`);
      const outcome = await cresset.withHookFiles({ folders: [] }, async (runner) => {
        if (userData !== undefined) await runner.setUserData(userData);
        return runner.call(hook, info, {});
      });
      return context.json(tracedCall(outcome, { index: 0, startMs: null }), 200);
    })
    .openapi(checkHookFiles, async (context) => {
      const { sound, python, others, warnings } = await checkHooks(cresset.config.hooks, cresset);
      return context.json({ sound, python: [...python], others: [...others], warnings: [...warnings] }, 200);
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
