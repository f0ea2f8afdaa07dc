// The thread that computes SHA-256 of what passes: one core's work of its own.
import { type Hash, createHash } from "node:crypto";
import fs from "node:fs";
import { workerData } from "node:worker_threads";
import { consumeRing, isStopped, replyToProducer } from "./block-ring.ts";
import type { FromHashThread, HashRange, HashThreadData, ToHashThread } from "./thread-messages.ts";

const { memory, port }: HashThreadData = workerData;
const hashes = new Map<number, Hash>();
const zeros = Buffer.alloc(1024 * 1024);

consumeRing<ToHashThread>(
  memory,
  1,
  port,
  ({ kind }) => kind === "block",
  (message, block) => {
    switch (message.kind) {
      case "block": {
        for (const range of message.ranges) add(range, block);
        if (message.done.length === 0) return undefined;
        const answer: FromHashThread = { kind: "hashed", files: message.done.map((file) => [file, finish(file)]) };
        replyToProducer(memory, port, answer);
        return undefined;
      }
      case "file":
        addFile(message);
        return undefined;
      case "forget":
        hashes.delete(message.file);
        return undefined;
      case "end":
        return "end";
    }
  },
);

function hashOf(file: number): Hash {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  hashes.set(file, hash);
  return hash;
}

function finish(file: number): string {
  const digest = hashOf(file).digest("hex");
  hashes.delete(file);
  return digest;
}

function add(range: HashRange, block: Buffer): void {
  const hash = hashOf(range.file);
  if ("start" in range) {
    hash.update(block.subarray(range.start, range.end));
    return;
  }
  for (let left = range.zeros; left > 0 && !isStopped(memory); left -= zeros.length)
    hash.update(zeros.subarray(0, Math.min(left, zeros.length)));
}

/** The beginning of a file that an interrupted session has archived already. */
function addFile({ path, file, length }: Extract<ToHashThread, { kind: "file" }>): void {
  const hash = hashOf(file);
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const handle = fs.openSync(Buffer.from(path), "r");
  try {
    for (let at = 0; at < length;) {
      const got = fs.readSync(handle, buffer, 0, Math.min(buffer.length, length - at), at);
      if (got === 0) return;
      hash.update(buffer.subarray(0, got));
      at += got;
    }
  } finally {
    fs.closeSync(handle);
  }
}
