import { apiUrl } from "../../api/client.ts";

/** Seconds of sound that are fetched at a time, and how far ahead of the clock. */
const chunkSeconds = 1;
const aheadSeconds = 2.5;
/** Seconds by which sound may be off before it is set right, which can be heard. */
const mostDrift = 0.03;
/** Milliseconds from one look at the clocks to the next. */
const lookEvery = 100;

interface SoundOrder {
  readonly viewerId: string;
  readonly from: number;
  /** Past the last frame. */
  readonly until: number;
  readonly framesPerSecond: number;
  /** When the first frame is due, as of `performance.now()`; sound may begin later than that. */
  readonly startAt: number;
}

/** Sound that was fetched. */
interface Piece {
  /** Seconds after the first frame. */
  readonly at: number;
  readonly buffer: AudioBuffer;
}

let context: AudioContext | undefined;

/**
 * Plays the sound that belongs to frames. The clock of the sound card is not that of the pictures: it stands still for a
 * moment when the machine is busy, and then all that waits to be heard is moved.
 */
export class SoundPlayer {
  readonly #order: SoundOrder;
  readonly #stopped = new AbortController();
  #pieces: Piece[] = [];
  #playing: AudioBufferSourceNode[] = [];
  /** Time of the context at which the first sample is due. */
  #origin = Number.NaN;
  /** It was off when the clocks were last looked at; a single look may be. */
  #wasOff = false;

  constructor(order: SoundOrder) {
    this.#order = order;
    // A page without sound is no reason not to look at it.
    this.#run().catch(() => {});
  }

  async #run(): Promise<void> {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const audio = context;
    await audio.resume();
    if (this.#stopped.signal.aborted) return;
    const timer = setInterval(() => this.#follow(audio), lookEvery);
    this.#stopped.signal.addEventListener("abort", () => clearInterval(timer));
    const { from, until, framesPerSecond, startAt } = this.#order;
    const frames = Math.max(1, Math.round(chunkSeconds * framesPerSecond));
    const passed = Math.max(0, Math.floor(((performance.now() - startAt) / 1000) * framesPerSecond));
    for (let first = from + passed; first < until; first += frames) {
      const at = (first - from) / framesPerSecond;
      await this.#until(startAt + (at - aheadSeconds) * 1000);
      const piece = { at, buffer: await this.#fetch(audio, first, Math.min(frames, until - first)) };
      if (this.#stopped.signal.aborted) return;
      this.#pieces.push(piece);
      if (Number.isNaN(this.#origin)) this.#origin = this.#dueAt(audio);
      this.#schedule(audio, piece);
    }
  }

  async #fetch(audio: AudioContext, from: number, frames: number): Promise<AudioBuffer> {
    const url = apiUrl(`/viewers/${this.#order.viewerId}/sound`, { from, frames });
    const response = await fetch(url, { signal: this.#stopped.signal });
    return audio.decodeAudioData(await response.arrayBuffer());
  }

  /** Where the first frame lies on the clock of the sound, as the clocks stand now; whole samples, so that pieces join. */
  #dueAt(audio: AudioContext): number {
    const due = audio.currentTime + (this.#order.startAt - performance.now()) / 1000 - (audio.outputLatency || 0);
    return Math.round(due * audio.sampleRate) / audio.sampleRate;
  }

  #follow(audio: AudioContext): void {
    this.#pieces = this.#pieces.filter(({ at, buffer }) => this.#origin + at + buffer.duration > audio.currentTime);
    const due = this.#dueAt(audio);
    const isOff = Math.abs(due - this.#origin) > mostDrift;
    if (isOff && this.#wasOff) {
      this.#origin = due;
      for (const node of this.#playing.splice(0)) node.stop();
      for (const piece of this.#pieces) this.#schedule(audio, piece);
    }
    this.#wasOff = isOff && !this.#wasOff;
  }

  #schedule(audio: AudioContext, { at, buffer }: Piece): void {
    const when = this.#origin + at;
    const late = Math.max(0, audio.currentTime - when);
    if (late >= buffer.duration) return;
    const node = audio.createBufferSource();
    node.buffer = buffer;
    node.connect(audio.destination);
    node.start(Math.max(0, when), late);
    this.#playing.push(node);
    node.addEventListener("ended", () => {
      this.#playing = this.#playing.filter((other) => other !== node);
    });
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
    this.#playing = [];
  }
}
