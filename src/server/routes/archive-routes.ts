import path from "node:path";
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { readArchive as readFacts } from "../../archive/archive.ts";
import { placeAt } from "../../archive/archive-place.ts";
import type { KnownArchive } from "../../catalogue/archive-history.ts";
import { CressetError } from "../../errors.ts";
import { type Api, type ApiEnv, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  archiveDetailShape,
  archiveEstimateShape,
  archiveShape,
  estimatedShape,
  newArchiveShape,
} from "../shapes/archive-shapes.ts";
import { archiveAddShape, archiveRestoreShape, archiveVerifyShape } from "../shapes/archive-wish-shapes.ts";
import { queuedShape } from "../shapes/export-shapes.ts";
import { shownRoom } from "../work/room-at.ts";
import { settledRestore, settledSelection } from "../work/settled-archive.ts";
import { archiveDetail, isHere, shownArchive } from "../work/shown-archive.ts";

const tags = ["Archives"];
const archiveId = { params: z.object({ id: z.string().max(100) }) };
const item = { 202: jsonContent(queuedShape, "Its item of the queue."), ...problems };

const listArchives = createRoute({
  method: "get",
  path: "/archives",
  tags,
  operationId: "listArchives",
  summary: "Every archive that this house knows, here or not",
  responses: { 200: jsonContent(pageOf(archiveShape), "The archives, by name."), ...problems },
});

const makeArchive = createRoute({
  method: "post",
  path: "/archives",
  tags,
  operationId: "makeArchive",
  summary: "Make an empty archive",
  request: jsonBody(newArchiveShape),
  responses: { 201: jsonContent(archiveShape, "The archive."), ...problems },
});

const findArchive = createRoute({
  method: "post",
  path: "/archives/find",
  tags,
  operationId: "findArchive",
  summary: "Make an archive known that was written elsewhere, or has moved",
  request: jsonBody(z.strictObject({ place: z.string().max(4096).describe("Its folder, in the storage roots.") })),
  responses: { 200: jsonContent(archiveShape, "The archive."), ...problems },
});

const estimateArchive = createRoute({
  method: "post",
  path: "/archives/estimate",
  tags,
  operationId: "estimateArchive",
  summary: "What a selection comes to, and whether it fits. The house's archiveSelectionUpdated is called",
  request: jsonBody(archiveEstimateShape),
  responses: { 200: jsonContent(estimatedShape, "The estimate."), ...problems },
});

const readArchive = createRoute({
  method: "get",
  path: "/archives/{id}",
  tags,
  operationId: "readArchive",
  summary: "An archive: sessions, segments, the latest verification, what is being done with it",
  request: archiveId,
  responses: { 200: jsonContent(archiveDetailShape, "The archive."), ...problems },
});

const addSession = createRoute({
  method: "post",
  path: "/archives/{id}/sessions",
  tags,
  operationId: "addSession",
  summary: "Archive entries and files as a new session, when their turn comes",
  request: { ...archiveId, ...jsonBody(archiveAddShape) },
  responses: item,
});

const verifyArchive = createRoute({
  method: "post",
  path: "/archives/{id}/verify",
  tags,
  operationId: "verifyArchive",
  summary: "Read an archive, some of its sessions, or a sample, and hold it against its checksums",
  request: { ...archiveId, ...jsonBody(archiveVerifyShape) },
  responses: item,
});

const restoreArchive = createRoute({
  method: "post",
  path: "/archives/{id}/restore",
  tags,
  operationId: "restoreArchive",
  summary: "Restore all or a part: entries into the catalogue, or plain files into a folder",
  request: { ...archiveId, ...jsonBody(archiveRestoreShape) },
  responses: item,
});

