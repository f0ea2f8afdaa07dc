import { sourceFrameAt, sourceSpan, sourcesOf } from "./picture-piece.ts";
import type { RenderAsset, SourcePiece } from "./render-job.ts";

/** Frames of an asset that read on in one source; or that read nothing (black). */
interface Run {
  readonly piece: SourcePiece | undefined;
  readonly frames: number;
  readonly backwards: boolean;
  readonly lowest: number;
  readonly highest: number;
}

interface Progress {
  readonly runs: readonly Run[];
  run: number;
  /** Frames of the current run that are done. */
  done: number;
  remaining: number;
}

/**
 * Decides which asset of a group gets its next frame, so that each source is read forwards once for all who want it.
 *
 * The asset with the most frames left leads. Everybody whose current run overlaps the leader's, directly or through
 * others, reads along, the one with the lowest frame first; when all have left that stretch, the next leader is chosen.
 * A shot with handles thus waits until the movie that shows the same frames comes to them.
 */
export class ReadOrder {
  readonly #assets: readonly Progress[];
  readonly #members = new Set<number>();

  constructor(assets: readonly RenderAsset[]) {
    this.#assets = assets.map((asset) => ({
      // A sound file shows nothing, for as long as it lasts.
      runs: (asset.video === undefined ? [{ kind: "black" as const, frames: asset.frameCount }] : asset.picture)
        .filter(({ frames }) => frames > 0)
        .map(runOf),
      run: 0,
      done: 0,
      remaining: asset.frameCount,
    }));
  }

  /** Index of the asset that is to be advanced by one frame, which then counts as done; nothing when all are finished. */
  next(): number | undefined {
    if (this.#members.size === 0) this.#lead();
    const index = this.#lowest();
    if (index !== undefined) this.#advance(index);
    return index;
  }

  /** Takes an asset out that failed. */
  drop(index: number): void {
    this.#members.delete(index);
    const progress = this.#assets[index];
    if (progress !== undefined) progress.remaining = 0;
  }

  #lead(): void {
    let leader: number | undefined;
    this.#assets.forEach(({ remaining }, index) => {
      if (remaining > (leader === undefined ? 0 : (this.#assets[leader]?.remaining ?? 0))) leader = index;
    });
    if (leader === undefined) return;
    this.#members.add(leader);
    this.#gather(Number.NEGATIVE_INFINITY);
  }

  /** Adds everybody who overlaps a member, as far as that is not behind `position`. */
  #gather(position: number): void {
    for (let before = -1; before !== this.#members.size;) {
      before = this.#members.size;
      const spans = [...this.#members].flatMap((member) => this.#span(member) ?? []);
      this.#assets.forEach(({ remaining }, index) => {
        const span = remaining > 0 && !this.#members.has(index) ? this.#span(index) : undefined;
        if (span !== undefined && span.first >= position && spans.some((other) => overlap(span, other)))
          this.#members.add(index);
      });
    }
  }

  #lowest(): number | undefined {
    let best: number | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (const index of this.#members) {
      const at = this.#position(index);
      if (at < lowest || (at === lowest && index < (best ?? index))) [best, lowest] = [index, at];
    }
    return best;
  }

  #advance(index: number): void {
    const progress = this.#assets[index];
    const run = progress?.runs[progress.run];
    if (progress === undefined || run === undefined) return;
    const position = this.#position(index);
    progress.remaining--;
    if (++progress.done < run.frames) return;
    progress.run++;
    progress.done = 0;
    this.#members.delete(index);
    // A cut that goes on in the same source, further down, stays in the stretch that is being read.
    const next = this.#span(index);
    if (next === undefined || run.piece === undefined || next.first < position) return;
    if (![...this.#members].some((member) => overlap(next, this.#span(member)))) return;
    this.#members.add(index);
    this.#gather(position);
  }

  /** Where an asset stands in its source, counted in reading direction; black comes before everything. */
  #position(index: number): number {
    return this.#span(index)?.first ?? Number.NEGATIVE_INFINITY;
  }

  /** What the current run of an asset still reads; positions of backward runs are negated. */
  #span(index: number): Stretch | undefined {
    const progress = this.#assets[index];
    const run = progress?.runs[progress.run];
    if (progress === undefined || run?.piece === undefined) return undefined;
    const at = sourceFrameAt(run.piece, progress.done);
    const { sourceId } = run.piece;
    return run.backwards
      ? { sourceId, backwards: true, first: -at, last: -run.lowest }
      : { sourceId, backwards: false, first: at, last: run.highest };
  }
}

interface Stretch {
  readonly sourceId: string;
  readonly backwards: boolean;
  readonly first: number;
  readonly last: number;
}

const overlap = (a: Stretch, b: Stretch | undefined): boolean =>
  b !== undefined && a.sourceId === b.sourceId && a.backwards === b.backwards && a.first <= b.last && b.first <= a.last;

/** A mix reads two sources; it goes with the one it comes from. */
function runOf(piece: RenderAsset["picture"][number]): Run {
  const [source] = sourcesOf(piece);
  const span = source === undefined ? { lowest: 0, highest: 0 } : sourceSpan(source);
  return { piece: source, frames: piece.frames, backwards: source !== undefined && source.step.num < 0n, ...span };
}
