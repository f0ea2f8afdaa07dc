import type { MediaInfo } from "../../media/media-info.ts";
import type { Rate } from "../../time/rate.ts";

/** What importing needs of its surroundings. */
export interface ImportOptions {
  readonly probe: (path: string, options?: { readonly imageSequenceRate?: Rate }) => Promise<MediaInfo>;
  /** Rate of a cut that does not say its own, of image sequences, and of sound alone. */
  readonly rate?: Rate | undefined;
  /** Where the media of cuts is looked for, beside the paths that they write. */
  readonly mediaFolders: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Where the media of cuts may lie; everywhere when left out. `probe` keeps to it for all other media. */
  readonly mediaRoots?: readonly string[] | undefined;
}
