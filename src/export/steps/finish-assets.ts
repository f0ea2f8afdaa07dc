import type { DecidedSequence } from "./decide-all.ts";
import type { DecidedAsset } from "./decide-asset.ts";
import type { AssetOutcome } from "../export-outcome.ts";
import { assetOutcome, decidedOutcome } from "./export-result.ts";
import { type DecidedMedia, renderAssets, type RenderedAsset } from "./render-assets.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import { failureState } from "./failure-state.ts";
import { writeDocument } from "./write-document.ts";

/** What is done when all assets of a sequence are settled; `state` as for `SandwichHooks.call`. */
type EndSequence = (sequence: DecidedSequence, state: string) => Promise<unknown>;

/**
 * Renders and writes what was decided. As soon as a file is finished its postExportAsset runs; when the last asset of a
 * sequence is done, `endSequence` does. One thing at a time: while a hook runs, the engine goes on in its own process.
 */
export async function finishAssets(
  run: SandwichRun,
  sequences: readonly DecidedSequence[],
  endSequence: EndSequence,
): Promise<ReadonlyMap<string, AssetOutcome>> {
  const finish = new Finish(run, sequences, endSequence);
  const all = sequences.flatMap(({ assets }) => assets);
  for (const asset of all) if (asset.action !== "write") await finish.settle(asset, decidedOutcome(asset));
  await finish.advance();
  const media = all.filter(
    (asset): asset is DecidedMedia => asset.action === "write" && asset.planned.kind === "media",
  );
  try {
    for await (const rendered of renderAssets(run, media)) {
      await finish.settle(rendered.asset, outcomeOfRender(rendered, run.request.strict), rendered.state);
      await finish.advance();
    }
    await finish.advance();
  } finally {
    await finish.endPostJobs();
  }
  return finish.outcomes;
}

function outcomeOfRender({ asset, result }: RenderedAsset, strict: boolean): AssetOutcome {
  if (result.ok) {
    const { files, frames, seconds, warnings } = result;
    if (strict && warnings.length > 0) {
      const reason = `--strict was given, and there ${warnings.length === 1 ? "was a warning" : `were ${warnings.length} warnings`} while it was rendered. The file was written and stays.`;
      return assetOutcome(asset, { status: "failed", cause: "strict", reason, files, frames, seconds, warnings });
    }
    return assetOutcome(asset, { status: "written", reason: "", files, frames, seconds, warnings });
  }
  const { cause, reason, detail } = result;
  const status = cause === "cancelled" ? "cancelled" : "failed";
  // The last words of a process that died tell why; a stack is for the history only.
  return assetOutcome(asset, { status, reason, cause, warnings: cause === "crash" && detail !== "" ? [detail] : [] });
}

/** Keeps which assets are settled, and what may happen next because of it. */
class Finish {
  readonly outcomes = new Map<string, AssetOutcome>();
  readonly #run: SandwichRun;
  readonly #sequences: readonly DecidedSequence[];
  readonly #endSequence: EndSequence;
  readonly #ended = new Set<DecidedSequence>();
  readonly #postJobs = new Map<DecidedSequence, Promise<unknown>[]>();

  constructor(run: SandwichRun, sequences: readonly DecidedSequence[], endSequence: EndSequence) {
    this.#run = run;
    this.#sequences = sequences;
    this.#endSequence = endSequence;
  }

  /**
   * Takes note of what became of an asset, and runs its post hook when it was written.
   * @param state see `SandwichHooks.call`: a file that had to be written again is told again.
   */
  async settle(asset: DecidedAsset, outcome: AssetOutcome, state = ""): Promise<void> {
    this.outcomes.set(asset.planned.id, outcome);
    this.#run.tell({ type: "asset", outcome });
    if (this.#run.signal.aborted) return;
    if (outcome.status === "written") await this.#postAsset(asset, outcome, state);
    else
      await this.#run.hooks.skip(
        "postExportAsset",
        asset.planned.info.assetName,
        scopeOf(asset),
        `the asset was ${outcome.status}${outcome.reason === "" ? "" : `: ${outcome.reason}`}`,
      );
  }

