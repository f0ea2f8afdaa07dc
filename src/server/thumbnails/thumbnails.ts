import { clipThumbnail, type Thumbnail } from "../../app/clip-thumbnail.ts";
import { openEntry } from "../../app/catalogue-sources.ts";
import type { Catalogue, Entry } from "../../catalogue/catalogue.ts";
import type { Prober } from "../../media/probe.ts";

/** How long a picture is taken for what its media shows without looking again, in milliseconds. */
const believedFor = 60_000;

/** Pictures that stand for clips, a few made at a time, each once however many ask for it. */
export interface Thumbnails {
  of(entry: Entry): Promise<Thumbnail>;
}

/** @param atOnce Each takes a process of its own while it is made. */
export function createThumbnails(
  {
    catalogue,
    prober,
    home,
    mediaFolders,
    mediaRoots,
    signal,
  }: {
    readonly catalogue: Catalogue;
    readonly prober: Prober;
    readonly home: string;
    readonly mediaFolders: readonly string[];
    readonly mediaRoots: readonly string[] | undefined;
    readonly signal: AbortSignal;
  },
  atOnce = 1,
): Thumbnails {
  const known = new Map<string, { readonly at: number; readonly thumbnail: Promise<Thumbnail> }>();
  const waiting: (() => void)[] = [];
  let making = 0;
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (making >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    making += 1;
    try {
      return await work();
    } finally {
      making -= 1;
      // Who asked last looks at it now: the list was scrolled on.
      waiting.pop()?.();
    }
  };
  const make = ({ id }: Entry) =>
    turn(async () => {
      const probe = (file: string, options = {}) => prober.probe(file, options);
      return clipThumbnail(await openEntry(id, catalogue, { probe, mediaFolders, mediaRoots, signal }), home, signal);
    });
  return {
    of(entry) {
      const key = `${entry.id} ${entry.changedAt.getTime()}`;
      const found = known.get(key);
      if (found !== undefined && found.at > Date.now() - believedFor) return found.thumbnail;
      if (known.size > 20_000) known.clear();
      const thumbnail = make(entry);
      known.set(key, { at: Date.now(), thumbnail });
      thumbnail.catch(() => known.delete(key));
      return thumbnail;
    },
  };
}
