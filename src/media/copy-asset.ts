import { setImmediate } from "node:timers/promises";
import type { GroupSources } from "./asset-render.ts";
import { BackgroundSync } from "./background-sync.ts";
import { MovieWriter } from "./ffmpeg/movie-writer.ts";
import { CannotCopy, StreamCopy } from "./ffmpeg/stream-copy.ts";
import { beginPartial, finishFile, partialOf, removePartial } from "./finish.ts";
import type { RenderAsset, RenderSource, WrittenAsset } from "./render-job.ts";
import { RenderFault } from "./render-fault.ts";
import { SoundFeed } from "./sound-feed.ts";

/** Packets that are copied before others get their turn. */
const packetsAtATime = 8;

/**
 * Writes an asset by copying its source's coded pictures, with a timecode of its own; its sound is made as for any other.
 * Answers with a sentence when the pictures cannot be copied as they are, so that they are to be encoded; nothing is
 * left on disk then.
 * @throws RenderFault
 */
export async function copyAsset(
  asset: RenderAsset,
  pictures: readonly RenderSource[],
  sources: GroupSources,
  signal?: AbortSignal,
): Promise<WrittenAsset | { readonly whyNot: string }> {
  const started = performance.now();
  const [piece] = asset.picture;
  let copy: StreamCopy | undefined;
  let writer: MovieWriter | undefined;
  try {
    copy = new StreamCopy(
      asset,
      pictures.find(({ id }) => piece?.kind === "source" && id === piece.sourceId),
    );
    const sound = new SoundFeed(asset, sources.sounds);
    const opened = new MovieWriter(
      (await beginPartial(asset, sources.folders)).path,
      asset,
      { copy: copy.stream },
      sound.streams,
    );
    writer = opened;
    let frames = 0;
    const disk = new BackgroundSync(partialOf(asset), 50);
    await copy.run(async (packet, timeBase) => {
      opened.writePacket(packet, timeBase);
      sound.writeUpTo(++frames, opened);
      disk.tick();
      if (frames % packetsAtATime === 0) await setImmediate();
      if (signal?.aborted === true)
        throw new RenderFault("cancelled", `"${asset.path}" was stopped before it was finished.`);
    });
    writer.finish();
    const files = await finishFile(asset, {
      frames: asset.frameCount,
      rate: asset.rate,
      sounds: sound.expected,
    });
    const seconds = (performance.now() - started) / 1000;
    return { id: asset.id, ok: true, files, partial: partialOf(asset), frames, seconds, warnings: sound.warnings };
  } catch (error) {
    writer?.close();
    await removePartial(asset);
    if (!(error instanceof CannotCopy)) throw error;
    return { whyNot: `The pictures were encoded anew instead of copied, because ${error.message}.` };
  } finally {
    copy?.close();
  }
}
