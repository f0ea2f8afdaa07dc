import type { SourceReference } from "../sequence.ts";
import { sourceChannelOf } from "./edl-channels.ts";
import type { EdlSideNotes } from "./edl-events.ts";
import { isBlack, type TimedEvent } from "./edl-timed-event.ts";

/** What an event plays, and what its notes say that has no other place. */
export interface EdlSource {
  readonly source: SourceReference;
  readonly name: string;
  readonly comments: readonly string[];
}

const mediaExtension =
  /\.(?:mov|mp4|m4v|mxf|avi|mkv|webm|mpe?g|m2?ts|r3d|braw|ar[ix]|dng|exr|dpx|cin|tiff?|png|jpe?g|tga|bmp|psd|wav|bwf|aiff?|mp3|m4a|aac|flac)$/i;

/** Whether a note that may hold a path, a clip name or a tape name holds a path. */
const looksLikePath = (text: string): boolean => /[\\/]/.test(text) || mediaExtension.test(text);

/**
 * What one side of an event plays. `AX` and its like mean "no tape". A `SOURCE FILE` that is no path is the whole of a
 * tape name that the event line had to cut, or else a comment.
 * @param trackId the track that it plays on, which says the channel of the source
 */
export function edlSource(
  { event, sourceDropFrame }: TimedEvent,
  notes: EdlSideNotes,
  longTapes: ReadonlyMap<string, string>,
  trackId: string,
): EdlSource {
  const written = event.line.tapeName;
  if (isBlack(written))
    return { source: { clipName: "", tapeName: "", generator: "black" }, name: "black", comments: [] };
  const key = written.toUpperCase();
  const tape = event.notes.longTapes.get(key) ?? longTapes.get(key) ?? (/^AX\d*$/i.test(written) ? "" : written);
  const texts = [notes.sourceFile, notes.file].filter((text) => text !== undefined && text !== "");
  const path = texts.find((text) => text !== undefined && looksLikePath(text));
  const wholeTape = [notes.sourceFile].find((text) => text !== undefined && text !== path && continuesTape(tape, text));
  const clipName = notes.name ?? (notes.file === path ? "" : (notes.file ?? ""));
  const tapeName = wholeTape ?? tape;
  const isComment = notes.sourceFile !== undefined && notes.sourceFile !== path && notes.sourceFile !== wholeTape;
  const channel = sourceChannelOf(trackId);
  return {
    source: {
      ...(path === undefined ? {} : { path }),
      clipName,
      tapeName,
      ...(sourceDropFrame === undefined ? {} : { dropFrame: sourceDropFrame }),
      ...(channel === undefined ? {} : { audioChannels: [channel] }),
    },
    name: clipName || tapeName || written,
    comments: isComment ? [`SOURCE FILE: ${notes.sourceFile}`] : [],
  };
}

function continuesTape(tape: string, text: string): boolean {
  const bare = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
  return text !== "" && bare(text).startsWith(bare(tape));
}
