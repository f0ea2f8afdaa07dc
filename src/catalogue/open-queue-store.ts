import type { QueueStore } from "./queue-store.ts";
import { StoredQueue } from "./queued/stored-queue.ts";
import { openStore } from "./store/store.ts";

/**
 * Opens the queue in the store at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openQueueStore(file: string): Promise<QueueStore> {
  return new StoredQueue(await openStore(file));
}
