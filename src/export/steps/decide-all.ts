import { statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { pathsKey } from "../../catalogue/journal.ts";
import { CressetError } from "../../errors.ts";
import { type DecidedAsset, decideAsset, nameAsset, type NamedAsset, settle } from "./decide-asset.ts";
import { existingFiles } from "../naming/existing-files.ts";
import { pathCollisions } from "../naming/path-key.ts";
import { refuseBrokenClips } from "./refuse-broken-clips.ts";
import type { PlannedAsset, PlannedSequence } from "../planned-asset.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { SourceFiles } from "../source-files.ts";
import { nextFreePath } from "../naming/versions.ts";

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
    const decided = await decideOverwrites(run, sequences);
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
  const { sources, subtitleFiles, overwrite } = run.request;
  const read = new SourceFiles([
    ...run.sequences.flatMap(({ media }) => media),
    ...assets.map(({ planned }) => planned.loadedPreset),
    ...[...sources, ...subtitleFiles].map((file) => ({ path: file })),
  ]);
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

const overwriteResult = z.object({
  /** `free`: nothing was there. */
  decision: z.enum(["free", "overwrite", "skip", "version-up", "abort"]),
  reason: z.string(),
  resolvedPath: z.string(),
});

async function decideOverwrites(
  run: SandwichRun,
  sequences: readonly DecidedSequence[],
): Promise<readonly DecidedSequence[]> {
  const promised = new Set(sequences.flatMap(({ assets }) => assets.map(({ path }) => path)));
  const unanswered: string[] = [];
  const result: DecidedSequence[] = [];
  for (const sequence of sequences) {
    const assets: DecidedAsset[] = [];
    for (const asset of sequence.assets) {
      run.signal.throwIfAborted();
      assets.push(await decideOverwrite(run, asset, promised, unanswered));
    }
    result.push({ ...sequence, assets });
  }
  refuseSources(run, result);
  if (unanswered.length > 0 && !run.dryRun)
    throw new CressetError(
      "would-overwrite",
      `${unanswered[0] ?? ""} exists${unanswered.length > 1 ? `, and ${unanswered.length - 1} more files do` : ""}. Nothing was written. Say what to do with --overwrite overwrite, skip or version-up, answer in an exportOverwriteFile hook, or run in a terminal to be asked.`,
      { detail: unanswered.join("\n") },
    );
  return result;
}

/** What there is to decide about an asset's path, once for a run: a resumed run finds its own files there. */
async function decideOverwrite(
  run: SandwichRun,
  asset: DecidedAsset,
  promised: Set<string>,
  unanswered: string[],
): Promise<DecidedAsset> {
  // An OpenClip gains a version and keeps what it holds: nothing of it is overwritten.
  if (asset.action !== "write" || asset.planned.kind === "openClip") return asset;
  const decided = await run.journal
    .step(
      `overwrite/${asset.planned.id}`,
      "decision",
      (recorded) => overwriteResult.parse(recorded),
      async () => ({ result: await askAboutPath(run, asset, promised) }),
    )
    .catch((error: unknown) => {
      if (error instanceof UnansweredError) return error;
      throw error;
    });
  if (decided instanceof UnansweredError) {
    unanswered.push(decided.path);
    return { ...asset, action: "ask", reason: "the file exists, and nobody is there to be asked" };
  }
  const { decision, reason, resolvedPath } = decided;
  switch (decision) {
    case "free":
      return asset;
    case "overwrite":
      return { ...asset, replaces: true };
    case "skip":
      return { ...asset, action: "skip", reason: `the file exists and ${reason}` };
    case "abort":
      return { ...asset, action: "abort", reason };
    case "version-up": {
      const moved = settle(run, asset.planned, resolvedPath);
      promised.add(moved.path);
      return { ...asset, ...moved, newVersionOf: asset.resolvedPath };
    }
  }
}

/** Nobody said what to do with a file that exists. It is no decision, so a resumed run asks again. */
class UnansweredError extends Error {
  override readonly name = "UnansweredError";
  readonly path: string;
  constructor(path: string) {
    super(`nobody said whether ${path} may be overwritten`);
    this.path = path;
  }
}

async function askAboutPath(
  run: SandwichRun,
  { planned, sequence, path: target, resolvedPath }: DecidedAsset,
  promised: ReadonlySet<string>,
): Promise<z.infer<typeof overwriteResult>> {
  const [existing] = existingFiles(target);
  if (existing === undefined) return { decision: "free", reason: "", resolvedPath };
  if (statSync(existing).isDirectory())
    throw new CressetError(
      "bad-destination",
      `${planned.info.assetName} cannot be written to ${existing}: a folder of that name is in the way. Nothing was written.`,
    );
  const about = { name: planned.info.assetName, id: planned.id, sequence: sequence.key };
  const { decision, reason } = await run.overwrite.decide(existing, run.hooks, about);
  if (decision === "ask") throw new UnansweredError(existing);
  if (decision === "cancel")
    throw new CressetError("cancelled", `The export was stopped at the question about ${existing}.`);
  if (decision !== "version-up") return { decision, reason, resolvedPath };
  const free = nextFreePath(resolvedPath, (candidate) => {
    const absolute = path.resolve(run.request.destinationPath, candidate);
    return promised.has(absolute) || existingFiles(absolute).length > 0;
  });
  return { decision, reason, resolvedPath: free };
}
