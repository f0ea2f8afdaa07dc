import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { describeSource } from "../../app/describe-source.ts";
import { type Api, createApi, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";

const probeSource = createRoute({
  method: "get",
  path: "/storage/probe",
  tags: ["Media"],
  operationId: "probeSource",
  summary: "What Cresset sees in a media file, an image sequence or a cut",
  request: {
    query: z.object({
      path: z.string().min(1).max(4096).describe("Inside the storage roots."),
      rate: z.string().max(50).optional().describe("Of cuts that do not say theirs, and of image sequences."),
    }),
  },
  responses: {
    200: jsonContent(z.record(z.string(), z.unknown()), "`kind` is media or cut; streams, or tracks and segments."),
    ...problems,
  },
});

/** Looks into files. */
export function probeRoutes({ roots, cresset }: ServerParts): Api {
  return createApi().openapi(probeSource, async (context) => {
    const { path, rate } = context.req.valid("query");
    const { config, limits } = cresset;
    const looking = { mediaFolders: config.media, mediaRoots: limits?.mediaRoots, rate };
    const described = await describeSource(await roots.allowed(path), looking);
    return context.json(plain(described), 200);
  });
}

/** Exact numbers become plain ones. */
const plain = (value: object): Record<string, unknown> =>
  z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part))));
