import type { Player } from "../../app/player.ts";
import type { ViewerPlayOrder } from "../../app/viewer.ts";
import { toCressetError } from "../http/problem.ts";
import type { PlayedShape } from "../shapes/viewer-shapes.ts";

/** Pictures that may be on their way to a page; it decides by its clock when each is shown. */
const ahead = 6;

/**
 * Plays into a stream. Each picture is a record: the length of what is said of it and the length of the JPEG in bytes, both
 * 32 bits, little-endian; then what is said, JSON; then the JPEG. The last record has no JPEG. Whoever reads slowly gets
 * fewer pictures; whoever ends the stream stops it.
 */
export function playStream(player: Player, order: Omit<ViewerPlayOrder, "ahead">): ReadableStream<Uint8Array> {
  let [given, returned] = [0, 0];
  let stop = (): void => {};
  let taken = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const playing = player.play({ ...order, ahead }, ({ frame, dropped, data }) => {
          given++;
          controller.enqueue(record({ ...player.facts(frame), dropped }, data));
        });
        stop = () => playing.stop();
        taken = () => playing.taken();
        const end = (said: PlayedShape) => {
          controller.enqueue(record(said, new Uint8Array()));
          controller.close();
        };
        playing.over
          .then(
            () => end({ over: true }),
            (error: unknown) => end({ over: true, fault: toCressetError(error).message }),
          )
          // Nobody reads any more.
          .catch(() => {});
      },
      pull({ desiredSize }) {
        const waiting = queue - (desiredSize ?? 0);
        for (; returned < given - waiting; returned++) taken();
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: queue }),
  );
}

/** Records that lie ready to be read. */
const queue = 1;

function record(said: PlayedShape, jpeg: Uint8Array): Uint8Array {
  const words = Buffer.from(JSON.stringify(said));
  const bytes = Buffer.alloc(8 + words.length + jpeg.length);
  bytes.writeUInt32LE(words.length, 0);
  bytes.writeUInt32LE(jpeg.length, 4);
  words.copy(bytes, 8);
  bytes.set(jpeg, 8 + words.length);
  return bytes;
}
