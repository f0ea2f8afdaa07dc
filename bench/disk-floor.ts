// What the disk itself does: `node disk-floor.ts FOLDER OUTPUT` reads every file past the page cache and writes them all
// into one, at the same time, and nothing else. No program that keeps a copy can be faster than this.
import fs from "node:fs";
import { join } from "node:path";
import { MessageChannel, Worker, workerData } from "node:worker_threads";
import { consumeRing, createRingMemory, ringBlockBytes, ringProducer } from "../src/archive/session/block-ring.ts";

const pageBytes = 4096;
const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_DIRECT } = fs.constants;

interface Block {
  readonly length: number;
  readonly isLast: boolean;
}

if (workerData === null) readAll(process.argv[2] ?? "", join(process.argv[3] ?? "", "floor.bin"));
else writeAll();

function readAll(folder: string, output: string): void {
  const memory = createRingMemory();
  const { port1, port2 } = new MessageChannel();
  const writer = new Worker(new URL(import.meta.url), {
    workerData: { memory, port: port2, output },
    transferList: [port2],
  });
  writer.on("error", (error) => {
    throw error;
  });
  const ring = ringProducer<Block, never>(memory, [port1]);
  let block = ring.acquire();
  let filled = 0;
  const publish = (isLast: boolean) => ring.publish([{ length: filled, isLast }]);
  for (const file of filesIn(folder)) {
    const handle = fs.openSync(file, O_RDONLY | O_DIRECT);
    const { size } = fs.fstatSync(handle);
    for (let at = 0; at < size;) {
      if (filled === ringBlockBytes) {
        publish(false);
        block = ring.acquire();
        filled = 0;
      }
      const got = fs.readSync(handle, block, filled, ringBlockBytes - filled, at);
      at += got;
      filled += Math.ceil(got / pageBytes) * pageBytes;
    }
    fs.closeSync(handle);
  }
  publish(true);
}

function* filesIn(folder: string): Generator<string> {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

function writeAll(): void {
  const { memory, port, output } = workerData;
  const handle = fs.openSync(output, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT);
  consumeRing<Block>(
    memory,
    0,
    port,
    () => true,
    ({ length, isLast }, block) => {
      fs.writeSync(handle, block, 0, length);
      return isLast ? "end" : undefined;
    },
  );
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}
