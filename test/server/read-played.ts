import type { PlayedShape } from "../../src/server/shapes/viewer-shapes.ts";

/** A record of the stream that plays. */
interface PlayedRecord {
  readonly said: PlayedShape;
  readonly jpeg: Buffer;
}

/** All records of a stream; or as many as are wanted, then it is left. */
export async function readPlayed(response: Response, most = Number.POSITIVE_INFINITY): Promise<PlayedRecord[]> {
  const records: PlayedRecord[] = [];
  let held = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 8 && records.length < most) {
      const [words, picture] = [held.readUInt32LE(0), held.readUInt32LE(4)];
      if (held.length < 8 + words + picture) break;
      const said = JSON.parse(held.subarray(8, 8 + words).toString());
      records.push({ said, jpeg: held.subarray(8 + words, 8 + words + picture) });
      held = held.subarray(8 + words + picture);
    }
    if (records.length >= most) break;
  }
  return records;
}
