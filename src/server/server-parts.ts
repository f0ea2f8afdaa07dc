import type { Cresset } from "../app/cresset.ts";
import type { ArchiveHistory } from "../catalogue/archive-history.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { PeopleStore } from "../catalogue/people-store.ts";
import type { WebhookStore } from "../catalogue/webhook-store.ts";
import type { Prober } from "../media/probe.ts";
import type { StorageRoots } from "./access/storage-roots.ts";
import type { EventHub } from "./events/hub.ts";
import type { EventStreams } from "./events/event-stream.ts";
import type { CatalogueWatch } from "./events/watch-catalogue.ts";
import type { WebhookSender } from "./webhooks/send-webhooks.ts";
import type { OpenViewers } from "./viewers/open-viewers.ts";
import type { Work } from "./work/work.ts";

/** What the routes work with, for as long as the server runs. */
export interface ServerParts {
  readonly cresset: Cresset;
  /** Open while the server runs. */
  readonly catalogue: Catalogue;
  /** What archives hold, and the audit log; open while the server runs. */
  readonly archiveHistory: ArchiveHistory;
  /** Accounts, sessions and access tokens. */
  readonly people: PeopleStore;
  /** Paths that are sent pass here first: `await roots.allowed(path)`. */
  readonly roots: StorageRoots;
  /** How the server was started, for people to see. */
  readonly startedWith: {
    /** The storage roots that the settings file does not name. */
    readonly roots: readonly string[];
    readonly host: string;
    readonly mustSignIn: boolean;
    /** The address that people use where a proxy stands in front. */
    readonly address: string | undefined;
  };
  /** Looks into media files. */
  readonly prober: Prober;
  readonly hub: EventHub;
  readonly streams: EventStreams;
  /** `look()` after a change of the catalogue by this process, so that nobody waits for it. */
  readonly catalogueWatch: CatalogueWatch;
  readonly webhooks: WebhookStore;
  readonly webhookSender: WebhookSender;
  /** Whether people reach this server by https alone: then cookies are sent over nothing else. */
  readonly isSecure: boolean;
  /** What is looked at in the pages. */
  readonly viewers: OpenViewers;
  /** The queue, what it runs, and what is asked meanwhile. */
  readonly work: Work;
  /** Aborted when a request that is under way has had its time to finish, because the server ends. */
  readonly cutOff: AbortSignal;
  /** Aborted when the server is about to end: what runs stops cleanly. */
  readonly ending: AbortSignal;
}
