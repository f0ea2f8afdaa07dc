import path from "node:path";
import type { Config } from "../config.ts";
import type { ExportRequestInput } from "../export/export-request.ts";
import type { NamedFrames } from "../export/snapshot-range.ts";

/**
 * Which frames of a clip or sequence a snapshot shows. `at`: record timecode. `frame`: counted from the first, which is 0.
 * A range includes both ends, each a record timecode or such a number. `marks`: what lies between the clip's marks, the
 * marked frames excluded.
 */
export type SnapshotFrames =
  | { readonly at: string }
  | { readonly frame: number }
  | { readonly first: string | number; readonly last: string | number }
  | "marks";

/** How a snapshot looks and where it goes; what is left out is as in the config's `snapshot`. */
export interface SnapshotSettings extends Pick<
  ExportRequestInput,
  "namePattern" | "overwrite" | "hookFolders" | "presetFolders" | "mediaFolders" | "subtitleFiles" | "storageRoots"
> {
  /** Folder. */
  readonly mediaPath?: string;
  /** Name or path of a preset. */
  readonly preset?: string;
  /** Subtitles are drawn into the picture. */
  readonly subtitles?: boolean;
  /** Name and timecode are drawn into the picture. */
  readonly overlay?: boolean;
  /** A .cube file; `false` for none although the config names one. */
  readonly lut?: string | false;
}

/** A snapshot that is asked for. */
export interface SnapshotWish
  extends SnapshotSettings, Pick<ExportRequestInput, "rate" | "strict" | "strictHooks" | "hookTimeLimitSeconds"> {
  /** A media file, an image sequence, a cut, or a clip or sequence of the catalogue. */
  readonly source: string;
  /** Of a cut with several sequences, this. */
  readonly sequenceName?: string;
  readonly frames: SnapshotFrames;
}

/** The export that a snapshot is. Paths of the wish are relative to `folder`. */
export function snapshotExport(wish: SnapshotWish, { snapshot }: Pick<Config, "snapshot">, folder: string) {
  const { source, sequenceName, frames, mediaPath, preset, subtitles, overlay, lut, ...rest } = wish;
  const look = lut === undefined ? snapshot.lut : lut === false ? undefined : path.resolve(folder, lut);
  return {
    ...rest,
    sources: [source],
    sequenceNames: sequenceName === undefined ? [] : [sequenceName],
    destinationPath: mediaPath ?? snapshot.mediaPath,
    presets: [preset ?? snapshot.preset],
    namePattern: wish.namePattern ?? snapshot.namePattern,
    includeSubtitles: subtitles ?? ((wish.subtitleFiles?.length ?? 0) > 0 || snapshot.subtitles),
    exportSubtitlesAsFiles: false,
    overlay: overlay ?? snapshot.overlay,
    ...(look === undefined ? {} : { lut: look }),
    isSnapshot: true,
    ...(frames === "marks" ? { exportBetweenMarks: true } : { frameRange: namedFrames(frames) }),
  };
}

function namedFrames(frames: Exclude<SnapshotFrames, "marks">): NamedFrames {
  if ("at" in frames) return { first: frames.at, last: frames.at };
  if ("frame" in frames) return { first: String(frames.frame), last: String(frames.frame) };
  return { first: String(frames.first), last: String(frames.last) };
}
