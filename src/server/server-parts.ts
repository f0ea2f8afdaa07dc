import type { Cresset } from "../app/cresset.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { EventHub } from "./events/hub.ts";
import type { EventStreams } from "./events/event-stream.ts";
import type { CatalogueWatch } from "./events/watch-catalogue.ts";

/** What the routes work with, for as long as the server runs. */
export interface ServerParts {
  readonly cresset: Cresset;
  /** Open while the server runs. */
  readonly catalogue: Catalogue;
  readonly hub: EventHub;
  readonly streams: EventStreams;
  readonly catalogueWatch: CatalogueWatch;
  /** Aborted when the server is about to end: what runs stops cleanly. */
  readonly ending: AbortSignal;
}
