import { StoredWebhooks } from "./webhooks/stored-webhooks.ts";
import { openStore } from "./store/store.ts";
import type { WebhookStore } from "./webhook-store.ts";

/**
 * Opens the webhooks in the store at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openWebhookStore(file: string): Promise<WebhookStore> {
  return new StoredWebhooks(await openStore(file));
}
