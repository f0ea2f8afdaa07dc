import { createRoute } from "@hono/zod-openapi";
import type * as z from "zod";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { CressetError } from "../../errors.ts";
import type { ExportRequest } from "../../export/export-request.ts";
import { loadPreset } from "../../export/preset-store.ts";
import type { ServerParts } from "../server-parts.ts";
import { dryRunShape, exportWishShape, queuedShape, queueExportShape } from "../shapes/export-shapes.ts";
import { dryRunOf } from "../work/dry-run.ts";
import { settledExport } from "../work/settled-export.ts";

const queueExport = createRoute({
  method: "post",
  path: "/exports",
  tags: ["Exports"],
  operationId: "queueExport",
  summary: "Put an export into the queue",
  request: jsonBody(queueExportShape),
  responses: { 202: jsonContent(queuedShape, "Its item of the queue."), ...problems },
});

const dryRunExport = createRoute({
  method: "post",
  path: "/exports/dry-run",
  tags: ["Exports"],
  operationId: "dryRunExport",
  summary: "What an export would write: names after hooks, conflicts, aborts, space. Nothing is touched",
  request: jsonBody(exportWishShape),
  responses: { 200: jsonContent(dryRunShape, "Every asset as a row."), ...problems },
});

/** Exports: tried out, and put into the queue. */
export function exportRoutes(parts: ServerParts): Api {
  const { cresset, work } = parts;
  return createApi()
    .openapi(queueExport, async (context) => {
      const { held = false, title, ...wish } = context.req.valid("json");
      const { actor } = context.var;
      const request = await settledExport(withDestination(wish), actor, parts);
      // What is wrong with the wish itself is told now, not when its turn comes.
      await refuseUnknownPresets(cresset.request(request));
      const item = await work.queue.add({
        kind: "export",
        title: title ?? (await titleOf(wish, parts)),
        request,
        who: actor?.name ?? "",
        held,
      });
      return context.json({ itemId: item.id, runId: item.runId ?? null }, 202);
    })
    .openapi(dryRunExport, async (context) => {
      const request = await settledExport(withDestination(context.req.valid("json")), context.var.actor, parts);
      // Whoever has asked and goes away needs no answer.
      const signal = AbortSignal.any([parts.ending, context.req.raw.signal]);
      return context.json(await dryRunOf(request, cresset, signal), 200);
    });
}

/**
 * A hook that makes a profile may choose the presets itself.
 * @throws CressetError `not-found` or `bad-preset` for a preset that could not be used; `usage` where none is named.
 */
async function refuseUnknownPresets({ presets, presetFolders, profile }: ExportRequest): Promise<void> {
  if (presets.length === 0 && profile === undefined)
    throw new CressetError("usage", "No preset was named. Name one in `presets`; GET /presets lists what there is.");
  for (const preset of presets) await loadPreset(preset, presetFolders);
}

/** @throws CressetError `usage` for files that are to go nowhere: a profile alone says itself where to. */
function withDestination<Wish extends Pick<z.output<typeof exportWishShape>, "destinationPath" | "profile">>(
  wish: Wish,
): Wish {
  if (wish.destinationPath !== "" || wish.profile !== undefined) return wish;
  throw new CressetError("usage", "Say where the files go (destinationPath): a folder under the storage roots.");
}

/** What people read in the queue: the first source by its name. */
async function titleOf(
  { sources, sequenceNames = [] }: z.output<typeof exportWishShape>,
  { catalogue }: ServerParts,
): Promise<string> {
  const [first = ""] = sequenceNames.length > 0 ? sequenceNames : sources;
  const id = first.startsWith("cresset:") ? first.slice("cresset:".length) : undefined;
  const entry = id === undefined ? undefined : await catalogue.entry(id).catch(() => undefined);
  const name = entry?.name ?? first.split("/").findLast((part) => part !== "") ?? first;
  const more = (sequenceNames.length > 0 ? sequenceNames : sources).length - 1;
  return more > 0 ? `${name} and ${more} more` : name;
}
