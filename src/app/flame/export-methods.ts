import * as z from "zod";
import type { Catalogue, Entry } from "../../catalogue/catalogue.ts";
import type { ExportOutcome } from "../../export/export-outcome.ts";
import { loadPreset } from "../../export/preset-store.ts";
import { PythonError, type PythonRequestContext } from "../../hooks/python-backend.ts";
import type { ExportWish } from "../export-wish.ts";
import { entriesIn } from "./entry-methods.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";
import { nestedTeller } from "./nested-teller.ts";

/** An export that starts an export that starts an export: beyond this it is taken for a mistake. */
const mostDepth = 4;

const exportWish = z.strictObject({
  sources: z.array(z.string()),
  preset: z.string(),
  destination: z.string(),
  exportBetweenMarks: z.boolean(),
  useTopVideoTrack: z.boolean(),
  includeSubtitles: z.boolean(),
  exportSubtitlesAsFiles: z.boolean(),
  exportAllSubtitles: z.boolean(),
});
type AskedExport = z.output<typeof exportWish>;

const keptObject = z.int().nullable();

/** PyExporter: exports within an export, and from scripts. */
export function exportMethods(surroundings: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  return {
    "flame.export.run": flameMethod(
      z.strictObject({
        wish: exportWish,
        isBackground: z.boolean(),
        depth: z.int().nonnegative(),
        overrideObject: keptObject,
        userDataObject: keptObject,
        began: z.int().nullable(),
      }),
      async ({ wish, isBackground, depth, overrideObject, userDataObject, began }, context) => {
        const newHost = (userData: "given" | "copy") =>
          context.nestedHost({
            ...(overrideObject === null ? {} : { overrideObject }),
            ...(userDataObject === null || userData === "copy" ? {} : { userDataObject }),
          });
        const outcome = await surroundings.exportNested({
          wish: { ...(await completed(surroundings, wish, depth)), isBackground },
          hooks: { only: overrideObject !== null, newHost },
          tell: nestedTeller(
            surroundings.tell,
            began === null ? undefined : (runId) => announce(context, began, runId),
          ),
          signal: context.signal,
        });
        refuseFailure(outcome);
        return { runId: outcome.runId, status: outcome.status };
      },
    ),
    "flame.export.detached": flameMethod(
      z.strictObject({ wish: exportWish, depth: z.int().nonnegative(), userData: z.unknown() }),
      async ({ wish, depth, userData }) => {
        const asked = await completed(surroundings, wish, depth);
        const runId = await surroundings.exportDetached({
          ...asked,
          isBackground: true,
          ...(userData === null || userData === undefined ? {} : { userData }),
        });
        surroundings.tell({
          type: "message",
          text: `Run ${runId} goes on in the background. cresset runs show ${runId}`,
        });
        return { runId };
      },
    ),
  };
}

const tooDeep = () =>
  new PythonError(
    "RuntimeError",
    `This export would be the ${mostDepth + 1}th within another. A hook that exports is called in that export as well: give export(…, hooks=…) an object of its own, or let the hook see that it is within one.`,
  );

/** Fails only when the interpreter is gone, and with it whoever waits to hear it. */
const announce = (context: PythonRequestContext, began: number, runId: string): void =>
  void context.callBack("flame.export.began", { began, runId }).catch(() => {});

/**
 * @param within how many exports of this interpreter it is started in, one within the other.
 * @throws CressetError when the preset is bad or nothing is to be exported.
 */
async function completed(surroundings: FlameSurroundings, asked: AskedExport, within: number): Promise<ExportWish> {
  const { catalogue, project, presetFolders, inherited } = surroundings;
  const depth = surroundings.depth + within + 1;
  if (depth > mostDepth) throw tooDeep();
  const preset = (await loadPreset(asked.preset, presetFolders)).path;
  const store = await catalogue();
  const { name, nickname, id } = await project();
  const clips = (await Promise.all(asked.sources.map((source) => clipsOf(store, id, source)))).flat();
  if (clips.length === 0)
    throw new PythonError("RuntimeError", "There is nothing to export: no clip and no sequence was given.");
  return {
    ...inherited,
    depth,
    project: { name, nickname: nickname === "" ? name : nickname },
    sources: clips.map((clip) => `cresset:${clip.id}`),
    presets: [preset],
    destinationPath: asked.destination,
    exportBetweenMarks: asked.exportBetweenMarks,
    useTopVideoTrack: asked.useTopVideoTrack,
    includeSubtitles: asked.includeSubtitles,
    exportSubtitlesAsFiles: asked.exportSubtitlesAsFiles,
    exportAllSubtitles: asked.exportAllSubtitles,
  };
}

async function clipsOf(catalogue: Catalogue, projectId: string, id: string): Promise<readonly Entry[]> {
  const entry = await catalogue.entry(id);
  const all = entry.clip === undefined ? entriesIn(await catalogue.tree(projectId, id)) : [entry];
  return all.filter(({ clip }) => clip !== undefined);
}

/** A script hears of an export that failed; of one that a hook aborted it was told by that hook. */
function refuseFailure({ status, sequences, aborts, runId }: ExportOutcome): void {
  const failed = aborts.find(({ byFailure }) => byFailure);
  if (status === "aborted" && failed === undefined) return;
  if (status === "finished" || status === "finished-with-hook-errors") return;
  const reasons = sequences.flatMap(({ assets }) =>
    assets.filter((asset) => asset.status === "failed").map(({ path, reason }) => `${path}: ${reason}`),
  );
  const why = failed?.message ?? reasons[0] ?? "";
  throw new PythonError("RuntimeError", `The export ${runId} is ${status}${why === "" ? "." : `: ${why}`}`);
}
