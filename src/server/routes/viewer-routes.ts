import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Entry } from "../../catalogue/catalogue.ts";
import type { FramePicture, ViewedClip } from "../../app/viewer.ts";
import { CressetError } from "../../errors.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  openViewerShape,
  snapshotShape,
  takeSnapshotShape,
  type ViewerShape,
  viewerShape,
} from "../shapes/viewer-shapes.ts";
import type { OpenViewer } from "../viewers/open-viewers.ts";
import { playStream } from "../viewers/play-stream.ts";
import { takeSnapshot } from "../viewers/take-snapshot.ts";
import { waveFile } from "../viewers/wave-file.ts";

/** Seconds of sound that one request may ask for. */
const mostSeconds = 30;

const tags = ["Player"];
const viewerParam = z.object({ id: z.string() });
/** Coercing takes an empty value for 0, and the document would call it null: its type and that it is needed are said. */
const needed = { type: "integer", param: { required: true } } as const;
const frameNumber = z.coerce
  .number()
  .int()
  .min(0)
  .meta({ ...needed, minimum: 0 });
const lookQuery = z.object({
  width: z.coerce.number().int().min(16).max(16_384).optional().describe("Pixels; never more than the clip has."),
  lut: z.enum(["on", "off"]).default("off").describe("Looked at through the viewer's LUT."),
});
const binary = (type: string, description: string) => ({
  content: { [type]: { schema: z.string().meta({ format: "binary" }) } },
  description,
});

const openViewer = createRoute({
  method: "post",
  path: "/viewers",
  tags,
  operationId: "openViewer",
  summary: "Look at a clip, sequence or file",
  request: jsonBody(openViewerShape),
  responses: {
    201: jsonContent(viewerShape, "It is open until nobody asks it for anything for three minutes."),
    ...problems,
  },
});

const readViewer = createRoute({
  method: "get",
  path: "/viewers/{id}",
  tags,
  operationId: "readViewer",
  summary: "What a viewer looks at; it stays open",
  request: { params: viewerParam },
  responses: { 200: jsonContent(viewerShape, "The viewer."), ...problems },
});

const closeViewer = createRoute({
  method: "delete",
  path: "/viewers/{id}",
  tags,
  operationId: "closeViewer",
  summary: "Look no longer",
  request: { params: viewerParam },
  responses: { 204: { description: "It is closed." }, ...problems },
});

const readFrame = createRoute({
  method: "get",
  path: "/viewers/{id}/frames/{frame}",
  tags,
  operationId: "readFrame",
  summary: "One frame as a JPEG",
  description:
    "The headers `X-Cresset-Frame`, `X-Cresset-Timecode` and `X-Cresset-Facts` (JSON, percent-encoded) say which it is. Of several requests the latest is answered first.",
  request: {
    params: viewerParam.extend({
      frame: z.string().max(20).describe("Counted from the first, which is 0; or a record timecode."),
    }),
    query: lookQuery,
  },
  responses: { 200: binary("image/jpeg", "The frame."), ...problems },
});

const playFrames = createRoute({
  method: "get",
  path: "/viewers/{id}/stream",
  tags,
  operationId: "playFrames",
  summary: "Play: one JPEG after the other, by the clock",
  description:
    "Records: length of the JSON and length of the JPEG (32 bits, little-endian), the JSON, the JPEG. The last one has no JPEG.",
  request: {
    params: viewerParam,
    query: lookQuery.extend({
      from: frameNumber.describe("Shown first."),
      until: z.coerce
        .number()
        .int()
        .min(-1)
        .meta({ ...needed, minimum: -1, description: "Not shown any more; below `from` to play backwards." }),
      speed: z.coerce
        .number()
        .min(-32)
        .max(32)
        .default(1)
        .meta({ type: "number", minimum: -32, maximum: 32, description: "Frames from picture to picture." }),
      every: z.enum(["yes", "no"]).default("no").describe("Give every frame, however late."),
    }),
  },
  responses: { 200: binary("application/octet-stream", "The records."), ...problems },
});

const readSound = createRoute({
  method: "get",
  path: "/viewers/{id}/sound",
  tags,
  operationId: "readSound",
  summary: "The sound of some frames as WAV, as an export mixes it",
  request: { params: viewerParam, query: z.object({ from: frameNumber, frames: z.coerce.number().int().min(1) }) },
  responses: { 200: binary("audio/wav", "32-bit floats."), ...problems },
});

const snapshot = createRoute({
  method: "post",
  path: "/viewers/{id}/snapshot",
  tags,
  operationId: "takeSnapshot",
  summary: "Export a snapshot of the frame that is shown, or of some frames, hooks included",
  request: { params: viewerParam, ...jsonBody(takeSnapshotShape) },
  responses: { 200: jsonContent(snapshotShape, "What became of it."), ...problems },
});

