import type { Catalogue } from "./catalogue.ts";
import { StoredCatalogue } from "./project/stored-catalogue.ts";
import { openStore } from "./store/store.ts";

/**
 * Opens the catalogue in the store at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openCatalogue(file: string): Promise<Catalogue> {
  return new StoredCatalogue(await openStore(file));
}
