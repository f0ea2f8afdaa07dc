import { statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { existingFiles, type NumberRange, numbersBeside } from "../naming/existing-files.ts";
import { pathKey } from "../naming/path-key.ts";
import { nextFreePath } from "../naming/versions.ts";
import type { PlannedAsset } from "../planned-asset.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { parseSequencePath, pathOfNumbers } from "../sequence-path.ts";
import { type DecidedAsset, settle } from "./decide-asset.ts";
import { readFiles } from "./read-files.ts";

const numberRange = z.object({ first: z.number(), last: z.number() });

const overwriteResult = z.object({
  /** `free`: nothing was there. */
  decision: z.enum(["free", "overwrite", "skip", "version-up", "abort"]),
  reason: z.string(),
  resolvedPath: z.string(),
  /** Numbers of a file sequence behind what is written, which go with what is replaced, and others, which stay. */
  rest: numberRange.optional(),
  beside: z.array(numberRange).optional(),
});

/** Decides about what lies where assets will go, once for a run. @returns also the paths about which nobody said anything. */
export async function decideOverwrites<T extends { readonly assets: readonly DecidedAsset[] }>(
  run: SandwichRun,
  sequences: readonly T[],
): Promise<{ readonly decided: readonly T[]; readonly unanswered: readonly string[] }> {
  const taken = takenNumbers(sequences.flatMap(({ assets }) => assets));
  const promised = new Set(sequences.flatMap(({ assets }) => assets.map(({ path }) => path)));
  const unanswered: string[] = [];
  const result: T[] = [];
  for (const sequence of sequences) {
    const assets: DecidedAsset[] = [];
    for (const asset of sequence.assets) {
      run.signal.throwIfAborted();
      assets.push(await decideOverwrite(run, asset, { promised, taken, unanswered }));
    }
    result.push({ ...sequence, assets });
  }
  return { decided: result, unanswered };
}

/** @throws CressetError when files exist and nobody said whether they may be overwritten. */
export function refuseUnanswered(unanswered: readonly string[]): void {
  if (unanswered.length > 0)
    throw new CressetError(
      "would-overwrite",
      `${unanswered[0] ?? ""} exists${andMore(unanswered.length - 1)}. Nothing was written. Say what to do with --overwrite overwrite, skip or version-up, answer in an exportOverwriteFile hook, or run in a terminal to be asked.`,
      { detail: unanswered.join("\n") },
    );
}

const andMore = (others: number): string =>
  others === 0 ? "" : others === 1 ? ", and 1 more file does" : `, and ${others} more files do`;

/** What the assets of an export know of each other. */
interface Around {
  /** Absolute paths. */
  readonly promised: Set<string>;
  /** Numbers of file sequences, by what stands around the number: those of any asset, written or not. */
  readonly taken: ReadonlyMap<string, readonly NumberRange[]>;
  readonly unanswered: string[];
}

const numberlessKey = ({ prefix, suffix }: { readonly prefix: string; readonly suffix: string }) =>
  pathKey(`${prefix}\u0000${suffix}`);

function takenNumbers(assets: readonly DecidedAsset[]): Around["taken"] {
  const sequences = assets.flatMap(({ path: place }) => parseSequencePath(place) ?? []);
  return Map.groupBy(sequences, numberlessKey);
}

/** What there is to decide about an asset's path, once for a run: a resumed run finds its own files there. */
async function decideOverwrite(run: SandwichRun, asset: DecidedAsset, around: Around): Promise<DecidedAsset> {
  // An OpenClip gains a version and keeps what it holds: nothing of it is overwritten.
  if (asset.action !== "write" || asset.planned.kind === "openClip") return asset;
  const decided = await run.journal
    .step(
      `overwrite/${asset.planned.id}`,
      "decision",
      (recorded) => overwriteResult.parse(recorded),
      async () => ({ result: await askAboutPath(run, asset, around) }),
    )
    .catch((error: unknown) => {
      if (error instanceof UnansweredError) return error;
      throw error;
    });
  if (decided instanceof UnansweredError) {
    around.unanswered.push(decided.path);
    return { ...asset, action: "ask", reason: "the file exists, and nobody is there to be asked" };
  }
  const { decision, reason, resolvedPath, rest } = decided;
  const beside = (decided.beside ?? []).map((others) => pathOfNumbers(asset.path, others));
  switch (decision) {
    case "free":
      return { ...asset, beside };
    case "overwrite":
      return {
        ...asset,
        replaces: true,
        beside,
        ...(rest === undefined ? {} : { rest: pathOfNumbers(asset.path, rest) }),
      };
    case "skip":
      return { ...asset, action: "skip", reason: `the file exists and ${reason}` };
    case "abort":
      return { ...asset, action: "abort", reason };
    case "version-up": {
      const moved = settle(run, asset.planned, resolvedPath);
      around.promised.add(moved.path);
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
  { promised, taken }: Around,
): Promise<z.infer<typeof overwriteResult>> {
  const found = existingFiles(target);
  const [existing] = found;
  const beside = besideAlone(target, taken);
  if (existing === undefined) return { decision: "free", reason: "", resolvedPath, beside: [...beside] };
  if (statSync(existing).isDirectory())
    throw new CressetError(
      "bad-destination",
      `${planned.info.assetName} cannot be written to ${existing}: a folder of that name is in the way. Nothing was written.`,
    );
  const rest = restOf(run, planned, target, found, beside);
  const goesToo = rest === undefined ? [] : [path.basename(pathOfNumbers(target, rest))];
  const about = { name: planned.info.assetName, id: planned.id, sequence: sequence.key, goesToo };
  const { decision, reason } = await run.overwrite.decide(existing, run.hooks, about);
  if (decision === "ask") throw new UnansweredError(existing);
  if (decision === "cancel")
    throw new CressetError("cancelled", `The export was stopped at the question about ${existing}.`);
  if (decision !== "version-up") {
    const others = beside.filter((range) => range !== rest);
    return { decision, reason, resolvedPath, beside: others, ...(rest === undefined ? {} : { rest }) };
  }
  const free = nextFreePath(resolvedPath, (candidate) => {
    const absolute = path.resolve(run.request.destinationPath, candidate);
    return promised.has(absolute) || existingFiles(absolute).length > 0;
  });
  return { decision, reason, resolvedPath: free };
}

/** Numbers on disk beside a file sequence that no other asset of this export has to do with. */
function besideAlone(target: string, taken: Around["taken"]): readonly NumberRange[] {
  const parts = parseSequencePath(target);
  const others = (parts && taken.get(numberlessKey(parts))) ?? [];
  const isFree = (range: NumberRange) => others.every(({ first, last }) => range.last < first || range.first > last);
  return numbersBeside(target).filter(isFree);
}

/**
 * What is surely the rest of the file sequence that is replaced: the unbroken run of numbers behind the last that is written.
 * Where numbers are timecode, or those of the source, these are other moments rather than the rest of what was there; and what
 * the export reads stays in any case.
 */
function restOf(
  run: SandwichRun,
  { loadedPreset: { preset } }: PlannedAsset,
  target: string,
  found: readonly string[],
  beside: readonly NumberRange[],
): NumberRange | undefined {
  const last = parseSequencePath(target)?.last;
  const rest = last === undefined ? undefined : beside.find(({ first }) => first === last + 1);
  if (last === undefined || rest === undefined || typeof preset.frames.start !== "number") return undefined;
  if (found.at(-1) !== pathOfNumbers(target, { first: last, last })) return undefined;
  return readFiles(run, []).replacedBy(pathOfNumbers(target, rest)) === undefined ? rest : undefined;
}
