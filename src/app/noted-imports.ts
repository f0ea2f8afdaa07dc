import type { Catalogue, Entry } from "../catalogue/catalogue.ts";
import type { LazyCatalogue } from "./lazy-catalogue.ts";

/** A catalogue that is lent to a run, and the clips that were added to it meanwhile. */
export interface NotedImports {
  /** Whoever closes it leaves the real one open. */
  readonly catalogue: LazyCatalogue;
  readonly entries: readonly Entry[];
}

/** Lends a catalogue and notes what is imported into it: a hook may import what was written, without telling anybody. */
export function notedImports({ open }: LazyCatalogue): NotedImports {
  const entries: Entry[] = [];
  const noting = (catalogue: Catalogue): Catalogue =>
    new Proxy(catalogue, {
      get(target, name) {
        if (name === "addClips")
          return async (...words: Parameters<Catalogue["addClips"]>) => {
            const added = await target.addClips(...words);
            entries.push(...added);
            return added;
          };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  let lent: Promise<Catalogue> | undefined;
  return {
    entries,
    catalogue: {
      open() {
        lent ??= open().then(noting);
        return lent;
      },
      close: async () => {},
    },
  };
}
