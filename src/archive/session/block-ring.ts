import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { pageMemory } from "../../media/page-memory.ts";

/** Memory that threads share: blocks that one fills and others empty, without copies. */
export interface RingMemory {
  readonly blocks: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
}

/** One is filled, one written, one hashed, and one lies between. */
export const blockCount = 4;
/** Reads of other files wait while a block is written: small enough that they do not wait long. */
export const ringBlockBytes = 2 * 1024 * 1024;

/** Where in the control memory the signals lie. */
const produced = 0;
const firstConsumed = 1;
const replies = 8;
const stopped = 9;

/** Threads wake up this often to see whether all was stopped. */
const lookMs = 500;

export const createRingMemory = (): RingMemory => ({
  blocks: pageMemory(blockCount * ringBlockBytes),
  control: new SharedArrayBuffer(64),
});

/** Makes every thread of the ring give up at its next wait. */
export function stopRing({ control }: RingMemory): void {
  const signals = new Int32Array(control);
  Atomics.store(signals, stopped, 1);
  for (let signal = 0; signal < signals.length; signal += 1) Atomics.notify(signals, signal);
}

/** Thrown in threads when all was stopped. */
export class RingStopped extends Error {
  override readonly name = "RingStopped";
}

export const isStopped = ({ control }: RingMemory): boolean => Atomics.load(new Int32Array(control), stopped) === 1;

export interface RingProducer<Message, Reply> {
  /** The block to fill next; waits until every consumer is done with it. */
  acquire(): Buffer;
  /** Hands the acquired block on with a message for each consumer. */
  publish(messages: readonly Message[]): void;
  /** A message without a block, in order with the blocks. */
  tell(consumer: number, message: Message): void;
  /** What consumers said since the last time. */
  takeReplies(): readonly Reply[];
  /** Waits for something that a consumer says. */
  awaitReply(): Reply;
  /** For work that needs no block for long. @throws RingStopped when all was stopped. */
  checkStopped(): void;
}

/** The end that fills blocks, with a port for each consumer. */
export function ringProducer<Message, Reply>(
  memory: RingMemory,
  ports: readonly MessagePort[],
): RingProducer<Message, Reply> {
  const signals = new Int32Array(memory.control);
  let next = 0;

  function wake(): void {
    Atomics.add(signals, produced, 1);
    Atomics.notify(signals, produced);
  }

  function takeReplies(): readonly Reply[] {
    return ports.flatMap((port) => {
      const list: Reply[] = [];
      for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port))
        list.push(got.message);
      return list;
    });
  }

  const early: Reply[] = [];
  return {
    acquire() {
      for (const consumer of ports.keys())
        waitUntil(memory, firstConsumed + consumer, (consumed) => next - consumed < blockCount);
      return Buffer.from(memory.blocks, (next % blockCount) * ringBlockBytes, ringBlockBytes);
    },
    publish(messages) {
      for (const [index, port] of ports.entries()) port.postMessage(messages[index]);
      next += 1;
      wake();
    },
    tell(consumer, message) {
      ports[consumer]?.postMessage(message);
      wake();
    },
    checkStopped() {
      if (isStopped(memory)) throw new RingStopped();
    },
    takeReplies: () => [...early.splice(0), ...takeReplies()],
    awaitReply() {
      for (;;) {
        const seen = Atomics.load(signals, replies);
        early.push(...takeReplies());
        const first = early.shift();
        if (first !== undefined) return first;
        if (isStopped(memory)) throw new RingStopped();
        Atomics.wait(signals, replies, seen, lookMs);
      }
    },
  };
}

function waitUntil(memory: RingMemory, signal: number, holds: (value: number) => boolean): void {
  const signals = new Int32Array(memory.control);
  for (;;) {
    if (isStopped(memory)) throw new RingStopped();
    const value = Atomics.load(signals, signal);
    if (holds(value)) return;
    Atomics.wait(signals, signal, value, lookMs);
  }
}

/**
 * The end that empties blocks: calls `handle` for each message, in order, until it answers "end" or all is stopped. A
 * message says itself which of its block's bytes count; `isBlock` says whether it came with one.
 */
export function consumeRing<Message>(
  memory: RingMemory,
  consumer: number,
  port: MessagePort,
  isBlock: (message: Message) => boolean,
  handle: (message: Message, block: Buffer) => "end" | undefined,
): void {
  const signals = new Int32Array(memory.control);
  let next = 0;
  for (;;) {
    if (isStopped(memory)) return;
    const seen = Atomics.load(signals, produced);
    const got = receiveMessageOnPort(port);
    if (got === undefined) {
      Atomics.wait(signals, produced, seen, lookMs);
      continue;
    }
    const message: Message = got.message;
    const block = Buffer.from(memory.blocks, (next % blockCount) * ringBlockBytes, ringBlockBytes);
    const end = handle(message, block);
    if (isBlock(message)) {
      next += 1;
      Atomics.add(signals, firstConsumed + consumer, 1);
      Atomics.notify(signals, firstConsumed + consumer);
    }
    if (end === "end") return;
  }
}

/** Says something to the producer, and wakes it. */
export function replyToProducer(memory: RingMemory, port: MessagePort, message: unknown): void {
  const signals = new Int32Array(memory.control);
  port.postMessage(message);
  Atomics.add(signals, replies, 1);
  Atomics.notify(signals, replies);
}