  /** Writes documents whose media is settled, and ends sequences all of whose assets are. */
  async advance(): Promise<void> {
    for (const sequence of this.#sequences) {
      if (this.#ended.has(sequence) || this.#run.signal.aborted) continue;
      for (const asset of sequence.assets)
        if (this.#isReady(asset)) {
          const { outcome, state } = await writeDocument(this.#run, asset, this.outcomes, sequence);
          await this.settle(asset, outcome, state);
        }
      if (!sequence.assets.every(({ planned }) => this.outcomes.has(planned.id))) continue;
      this.#ended.add(sequence);
      await Promise.all(this.#postJobs.get(sequence) ?? []);
      await this.#end(sequence);
    }
  }

  async #end(sequence: DecidedSequence): Promise<void> {
    const { planned, aborted, abortMessage } = sequence;
    const outcomes = sequence.assets.flatMap((asset) => this.outcomes.get(asset.planned.id) ?? []);
    if (!aborted) await this.#endSequence(sequence, failureState(outcomes));
    else {
      const why = `the sequence was aborted${abortMessage === "" ? "" : `: ${abortMessage}`}`;
      await this.#run.hooks.skip("postExportSequence", planned.sequence.name, { sequence: planned.key }, why);
    }
  }

  #isReady({ planned, action }: DecidedAsset): boolean {
    if (action !== "write" || planned.kind === "media" || this.outcomes.has(planned.id)) return false;
    if (planned.document.type === "subtitles") return true;
    const ids = this.#sequences.flatMap(({ assets }) => assets.map((asset) => asset.planned.id));
    return planned.document.mediaIds.every((id) => this.outcomes.has(id) || !ids.includes(id));
  }

  async #postAsset(asset: DecidedAsset, outcome: AssetOutcome, state: string): Promise<void> {
    const { request, hooks, startPostRunner } = this.#run;
    const isJob = request.isBackground && asset.useBackburner;
    const name = asset.planned.info.assetName;
    const info = {
      ...withoutTapeName(asset.planned.info),
      destinationHost: request.destinationHost,
      destinationPath: request.destinationPath,
      namePattern: asset.planned.namePattern,
      resolvedPath: outcome.resolvedPath,
      versionName: asset.versionName,
      versionNumber: asset.version,
      isSnapshot: request.isSnapshot,
      isBackground: request.isBackground,
      backburnerManager: "",
      backgroundJobId: isJob ? `${this.#run.journal.id}/${asset.planned.id}` : "",
    };
    if (!isJob) {
      await hooks.call("postExportAsset", name, info, scopeOf(asset), state);
      return;
    }
    const sequence = this.#sequences.find(({ planned }) => planned === asset.sequence);
    if (sequence === undefined) return;
    const { userData } = this.#run.journal;
    const jobs = this.#postJobs.get(sequence) ?? [];
    // Each job is a thread with all hook files: only so many run at a time, the next waits for the one before the last few.
    const before = [...this.#postJobs.values()].flat().at(-postJobsAtOnce);
    const job = Promise.allSettled([before]).then(() =>
      hooks.callApart(() => startPostRunner(userData), "postExportAsset", name, info, scopeOf(asset), state),
    );
    // Whoever awaits the sequence's jobs gets the reason; until then it is not one that nobody handles.
    job.catch(() => {});
    this.#postJobs.set(sequence, [...jobs, job]);
  }

  /** Waits for background jobs that are still under way, whatever becomes of them. */
  async endPostJobs(): Promise<void> {
    await Promise.allSettled([...this.#postJobs.values()].flat());
  }
}

const postJobsAtOnce = 4;

const scopeOf = ({ sequence, planned }: DecidedAsset) => ({ sequence: sequence.key, asset: planned.id });

/** The contract gives tapeName before the asset is written only. */
function withoutTapeName<T extends { readonly tapeName: string }>({ tapeName: _, ...info }: T) {
  return info;
}