/** Archives: made, estimated, added to, verified, restored. */
export function archiveRoutes(parts: ServerParts): Api {
  const { cresset, work, roots, hub, archiveHistory: history } = parts;
  const named = async (id: string): Promise<KnownArchive> => {
    const found = (await history.archives()).find((each) => each.id === id);
    if (found === undefined) throw new CressetError("not-found", `No archive with the id ${id} is known.`);
    return found;
  };
  /** One that is worked with lies in the storage roots, wherever it was made. */
  const workable = async (id: string): Promise<KnownArchive> => {
    const archive = await named(id);
    await roots.allowed(archive.place);
    if (isHere(archive.place)) return archive;
    throw new CressetError(
      "not-found",
      `The archive ${archive.name} was in ${archive.place}, which is not there now. Mount it, or say where it is.`,
    );
  };
  /** @throws CressetError `not-found` for a session that the archive does not have. */
  const refuseUnknownSessions = (place: string, sessions: readonly number[] = []) => {
    if (sessions.length === 0) return;
    const { facts, there } = readFacts(placeAt(place));
    const unknown = sessions.find((session) => !there.includes(session));
    if (unknown !== undefined)
      throw new CressetError("not-found", `The archive ${facts.name} has no session ${unknown}.`);
  };
  const known = async (place: string) => {
    const { id } = await cresset.archive.list(place);
    hub.publish({ type: "archives.changed", data: {} });
    return shownArchive(await named(id), history);
  };
  const queue = async (kind: string, title: string, request: unknown, actor: ApiEnv["Variables"]["actor"]) => {
    const { id, runId = null } = await work.queue.add({ kind, title, request, who: actor?.name ?? "" });
    return { itemId: id, runId };
  };
  return createApi()
    .openapi(listArchives, async (context) => {
      const archives = await history.archives();
      const items = await Promise.all(archives.map((archive) => shownArchive(archive, history)));
      return context.json({ items, nextCursor: null }, 200);
    })
    .openapi(makeArchive, async (context) => {
      const { name, destination, segmentBytes, comment = "" } = context.req.valid("json");
      const folder = await roots.allowedToWrite(destination);
      await roots.allowedToWrite(path.join(folder, name));
      const wish = { name, destination: folder, comment, ...(segmentBytes === undefined ? {} : { segmentBytes }) };
      const place = await cresset.archive.format(wish, { who: context.var.actor?.name });
      return context.json(await known(place), 201);
    })
    .openapi(findArchive, async (context) => {
      const place = await roots.allowed(context.req.valid("json").place);
      return context.json(await known(place), 200);
    })
    .openapi(estimateArchive, async (context) => {
      const { archiveId: id, make, ...wish } = context.req.valid("json");
      if ((id === undefined) === (make === undefined))
        throw new CressetError("usage", "Name an archive in `archiveId`, or say in `make` what it would be.");
      const { project, ...selection } = await settledSelection(wish, parts);
      const archives = work.cressetFor(project).archive;
      const archive = id === undefined ? undefined : (await workable(id)).place;
      const planned = path.join(await roots.allowed(make?.destination ?? archive ?? ""), make?.name ?? "");
      const segmentBytes = make?.segmentBytes ?? defaultSegmentBytes;
      const notes: string[] = [];
      const estimate = await archives.estimate(
        archive === undefined
          ? { ...selection, archive: await roots.allowed(planned), segmentBytes }
          : { ...selection, archive },
        {
          signal: AbortSignal.any([parts.ending, context.req.raw.signal]),
          tell: (event) => void (event.type === "message" ? notes.push(event.text) : 0),
        },
      );
      const { files, bytes, storedBytes, segments, clips, frames, fits, problems: faults } = estimate;
      return context.json(
        {
          files,
          bytes,
          storedBytes,
          archiveBytes: estimate.archiveBytes + estimate.metadataBytes,
          segments,
          segmentBytes: archive === undefined ? segmentBytes : readFacts(placeAt(archive)).facts.segmentBytes,
          clips,
          frames,
          fits,
          problems: [...faults],
          notes,
          room: shownRoom(archive ?? planned),
        },
        200,
      );
    })
    .openapi(readArchive, async (context) => {
      const archive = await named(context.req.valid("param").id);
      return context.json(await archiveDetail(archive, { history, cresset, work }), 200);
    })
    .openapi(addSession, async (context) => {
      const { verify, sha256, resume, force, comment, ...selected } = context.req.valid("json");
      if (selected.entries.length === 0 && resume !== true)
        throw new CressetError("usage", "Nothing is named that could be archived.");
      const { name, place } = await workable(context.req.valid("param").id);
      const request = {
        archive: place,
        ...(await settledSelection(selected, parts)),
        ...(verify === undefined ? {} : { verify }),
        ...(sha256 === undefined ? {} : { sha256 }),
        ...(resume === undefined ? {} : { resume }),
        ...(force === undefined ? {} : { force }),
        ...(comment === undefined ? {} : { comment }),
      };
      const title = resume === true ? `Go on with ${name}` : `Archive to ${name}`;
      return context.json(await queue("archive.add", title, request, context.var.actor), 202);
    })
    .openapi(verifyArchive, async (context) => {
      const { sessions, percent } = context.req.valid("json");
      const { name, place } = await workable(context.req.valid("param").id);
      refuseUnknownSessions(place, sessions);
      const request = {
        archive: place,
        ...(sessions === undefined ? {} : { sessions }),
        ...(percent === undefined ? {} : { percent }),
      };
      const part = sessions === undefined ? "" : `, session ${sessions.join(", ")}`;
      const sample = percent === undefined || percent === 100 ? "" : `, ${percent} % of it`;
      const title = `Verify ${name}${part}${sample}`;
      return context.json(await queue("archive.verify", title, request, context.var.actor), 202);
    })
    .openapi(restoreArchive, async (context) => {
      const { name, place } = await workable(context.req.valid("param").id);
      const wish = await settledRestore(context.req.valid("json"), parts);
      refuseUnknownSessions(place, wish.sessions);
      const request = { archive: place, ...wish };
      return context.json(await queue("archive.restore", `Restore from ${name}`, request, context.var.actor), 202);
    });
}

/** As `cresset archive format` makes them. */
const defaultSegmentBytes = 100_000_000_000;
