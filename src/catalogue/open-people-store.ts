import { StoredPeople } from "./people/stored-people.ts";
import type { PeopleStore } from "./people-store.ts";
import { openStore } from "./store/store.ts";

/**
 * Opens the accounts in the store at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openPeopleStore(file: string): Promise<PeopleStore> {
  return new StoredPeople(await openStore(file));
}
