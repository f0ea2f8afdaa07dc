import type { Catalogue } from "../catalogue/catalogue.ts";

/** The catalogue for as long as something runs, opened when it is first asked for: most exports never do. */
export interface LazyCatalogue {
  readonly open: () => Promise<Catalogue>;
  close(): Promise<void>;
}

export function lazyCatalogue(file: string): LazyCatalogue {
  let opened: Promise<Catalogue> | undefined;
  return {
    open() {
      opened ??= import("../catalogue/open-catalogue.ts").then(({ openCatalogue }) => openCatalogue(file));
      return opened;
    },
    async close() {
      // Whoever opened it was told why it could not be.
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
