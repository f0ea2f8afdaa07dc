import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { EventHub } from "./hub.ts";

/** How often changes of other processes are looked for, in milliseconds. */
const interval = 400;

/** Publishes what changes in the catalogue, whoever changes it. */
export interface CatalogueWatch {
  /** Looks now: after a change of this process, so that nobody waits for it. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export function watchCatalogue(catalogue: Catalogue, hub: EventHub): CatalogueWatch {
  const revisions = new Map<string, number>();
  let looking: Promise<void> = Promise.resolve();
  let isFirst = true;
  const lookOnce = async () => {
    const projects = await catalogue.projects();
    const gone = new Set(revisions.keys());
    let projectsChanged = false;
    for (const { id } of projects) {
      gone.delete(id);
      const revision = await catalogue.revision(id);
      const known = revisions.get(id);
      revisions.set(id, revision);
      if (known === undefined) projectsChanged = true;
      else if (known !== revision)
        hub.publish(
          { type: "catalogue.changed", data: { projectId: id, revision } },
          { key: `catalogue ${id} ${revision}` },
        );
    }
    for (const id of gone) revisions.delete(id);
    if (!isFirst && (projectsChanged || gone.size > 0)) {
      // Projects are added and never taken away: of the same ones it was told before.
      const all = projects.map(({ id }) => id).toSorted();
      hub.publish({ type: "projects.changed", data: {} }, { key: `projects ${all.join(" ")}` });
    }
    isFirst = false;
  };
  // One after the other, or two would publish the same change.
  const look = () => {
    looking = looking.then(lookOnce, lookOnce);
    return looking;
  };
  const timer = setInterval(() => {
    // A store that is busy for a moment is looked at again soon.
    look().catch(() => {});
  }, interval);
  return {
    look,
    async close() {
      clearInterval(timer);
      await looking.catch(() => {});
    },
  };
}
