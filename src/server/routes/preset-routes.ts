import path from "node:path";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { createNamePreviews } from "../../app/preview-names.ts";
import { CressetError } from "../../errors.ts";
import { presetOfText } from "../../export/preset-store.ts";
import { knownTokens } from "../../export/preview-names.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  checkedPresetShape,
  namePreviewShape,
  namePreviewWishShape,
  presetDetailShape,
  presetListShape,
  presetTextShape,
  savedPresetShape,
  tokenListShape,
} from "../shapes/preset-shapes.ts";
import { createPresets } from "../work/presets.ts";
import { settledExport } from "../work/settled-export.ts";

const tags = ["Presets"];
const presetName = { params: z.object({ name: z.string().max(200) }) };

const listPresets = createRoute({
  method: "get",
  path: "/presets",
  tags,
  operationId: "listPresets",
  summary: "Every preset: the house's, then those that came with Cresset",
  responses: { 200: jsonContent(presetListShape, "The presets."), ...problems },
});

const readPreset = createRoute({
  method: "get",
  path: "/presets/{name}",
  tags,
  operationId: "readPreset",
  summary: "A preset as it is written, and with its defaults",
  request: presetName,
  responses: { 200: jsonContent(presetDetailShape, "The preset."), ...problems },
});

const checkPreset = createRoute({
  method: "post",
  path: "/presets/check",
  tags,
  operationId: "checkPreset",
  summary: "What is wrong with the text of a preset",
  request: jsonBody(presetTextShape),
  responses: { 200: jsonContent(checkedPresetShape, "Every problem with its line."), ...problems },
});

const savePreset = createRoute({
  method: "put",
  path: "/presets/{name}",
  tags,
  operationId: "savePreset",
  summary: "Save a preset into the house's folder of presets",
  request: { ...presetName, ...jsonBody(savedPresetShape) },
  responses: { 200: jsonContent(presetDetailShape, "The preset as it was saved."), ...problems },
});

const previewNames = createRoute({
  method: "post",
  path: "/names/preview",
  tags,
  operationId: "previewNames",
  summary: "What the files of an export would be called, before hooks",
  request: jsonBody(namePreviewWishShape),
  responses: { 200: jsonContent(namePreviewShape, "The first names, and how many there are."), ...problems },
});

const listTokens = createRoute({
  method: "get",
  path: "/tokens",
  tags,
  operationId: "listTokens",
  summary: "The tokens of name patterns",
  responses: { 200: jsonContent(tokenListShape, "Without their <>."), ...problems },
});

/** Presets, and the names that they make. */
export function presetRoutes(parts: ServerParts): Api {
  const { cresset, roots, hub, prober, catalogue, cutOff } = parts;
  const presets = createPresets(cresset.config.presets, roots);
  const previews = createNamePreviews();
  return createApi()
    .openapi(listPresets, async (context) =>
      context.json({ items: [...(await presets.list())], nextCursor: null, savesTo: presets.savesTo }, 200),
    )
    .openapi(checkPreset, async (context) => {
      const { text, name } = context.req.valid("json");
      return context.json(await presets.check(text, name), 200);
    })
    .openapi(readPreset, async (context) => context.json(await presets.read(context.req.valid("param").name), 200))
    .openapi(savePreset, async (context) => {
      const { text, replace = false } = context.req.valid("json");
      const saved = await presets.save(context.req.valid("param").name, text, replace);
      hub.publish({ type: "presets.changed", data: {} });
      return context.json(saved, 200);
    })
    .openapi(previewNames, async (context) => {
      const { text, preset, limit = 50, destinationPath = "", ...wish } = context.req.valid("json");
      if ((text === undefined) === (preset === undefined))
        throw new CressetError("usage", "Expected the text of a preset or the name of one, and not both.");
      const written = text ?? (await presets.read(preset ?? "")).text;
      // The LUT does not count for names: it is not looked at.
      const loaded = presetOfText(written, path.join(path.sep, "preset.yaml"));
      const settled = await settledExport({ ...wish, destinationPath, presets: [] }, context.var.actor, parts);
      const signal = AbortSignal.any([cutOff, context.req.raw.signal]);
      const names = await previews.of(cresset.request(settled), loaded, {
        prober,
        catalogue: async () => catalogue,
        signal,
      });
      return context.json({ items: names.slice(0, limit).map((name) => ({ ...name })), total: names.length }, 200);
    })
    .openapi(listTokens, (context) => {
      const items = Object.entries(knownTokens).map(([name, description]) => ({ name, description }));
      return context.json({ items }, 200);
    });
}
