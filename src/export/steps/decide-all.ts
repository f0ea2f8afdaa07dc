import * as z from "zod";
import { pathsKey } from "../../catalogue/journal.ts";
import { CressetError } from "../../errors.ts";
import { type DecidedAsset, decideAsset, nameAsset, type NamedAsset } from "./decide-asset.ts";
import { pathCollisions } from "../naming/path-key.ts";
import { refuseBrokenClips } from "./refuse-broken-clips.ts";
import type { PlannedAsset, PlannedSequence } from "../planned-asset.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { decideOverwrites, refuseUnanswered } from "./decide-overwrites.ts";
import { readFiles } from "./read-files.ts";
import { warnOfTokens } from "./warn-of-tokens.ts";

/** A sequence after its pre hooks. */
export interface DecidedSequence {
  readonly planned: PlannedSequence;
  readonly aborted: boolean;
  readonly abortMessage: string;
  readonly assets: readonly DecidedAsset[];
}

/** What the hooks of a sequence are told; `abort` only before. */
export const sequenceInfo = ({ request }: SandwichRun, { sequence, shotNames, thumbnailFrame }: PlannedSequence) => ({
  destinationHost: request.destinationHost,
  destinationPath: request.destinationPath,
  sequenceName: sequence.name,
  shotNames,
  thumbnailFrameNb: thumbnailFrame,
});

/**
 * Lets the pre hooks decide about every sequence and asset, before anything is rendered: preExportSequence, then
 * preExportAsset for each of its assets; then paths are held against each other and the disk.
 * @throws CressetError when two assets would lie on one path, a path leaves the destination or is a source of the export, an
 * OpenClip that would gain a version cannot be read, or a file exists and nobody says that it may be overwritten.
 */
export async function decideAll(run: SandwichRun): Promise<readonly DecidedSequence[]> {
  return run.journal.group(async () => {
    const sequences: DecidedSequence[] = [];
    const versions = new Map<string, number>();
    for (const planned of run.sequences) sequences.push(await decideSequence(run, planned, versions));
    refuseCollisions(sequences.flatMap(({ assets }) => assets));
    refuseSources(run, sequences);
    await refuseBrokenClips(sequences.flatMap(({ assets }) => assets));
    const { decided, unanswered } = await decideOverwrites(run, sequences);
    refuseSources(run, decided);
    if (!run.dryRun) refuseUnanswered(unanswered);
    warnOfTokens(
      run,
      decided.flatMap(({ assets }) => assets),
    );
    await notePaths(run, decided);
    return decided;
  });
}

async function decideSequence(
  run: SandwichRun,
  planned: PlannedSequence,
  versions: Map<string, number>,
): Promise<DecidedSequence> {
  const outcome = await run.hooks.call(
    "preExportSequence",
    planned.sequence.name,
    { ...sequenceInfo(run, planned), abort: false, abortMessage: "" },
    { sequence: planned.key },
  );
  if (outcome.aborted) return { planned, aborted: true, abortMessage: outcome.abortMessage, assets: [] };
  const assets: DecidedAsset[] = [];
  /** Named, and asked about next. */
  const waiting: NamedAsset[] = [];
  for (const [index, asset] of planned.assets.entries()) {
    run.signal.throwIfAborted();
    if (lostItsMedia(asset, assets)) continue;
    const named = waiting.shift() ?? (await nameAsset(run, planned, asset, versions));
    for (const next of planned.assets.slice(index + 1 + waiting.length, index + 1 + namedAhead)) {
      // Whether it is asked about at all depends on what is said about its media.
      if (next.kind === "openClip") break;
      waiting.push(await nameAsset(run, planned, next, versions));
    }
    assets.push(await decideAsset(run, named, [...waiting]));
  }
  return { planned, aborted: false, abortMessage: "", assets };
}

const namedAhead = 32;

/** An OpenClip of media that a hook aborted has nothing to tell of. */
function lostItsMedia(asset: PlannedAsset, decided: readonly DecidedAsset[]): boolean {
  if (asset.kind !== "openClip" || asset.document.type !== "openClip") return false;
  const { mediaIds } = asset.document;
  return decided.some(({ planned, action }) => action === "abort" && planned.id === mediaIds[0]);
}

/** Whoever cancels what was left unfinished finds what there is of it by these. */
async function notePaths(run: SandwichRun, decided: readonly DecidedSequence[]): Promise<void> {
  const assets = decided.flatMap((sequence) => sequence.assets).filter(({ action }) => action === "write");
  await run.journal.step(
    pathsKey,
    "decision",
    (recorded) => z.array(z.string()).parse(recorded),
    async () => ({ result: assets.map((asset) => asset.path) }),
  );
}

function nameOf(asset: DecidedAsset | undefined, withPreset = false): string {
  const { info, loadedPreset } = asset?.planned ?? {};
  const preset = withPreset ? `, preset "${loadedPreset?.preset.name ?? ""}"` : "";
  return `${info?.assetName ?? ""} (${info?.assetType ?? ""} of ${asset?.sequence.key ?? ""}${preset})`;
}

function refuseCollisions(assets: readonly DecidedAsset[]): void {
  const written = assets.filter(({ action }) => action === "write");
  const collisions = pathCollisions(written.map(({ path }) => path));
  if (collisions.length === 0) return;
  const lines = collisions.map(({ first, second, kind, blocker }) => {
    const inTurn = blocker === second ? [second, first] : [first, second];
    const [a, b] = inTurn.map((index) => written[index]);
    const name = (asset: DecidedAsset | undefined) => nameOf(asset, nameOf(a) === nameOf(b));
    return kind === "file"
      ? `${name(a)} and ${name(b)} would both be written to ${b?.path ?? ""}`
      : `${name(a)} would be the file ${a?.path ?? ""}, in which ${name(b)} needs a folder`;
  });
  throw new CressetError(
    "bad-destination",
    `${lines[0] ?? ""}${lines.length > 1 ? ` (and ${lines.length - 1} more)` : ""}. Nothing was written. Add a token to the name pattern that tells them apart, such as <shot name>, <track> or <segment>, or rename one in preExportAsset.`,
    { detail: lines.join("\n") },
  );
}

/**
 * What is exported is never written over what it is made from, whatever hooks or people would answer. With `version-up` a
 * hook may still answer, so what it decided is looked at again.
 */
function refuseSources(run: SandwichRun, decided: readonly DecidedSequence[]): void {
  const assets = decided.flatMap((sequence) => sequence.assets);
  const { overwrite } = run.request;
  const read = readFiles(run, assets);
  for (const { action, replaces, planned, path: target } of assets) {
    if (action !== "write" || (overwrite === "version-up" && !replaces)) continue;
    const source = read.replacedBy(target);
    if (source !== undefined)
      throw new CressetError(
        "bad-destination",
        `${planned.info.assetName} (${planned.info.assetType}) would be written over ${source}, which this export reads. Nothing was written. Choose another destination or name pattern, or write beside it with --overwrite version-up.`,
      );
  }
}
