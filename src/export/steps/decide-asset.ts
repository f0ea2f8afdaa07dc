import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { resolveAssetPath } from "../naming/asset-path.ts";
import { resolveOutputPath } from "../naming/output-path.ts";
import type { PlannedAsset, PlannedSequence } from "../planned-asset.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { parseSequencePath, settleSequencePath } from "../sequence-path.ts";
import type { HookSubject } from "../../hooks/hook-runner.ts";
import { nextVersion, versionTokens } from "../naming/versions.ts";

/** An asset after preExportAsset: where it goes, or why it does not. */
export interface DecidedAsset {
  readonly planned: PlannedAsset;
  readonly sequence: PlannedSequence;
  /** `ask`: somebody would have to be asked, in a dry run. */
  readonly action: "write" | "ask" | "skip" | "abort";
  /** Why it is not written; else empty. */
  readonly reason: string;
  /** Relative to the destination; a file sequence carries its range. */
  readonly resolvedPath: string;
  /** What the name pattern alone made of it. */
  readonly patternPath: string;
  /** The path that existed, where a new version is written beside it. */
  readonly newVersionOf?: string;
  /** Absolute, `[first-last]` in a file sequence; empty when it was aborted before it was settled. */
  readonly path: string;
  readonly firstFileNumber: number | undefined;
  /** Something on disk is replaced. */
  readonly replaces: boolean;
  /** What there is of the file sequence that is replaced behind its last file, and goes with it: a path with its range. */
  readonly rest?: string;
  /** Other files that readers of the folder take for a part of it, as paths with their ranges. They are left alone. */
  readonly beside?: readonly string[];
  readonly useBackburner: boolean;
  readonly version: number;
  readonly versionName: string;
}

/** An asset with the name that its pattern gives it, and what preExportAsset is told of it. */
export interface NamedAsset extends HookSubject {
  readonly undecided: Omit<DecidedAsset, "action">;
}

/** Resolves the name of an asset. Nothing on disk is touched. */
export async function nameAsset(
  run: SandwichRun,
  sequence: PlannedSequence,
  planned: PlannedAsset,
  versions: Map<string, number>,
): Promise<NamedAsset> {
  const { request } = run;
  const version = await versionOf(run, planned, versions);
  const patternPath = pathOf(planned, version.tokens);
  return {
    undecided: {
      planned,
      sequence,
      reason: "",
      resolvedPath: patternPath,
      patternPath,
      path: "",
      firstFileNumber: undefined,
      replaces: false,
      useBackburner: run.useBackburner,
      version: version.number,
      versionName: version.name,
    },
    info: {
      ...planned.info,
      destinationHost: request.destinationHost,
      destinationPath: request.destinationPath,
      namePattern: planned.namePattern,
      resolvedPath: patternPath,
      versionName: version.name,
      versionNumber: version.number,
      isSnapshot: request.isSnapshot,
      isBackground: request.isBackground,
      useBackburner: run.useBackburner,
      abort: false,
      abortMessage: "",
    },
    scope: { sequence: sequence.key, asset: planned.id },
  };
}

/**
 * Asks preExportAsset about an asset and settles its path. Nothing on disk is touched.
 * @param next the assets that are asked about after this one, see `HookRunner.call`.
 */
export async function decideAsset(
  run: SandwichRun,
  { undecided, info, scope }: NamedAsset,
  next: readonly NamedAsset[],
): Promise<DecidedAsset> {
  const { planned } = undecided;
  const outcome = await run.hooks.call("preExportAsset", planned.info.assetName, info, scope, "", next);
  const left = writable.parse(outcome.info);
  const decided = { ...undecided, resolvedPath: left.resolvedPath, useBackburner: left.useBackburner };
  if (outcome.aborted) return { ...decided, action: "abort", reason: outcome.abortMessage };
  return { ...decided, action: "write", ...settle(run, planned, left.resolvedPath) };
}

const writable = z.looseObject({ resolvedPath: z.string(), useBackburner: z.boolean() });

/** Takes a resolvedPath that a hook or a person gave and makes it a path on disk. @throws CressetError `bad-destination` */
export function settle({ request }: SandwichRun, { fileRange, extension, info }: PlannedAsset, resolvedPath: string) {
  const output = (relative: string) =>
    resolveOutputPath({
      destinationPath: request.destinationPath,
      resolvedPath: relative,
      storageRoots: request.storageRoots,
      codePlaces: request.codePlaces,
    });
  try {
    // Without a name a file sequence would become nameless numbers: `.1001.png`.
    if (/(^|\/)\s*$/.test(resolvedPath)) output(resolvedPath);
    if (fileRange === undefined) {
      if (parseSequencePath(resolvedPath) !== undefined)
        throw new CressetError("bad-destination", `"${resolvedPath}" names a range of files, but this is one file.`);
      return { resolvedPath, path: output(resolvedPath), firstFileNumber: undefined };
    }
    const settled = settleSequencePath(resolvedPath, fileRange, extension);
    return {
      resolvedPath: settled.resolvedPath,
      path: output(settled.resolvedPath),
      firstFileNumber: settled.firstFileNumber,
    };
  } catch (error) {
    if (!(error instanceof CressetError)) throw error;
    throw new CressetError(error.code, `${info.assetName} (${info.assetType}): ${error.message}`, { cause: error });
  }
}

const holdsVersion = (pattern: string) => /<version( name)?[#[>]/.test(pattern);

function pathOf(
  { namePattern, tokens, tokenPadding, extension, fileRange }: PlannedAsset,
  versionTokens: object,
): string {
  return resolveAssetPath({
    pattern: namePattern,
    values: { ...tokens, ...versionTokens },
    extension,
    ...(fileRange === undefined ? {} : { fileRange }),
    ...(tokenPadding === undefined ? {} : { padding: tokenPadding }),
  });
}

/** The assets of one shot share a version: the next that is free for all of them. It is decided once for a run. */
async function versionOf(run: SandwichRun, planned: PlannedAsset, versions: Map<string, number>) {
  const { versioning } = planned.loadedPreset.preset;
  if (versioning === undefined || (planned.kind !== "openClip" && !holdsVersion(planned.namePattern)))
    return { number: 0, name: "", tokens: {} };
  const number =
    versions.get(planned.versionGroup) ??
    (await run.journal.step(
      `version/${planned.id}`,
      "decision",
      (recorded) => z.number().parse(recorded),
      async () => ({
        result: nextVersion({
          destinationPath: run.request.destinationPath,
          path: (tokens) => pathOf(planned, tokens),
          versioning,
        }),
      }),
    ));
  versions.set(planned.versionGroup, number);
  const tokens = versionTokens(number, versioning);
  return { number, name: tokens["version name"], tokens };
}
