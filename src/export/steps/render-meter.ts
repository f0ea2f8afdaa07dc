import type { RenderProgress } from "../../media/render-job.ts";
import type { ExportEvent } from "../export-outcome.ts";

interface MeteredAsset {
  readonly id: string;
  readonly name: string;
  readonly frames: number;
}

/** Turns the engine's counts into progress of each asset and of the whole, with frames per second and the time left. */
export class RenderMeter {
  readonly #assets: ReadonlyMap<string, MeteredAsset>;
  readonly #done = new Map<string, number>();
  /** Frames of each asset that were there already. */
  readonly #before = new Map<string, number>();
  readonly #tell: (event: ExportEvent) => void;
  readonly #start = performance.now();
  #total: number;
  #rendered = 0;

  constructor(assets: readonly MeteredAsset[], tell: (event: ExportEvent) => void) {
    this.#assets = new Map(assets.map((asset) => [asset.id, asset]));
    this.#total = assets.reduce((sum, { frames }) => sum + frames, 0);
    this.#tell = tell;
  }

  /** Leaves out an asset that was finished before: it would make the rate look better than it is. */
  skip(id: string): void {
    this.#total -= this.#assets.get(id)?.frames ?? 0;
  }

  progress({ assetId, framesDone, framesTotal, framesBefore = 0 }: RenderProgress): void {
    this.#before.set(assetId, framesBefore);
    this.#rendered += framesDone - (this.#done.get(assetId) ?? 0);
    this.#done.set(assetId, framesDone);
    const seconds = Math.max(0.001, (performance.now() - this.#start) / 1000);
    const before = [...this.#before.values()].reduce((sum, frames) => sum + frames, 0);
    const framesPerSecond = (this.#rendered - before) / seconds;
    this.#tell({
      type: "progress",
      assetId,
      assetName: this.#assets.get(assetId)?.name ?? assetId,
      framesDone,
      framesTotal,
      allDone: this.#rendered,
      allTotal: this.#total,
      framesPerSecond,
      secondsLeft: framesPerSecond > 0 ? (this.#total - this.#rendered) / framesPerSecond : 0,
    });
  }

  /** For the history: frames of all assets. */
  get whole(): { readonly framesDone: number; readonly framesTotal: number } {
    return { framesDone: this.#rendered, framesTotal: this.#total };
  }
}
