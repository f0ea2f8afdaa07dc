import { sql } from "kysely";
import type { Entry, EntryKind } from "../catalogue.ts";
import { entryColumns, toEntry } from "./entry-rows.ts";
import type { Db } from "./read-entries.ts";
import { folded } from "./search-text.ts";

const defaultLimit = 200;

/** What of a project holds a text, see `Catalogue.search`; in the order in which it came into the store. */
export async function searchEntries(
  db: Db,
  projectId: string,
  text: string,
  { limit = defaultLimit, kinds }: { readonly limit?: number; readonly kinds?: readonly EntryKind[] } = {},
): Promise<readonly Entry[]> {
  const pattern = `%${folded(text.trim()).replaceAll(/[\\%_]/g, "\\$&")}%`;
  const found = db
    .selectFrom("search_texts")
    .innerJoin("entries", "entries.id", "search_texts.entry_id")
    .select(entryColumns.map((column) => `entries.${column}` as const))
    .where("search_texts.project_id", "=", projectId)
    .where(sql<boolean>`${sql.ref("search_texts.text")} like ${pattern} escape '\\'`)
    .where("entries.deletion_id", "is", null)
    .where("entries.parent_id", "is not", null)
    .limit(limit);
  const rows = await (kinds === undefined ? found : found.where("entries.kind", "in", kinds)).execute();
  return rows.map(toEntry);
}
