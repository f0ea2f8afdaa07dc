import { clipThumbnail, type Thumbnail } from "../../app/clip-thumbnail.ts";
import { openEntry } from "../../app/catalogue-sources.ts";
import type { Catalogue, Entry } from "../../catalogue/catalogue.ts";
import type { Prober } from "../../media/probe.ts";
import { createRenderer, type Renderer } from "../../media/renderer.ts";

/** How long a picture is taken for what its media shows without looking again, in milliseconds. */
const believedFor = 60_000;

/** How long the process that makes them stays when nobody wants one, in milliseconds: starting one takes longer than a picture. */
const restFor = 5000;

/** Pictures that stand for clips, a few made at a time, each once however many ask for it. */
export interface Thumbnails {
  of(entry: Entry): Promise<Thumbnail>;
}

/** @param atOnce How many are made at a time: one is rendered, by the one process for all, while others are opened. */
export function createThumbnails(
  {
    catalogue,
    prober,
    home,
    mediaFolders,
    mediaRoots,
    signal,
    ending,
  }: {
    readonly catalogue: Catalogue;
    readonly prober: Prober;
    readonly home: string;
    readonly mediaFolders: readonly string[];
    readonly mediaRoots: readonly string[] | undefined;
    /** Stops what is being made. */
    readonly signal: AbortSignal;
    /** Nothing more will be wanted. */
    readonly ending: AbortSignal;
  },
  atOnce = 2,
): Thumbnails {
  const known = new Map<string, { readonly at: number; readonly thumbnail: Promise<Thumbnail> }>();
  const waiting: (() => void)[] = [];
  let making = 0;
  let renderer: Renderer | undefined;
  let rest: NodeJS.Timeout | undefined;
  const letGo = () => {
    if (making > 0) return;
    void renderer?.close();
    renderer = undefined;
  };
  ending.addEventListener("abort", letGo, { once: true });
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (making >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    making += 1;
    clearTimeout(rest);
    try {
      return await work();
    } finally {
      making -= 1;
      if (ending.aborted) letGo();
      else rest = setTimeout(letGo, restFor).unref();
      // Who asked last looks at it now: the list was scrolled on.
      waiting.pop()?.();
    }
  };
  const make = ({ id }: Entry) =>
    turn(async () => {
      const probe = (file: string, options = {}) => prober.probe(file, options);
      const opened = await openEntry(id, catalogue, { probe, mediaFolders, mediaRoots, signal });
      renderer ??= createRenderer();
      return clipThumbnail(opened, home, signal, renderer);
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
