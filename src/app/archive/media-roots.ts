import { createHash } from "node:crypto";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import type { SelectedRoot } from "../../archive/estimate.ts";
import { mediaName } from "../../catalogue/media-sequence.ts";
import { frameFileName } from "../../media/image-sequence.ts";
import type { ImageSequence, MediaInfo } from "../../media/media-info.ts";

interface KnownMedia {
  readonly folder: string;
  readonly clip: string;
  readonly file?: string;
  readonly sequence?: ImageSequence;
  /** First and last numbers that are on disk. */
  readonly ranges: [first: number, last: number][];
}

/**
 * The media of a selection, each once, whatever plays it. It lies under `media/<name>_<8 letters>/`; the letters come from
 * where it was, so that other media of the same name has another folder in every session of every archive.
 */
export class MediaRoots {
  readonly #known = new Map<string, KnownMedia>();
  readonly #folders = new Map<string, string>();
  readonly #archived = new Map<string, string>();

  /** @returns where it will lie in the session; of an image sequence its pattern. */
  add(media: MediaInfo, clip: string): string {
    const { imageSequence: sequence } = media;
    const key =
      sequence === undefined
        ? media.path
        : path.join(sequence.folder, `${sequence.prefix}${"#".repeat(sequence.padding || 1)}${sequence.suffix}`);
    let known = this.#known.get(key);
    if (known === undefined) {
      const folder = this.#folderFor(mediaName(media), key);
      known = { folder, clip, ranges: [], ...(sequence === undefined ? { file: media.path } : { sequence }) };
      this.#known.set(key, known);
    }
    if (sequence !== undefined) known.ranges.push(...presentRanges(sequence));
    const archived = `${known.folder}/${path.basename(media.path)}`;
    this.#archived.set(media.path, archived);
    return archived;
  }

  /** Where media was, and where it lies in the session; sorted. */
  list(): { path: string; archived: string }[] {
    return [...this.#archived]
      .map(([where, archived]) => ({ path: where, archived }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  async roots(): Promise<readonly SelectedRoot[]> {
    const roots: SelectedRoot[] = [];
    for (const known of this.#known.values())
      roots.push(...(known.sequence === undefined ? await fileRoot(known) : await frameRoots(known, known.sequence)));
    return roots;
  }

  #folderFor(name: string, key: string): string {
    const hash = createHash("sha256").update(key).digest("hex");
    for (let length = 8; ; length += 4) {
      const folder = `media/${safeName(name)}_${hash.slice(0, length)}`;
      const taken = this.#folders.get(folder);
      if (taken !== undefined && taken !== key) continue;
      this.#folders.set(folder, key);
      return folder;
    }
  }
}

const safeName = (name: string) => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 60) || "media";

/** Numbers of a sequence that are on disk, as ranges. */
function presentRanges({ first, last, missing }: ImageSequence): [number, number][] {
  const ranges: [number, number][] = [];
  let from = first;
  for (const gap of [...missing, last + 1]) {
    if (gap > from) ranges.push([from, gap - 1]);
    from = gap + 1;
  }
  return ranges;
}

function merged(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}

/** A link to media is no media: what it leads to is archived. */
async function fileRoot({ folder, file = "", clip }: KnownMedia): Promise<readonly SelectedRoot[]> {
  return [{ kind: "tree", path: `${folder}/${path.basename(file)}`, source: await realpathOr(file), clip }];
}

async function frameRoots({ folder, clip, ranges }: KnownMedia, sequence: ImageSequence) {
  const { prefix, suffix, padding } = sequence;
  const all = merged(ranges);
  if (!(await hasLinks(sequence, all)))
    return all.map(([first, last]): SelectedRoot => ({
      kind: "frames",
      path: folder,
      folder: sequence.folder,
      prefix,
      suffix,
      padding,
      first,
      last,
      clip,
    }));
  const roots: SelectedRoot[] = [];
  for (const [first, last] of all)
    for (let number = first; number <= last; number += 1) {
      const file = frameFileName(sequence, number);
      roots.push({
        kind: "tree",
        path: `${folder}/${path.basename(file)}`,
        source: await realpathOr(file),
        clip,
      });
    }
  return roots;
}

async function hasLinks(sequence: ImageSequence, ranges: readonly [number, number][]): Promise<boolean> {
  for (const [first, last] of ranges)
    for (let number = first; number <= last; number += 1) {
      const info = await lstat(frameFileName(sequence, number)).catch(() => undefined);
      if (info?.isSymbolicLink() === true) return true;
    }
  return false;
}

const realpathOr = (file: string): Promise<string> => realpath(file).catch(() => file);
