import { apiUrl } from "../../api/client.ts";

/** Seconds of sound that are fetched at a time, and how far ahead of the clock. */
const chunkSeconds = 1;
const aheadSeconds = 2.5;
/** Seconds by which sound may be off before it is set right, which can be heard. */
const mostDrift = 0.03;

interface SoundOrder {
  readonly viewerId: string;
  readonly from: number;
  /** Past the last frame. */
  readonly until: number;
  readonly framesPerSecond: number;
  /** When the first frame is due, as of `performance.now()`. */
  readonly startAt: number;
}

let context: AudioContext | undefined;

/** Plays the sound that belongs to frames, from the moment at which the first of them is due. */
export class SoundPlayer {
  readonly #order: SoundOrder;
  readonly #stopped = new AbortController();
  readonly #playing = new Set<AudioBufferSourceNode>();
  /** Time of the context at which the first sample is due. */
  #origin: number | undefined;

  constructor(order: SoundOrder) {
    this.#order = order;
    // A page without sound is no reason not to look at it.
    this.#run().catch(() => {});
  }

  async #run(): Promise<void> {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const audio = context;
    await audio.resume();
    const { from, until, framesPerSecond, startAt } = this.#order;
    const frames = Math.max(1, Math.round(chunkSeconds * framesPerSecond));
    for (let first = from; first < until && !this.#stopped.signal.aborted; first += frames) {
      const at = (first - from) / framesPerSecond;
      await this.#until(startAt + (at - aheadSeconds) * 1000);
      const buffer = await this.#fetch(audio, first, Math.min(frames, until - first));
      if (this.#stopped.signal.aborted) return;
      this.#schedule(audio, buffer, at);
    }
  }

  async #fetch(audio: AudioContext, from: number, frames: number): Promise<AudioBuffer> {
    const url = apiUrl(`/viewers/${this.#order.viewerId}/sound`, { from, frames });
    const response = await fetch(url, { signal: this.#stopped.signal });
    return audio.decodeAudioData(await response.arrayBuffer());
  }

  #schedule(audio: AudioContext, buffer: AudioBuffer, at: number): void {
    const now = performance.now();
    const origin = audio.currentTime + (this.#order.startAt - now) / 1000 - audio.outputLatency;
    if (this.#origin === undefined || Math.abs(origin - this.#origin) > mostDrift) this.#origin = origin;
    const when = this.#origin + at;
    const late = Math.max(0, audio.currentTime - when);
    if (late >= buffer.duration) return;
    const node = audio.createBufferSource();
    node.buffer = buffer;
    node.connect(audio.destination);
    node.start(Math.max(0, when), late);
    this.#playing.add(node);
    node.addEventListener("ended", () => this.#playing.delete(node));
  }

  async #until(moment: number): Promise<void> {
    const wait = moment - performance.now();
    if (wait <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#stopped.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  stop(): void {
    this.#stopped.abort();
    for (const node of this.#playing) node.stop();
    this.#playing.clear();
  }
}
