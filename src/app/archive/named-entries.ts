import { lazyCatalogue } from "../lazy-catalogue.ts";

/** Entries as people read them: what is named by its id (`cresset:<id>`) by where it lies, or by its project. */
export async function namedEntries(entries: readonly string[], storeFile: string): Promise<readonly string[]> {
  const catalogue = lazyCatalogue(storeFile);
  try {
    return await Promise.all(
      entries.map(async (named) => {
        const id = /^cresset:(.+)$/.exec(named)?.[1];
        if (id === undefined) return named;
        // What is not there, or a store that cannot be read, is told by what comes next.
        const path = await catalogue
          .open()
          .then((opened) => opened.pathOf(id))
          .catch(() => "");
        return path || named;
      }),
    );
  } finally {
    await catalogue.close();
  }
}
