// The thread that writes segments: it does nothing else, so that reading and hashing never wait for the disk's writes.
import { parentPort } from "node:worker_threads";
import { CressetError } from "../../errors.ts";
import { createXxh128 } from "../../media/xxh128.ts";
import type { NewFile } from "../destination/destination.ts";
import { openDestination } from "../destination/open-destination.ts";
import { consumeRing, replyToProducer, ringBlockBytes } from "./block-ring.ts";
import { pageMemory } from "../../media/page-memory.ts";
import type { FromWriteThread, ToWriteThread, WriteThreadData } from "./thread-messages.ts";

parentPort?.once("message", ({ memory, port, destination: place }: WriteThreadData) => {
  const destination = openDestination(place);
  let file: NewFile | undefined;
  /** After a failure blocks are passed over until the producer, which was told, discards the file. */
  let failed = false;

  const reply = (message: FromWriteThread) => replyToProducer(memory, port, message);

  function take(message: Extract<ToWriteThread, { kind: "open" | "block" | "close" }>, block: Buffer): void {
    switch (message.kind) {
      case "open":
        file = destination.create(message.path);
        return;
      case "block":
        file?.write(block.subarray(0, message.length));
        return;
      case "close": {
        if (file === undefined) return;
        file.sync();
        const fault = message.check ? readBack(file, message.xxh128) : "";
        const { bytes } = file;
        if (fault === "") file.finish();
        else file.discard();
        file = undefined;
        reply({ kind: "closed", bytes, fault });
      }
    }
  }

  consumeRing<ToWriteThread>(
    memory,
    0,
    port,
    ({ kind }) => kind === "block",
    (message, block) => {
      if (message.kind === "discard") {
        file?.discard();
        file = undefined;
        failed = false;
        return undefined;
      }
      if (message.kind === "end") {
        file?.discard();
        return "end";
      }
      if (failed) return undefined;
      try {
        take(message, block);
      } catch (error) {
        failed = true;
        const code = error instanceof CressetError ? error.code : "internal";
        reply({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
      }
      return undefined;
    },
  );
  file?.discard();
});

let buffer: Buffer | undefined;

/** @returns what is wrong, in a sentence; nothing when what lies on the disk is what was written. */
function readBack(written: NewFile, expected: string): string {
  buffer ??= Buffer.from(pageMemory(ringBlockBytes));
  const hash = createXxh128();
  const stored = written.reread();
  try {
    let at = 0;
    while (at < written.bytes) {
      const got = stored.read(buffer, at);
      if (got === 0) break;
      hash.update(buffer.subarray(0, got));
      at += got;
    }
    if (at !== written.bytes) return `${written.bytes} bytes were written, and ${at} could be read back.`;
    const found = hash.digest();
    return found === expected
      ? ""
      : `What was read back differs from what was written (xxh128 ${found}, not ${expected}).`;
  } finally {
    stored.close();
  }
}