/** Clips and sequences that are looked at in a page. */
export function viewerRoutes(parts: ServerParts): Api {
  const { viewers, cresset } = parts;
  return createApi()
    .openapi(openViewer, async (context) => {
      const asked = context.req.valid("json");
      const { clip, entry } = await viewedClip(asked, parts, context.var.actor?.name);
      return context.json(toViewerShape(await viewers.open(clip, entry), cresset), 201);
    })
    .openapi(readViewer, (context) =>
      context.json(toViewerShape(viewers.get(context.req.valid("param").id), cresset), 200),
    )
    .openapi(closeViewer, async (context) => {
      await viewers.close(context.req.valid("param").id);
      return context.body(null, 204);
    })
    .openapi(readFrame, async (context) => {
      const { id, frame } = context.req.valid("param");
      const { width, lut } = context.req.valid("query");
      const look = { lut: lut === "on", ...(width === undefined ? {} : { width }) };
      const { player } = viewers.get(id);
      const shown = await player.frame(player.facts(frame).frame, look, context.req.raw.signal);
      return context.body(Uint8Array.from(shown.picture.data), 200, frameHeaders(shown));
    })
    .openapi(playFrames, (context) => {
      const { width, lut, from, until, speed, every } = context.req.valid("query");
      if (speed === 0 || Math.sign(until - from) !== Math.sign(speed))
        throw new CressetError("usage", `There is nothing to play from ${from} until ${until} at the speed ${speed}.`);
      const { player } = viewers.get(context.req.valid("param").id);
      const order = { from, until, step: speed, everyFrame: every === "yes", lut: lut === "on" };
      const stream = playStream(player, { ...order, ...(width === undefined ? {} : { width }) });
      return context.body(stream, 200, { "content-type": "application/octet-stream" });
    })
    .openapi(readSound, async (context) => {
      const { from, frames } = context.req.valid("query");
      const { player } = viewers.get(context.req.valid("param").id);
      const { rate } = player.sequence;
      if ((frames * rate.den) / rate.num > mostSeconds)
        throw new CressetError("usage", `Ask for ${mostSeconds} s of sound at most at a time.`);
      const sound = waveFile(await player.sound(from, frames));
      return context.body(sound, 200, { "content-type": "audio/wav" });
    })
    .openapi(snapshot, async (context) => {
      const viewer = viewers.get(context.req.valid("param").id);
      return context.json(await takeSnapshot(viewer, context.req.valid("json"), parts), 200);
    });
}

/** What is to be looked at, once it is sure that this may be. */
async function viewedClip(
  { source, lut, at, sequenceName }: z.infer<typeof openViewerShape>,
  { catalogue, roots }: ServerParts,
  person: string | undefined,
): Promise<{ readonly clip: ViewedClip; readonly entry: Entry | undefined }> {
  const id = /^cresset:([0-9a-f-]{36})$/i.exec(source)?.[1];
  const entry = id === undefined ? undefined : await catalogue.entry(id);
  const project = entry === undefined ? undefined : await catalogue.project(entry.projectId);
  return {
    entry,
    clip: {
      source: entry === undefined ? await roots.allowed(source) : `cresset:${entry.id}`,
      ...(at === undefined ? {} : { at }),
      ...(sequenceName === undefined ? {} : { sequenceName }),
      ...(lut === undefined ? {} : { lut: await roots.allowed(lut) }),
      ...(project === undefined ? {} : { project: { name: project.name, nickname: project.nickname } }),
      ...(person === undefined ? {} : { user: { name: person, nickname: person } }),
    },
  };
}

function toViewerShape(
  { id, entry, player }: OpenViewer,
  { config }: Pick<ServerParts["cresset"], "config">,
): ViewerShape {
  const { lut, subtitles, marks, warnings, shown, ...sequence } = player.sequence;
  const { preset, mediaPath, namePattern, subtitles: drawn, overlay } = config.snapshot;
  const { inMark, outMark } = marks;
  return {
    id,
    entryId: entry?.id ?? null,
    reelId: entry?.parentId ?? null,
    ...sequence,
    hasLut: lut !== undefined,
    subtitles: subtitles.map(({ name, cues }) => ({ name, cues: [...cues] })),
    marks: { ...(inMark === undefined ? {} : { inMark }), ...(outMark === undefined ? {} : { outMark }) },
    warnings: [...warnings],
    shown: { ...shown, warnings: [...shown.warnings] },
    snapshot: { preset, mediaPath, namePattern, subtitles: drawn, overlay },
  };
}

function frameHeaders({ frame, timecode, source, warnings }: FramePicture): Record<string, string> {
  return {
    "content-type": "image/jpeg",
    "x-cresset-frame": String(frame),
    "x-cresset-timecode": timecode,
    "x-cresset-facts": encodeURIComponent(JSON.stringify({ source, warnings })),
  };
}
