import type { z } from "zod";
import type { SnapshotOutcome } from "../../app/viewer.ts";
import { CressetError } from "../../errors.ts";
import type { ExportEvent } from "../../export/export-outcome.ts";
import type { ServerParts } from "../server-parts.ts";
import type { SnapshotShape, takeSnapshotShape } from "../shapes/viewer-shapes.ts";
import { settledPreset } from "../work/settled-export.ts";
import type { OpenViewer } from "./open-viewers.ts";

type Asked = z.infer<typeof takeSnapshotShape>;
type SnapshotParts = Pick<ServerParts, "cresset" | "catalogue" | "hub" | "roots" | "ending">;

/** Takes a snapshot of what a viewer shows. Nobody is asked about a file that exists: it gets a new version beside it. */
export async function takeSnapshot(
  { player }: OpenViewer,
  { frame, range, mediaPath, preset, lut, overwrite, ...look }: Asked,
  { cresset, catalogue, hub, roots, ending }: SnapshotParts,
): Promise<SnapshotShape> {
  if (range !== undefined && range.last < range.first)
    throw new CressetError("usage", `The range ends (${range.last}) before it begins (${range.first}).`);
  const started = performance.now();
  const { overwrite: usual } = cresset.config;
  const file = lut === true ? player.sequence.lut : undefined;
  const settings = {
    ...defined(look),
    ...(preset === undefined ? {} : { preset: await settledPreset(preset, roots) }),
    ...(frame === undefined ? {} : { at: frame }),
    ...(range === undefined ? {} : { frames: range }),
    ...(mediaPath === undefined ? {} : { mediaPath: await roots.allowedToWrite(mediaPath) }),
    ...(lut === undefined ? {} : { lut: file ?? (false as const) }),
    overwrite: overwrite ?? (usual === undefined || usual === "ask" ? "version-up" : usual),
  };
  let runId = "";
  const tell = (event: ExportEvent) => {
    if (event.type === "started") {
      ({ runId } = event);
      hub.publish({ type: "run.started", data: { runId, itemId: null } });
    }
    if (event.type === "message" && event.level !== undefined)
      hub.publish({ type: "message", data: { runId, text: event.text, level: event.level } });
  };
  try {
    const outcome = await player.snapshot(settings, { tell, signal: ending });
    hub.publish({ type: "run.finished", data: { runId, itemId: null, status: outcome.status, message: "" } });
    const imported = await Promise.all(
      outcome.imported.map(async ({ id, name, parentId = null }) => ({
        id,
        name,
        parentId,
        // Its name may be that of the clip it was taken from: a path of its own would have an id in it.
        path: `${parentId === null ? "" : await catalogue.pathOf(parentId)}/${name}`,
      })),
    );
    return {
      runId: outcome.runId,
      status: outcome.status,
      files: assetsOf(outcome).flatMap(({ files }) => files.map((file) => file.path)),
      frame: range?.first ?? frame ?? player.sequence.shown.frame,
      imported,
      problems: problemsOf(outcome),
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (runId !== "") hub.publish({ type: "run.finished", data: { runId, itemId: null, status: "failed", message } });
    throw error;
  }
}

const assetsOf = ({ sequences }: SnapshotOutcome) => sequences.flatMap(({ assets }) => assets);

const problemsOf = (outcome: SnapshotOutcome): string[] => [
  ...outcome.aborts.map(({ hook, message }) => (message === "" ? `${hook} said no.` : message)),
  ...assetsOf(outcome).flatMap(({ status, reason }) => (status === "failed" && reason !== "" ? [reason] : [])),
  ...outcome.hookErrors,
];

/** What was said; what was left out is not there at all. */
function defined(look: Pick<Asked, "namePattern" | "subtitles" | "overlay">) {
  const { namePattern, subtitles, overlay } = look;
  return {
    ...(namePattern === undefined ? {} : { namePattern }),
    ...(subtitles === undefined ? {} : { subtitles }),
    ...(overlay === undefined ? {} : { overlay }),
  };
}
