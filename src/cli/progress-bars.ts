import type { ExportEvent } from "../export/export-outcome.ts";
import { formatSeconds } from "./table.ts";

type Progress = Extract<ExportEvent, { type: "progress" }>;

const redrawMilliseconds = 100;
const lineMilliseconds = 5000;
const shownAssets = 4;

/** Progress of the assets under way and of the whole: bars that redraw in a terminal, a line now and then when piped. */
export class ProgressBars {
  readonly #stream: NodeJS.WriteStream;
  readonly #assets = new Map<string, Progress>();
  #drawn = 0;
  #last = 0;
  #paused = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#last = stream.isTTY ? 0 : performance.now();
  }

  show(progress: Progress): void {
    this.#assets.set(progress.assetId, progress);
    const now = performance.now();
    if (this.#paused || now - this.#last < (this.#stream.isTTY ? redrawMilliseconds : lineMilliseconds)) return;
    this.#last = now;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${wholeText(progress)}\n`);
      return;
    }
    this.#clear();
    this.#draw(progress);
  }

  /** Takes the bar of a finished asset away. */
  drop(assetId: string): void {
    this.#assets.delete(assetId);
  }

  /** Prints lines above the bars. */
  above(lines: string): void {
    this.#clear();
    this.#stream.write(`${lines}\n`);
  }

  async pause<T>(work: () => Promise<T>): Promise<T> {
    this.#clear();
    this.#paused = true;
    try {
      return await work();
    } finally {
      this.#paused = false;
    }
  }

  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#drawn > 0) this.#stream.write(`\u001B[${this.#drawn}A\u001B[J`);
    this.#drawn = 0;
  }

  #draw(latest: Progress): void {
    const width = Math.max(20, (this.#stream.columns || 80) - 1);
    const assets = [...this.#assets.values()].slice(-shownAssets);
    const lines = [
      ...assets.map(
        ({ assetName, framesDone, framesTotal }) =>
          `${bar(framesDone, framesTotal)} ${framesDone}/${framesTotal} ${assetName}`,
      ),
      `${bar(latest.allDone, latest.allTotal)} ${wholeText(latest)}`,
    ].map((line) => line.slice(0, width));
    this.#stream.write(`${lines.join("\n")}\n`);
    this.#drawn = lines.length;
  }
}

const wholeText = ({ allDone, allTotal, framesPerSecond, secondsLeft }: Progress) =>
  `${allTotal > 0 ? Math.floor((100 * allDone) / allTotal) : 0} %  ${allDone}/${allTotal} frames  ${framesPerSecond.toFixed(1)} fps  ${formatSeconds(secondsLeft)} left`;

function bar(done: number, total: number): string {
  const length = 20;
  const filled = total > 0 ? Math.min(length, Math.floor((length * done) / total)) : 0;
  return `[${"█".repeat(filled)}${"·".repeat(length - filled)}]`;
}
