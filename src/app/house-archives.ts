import type { ArchiveParts } from "./archive/archive-parts.ts";
import { type Archives, openArchives } from "./archives.ts";

/** Archives with their history, of which nothing is loaded before one is asked for. */
export function houseArchives(parts: ArchiveParts): Archives {
  let loaded: Promise<Archives> | undefined;
  const load = (): Promise<Archives> => {
    loaded ??= import("./recorded-archives.ts").then(({ recordedArchives }) =>
      recordedArchives(openArchives(parts), parts),
    );
    return loaded;
  };
  return {
    format: async (wish, handlers) => (await load()).format(wish, handlers),
    estimate: async (wish, handlers) => (await load()).estimate(wish, handlers),
    add: async (wish, handlers) => (await load()).add(wish, handlers),
    list: async (archive) => (await load()).list(archive),
    contentsPage: async (wish, handlers) => (await load()).contentsPage(wish, handlers),
    verify: async (wish, handlers) => (await load()).verify(wish, handlers),
    restore: async (wish, handlers) => (await load()).restore(wish, handlers),
  };
}
