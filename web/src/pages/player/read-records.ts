import type { PlayedShape } from "../../../../src/server/shapes/viewer-shapes.ts";

/** A record of the stream that plays: what is said of a picture, and the picture. */
interface PlayedRecord {
  readonly said: PlayedShape;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

const headBytes = 8;

/** The records of a stream, as they come. */
export async function* readRecords(body: ReadableStream<Uint8Array>): AsyncGenerator<PlayedRecord> {
  const reader = body.getReader();
  let held = new Uint8Array();
  const words = new TextDecoder();
  for (;;) {
    const record = takeRecord(held, words);
    if (record !== undefined) {
      held = held.slice(record.bytes);
      yield record;
      continue;
    }
    const { value, done } = await reader.read();
    if (done) return;
    const joined = new Uint8Array(held.length + value.length);
    joined.set(held);
    joined.set(value, held.length);
    held = joined;
  }
}

function takeRecord(held: Uint8Array<ArrayBuffer>, words: TextDecoder) {
  if (held.length < headBytes) return undefined;
  const view = new DataView(held.buffer, held.byteOffset, held.byteLength);
  const [said, jpeg] = [view.getUint32(0, true), view.getUint32(4, true)];
  const bytes = headBytes + said + jpeg;
  if (held.length < bytes) return undefined;
  return {
    bytes,
    said: JSON.parse(words.decode(held.subarray(headBytes, headBytes + said))),
    jpeg: held.slice(headBytes + said, bytes),
  };
}
