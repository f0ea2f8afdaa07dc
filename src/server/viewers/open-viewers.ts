import { randomUUID } from "node:crypto";
import type { Cresset } from "../../app/cresset.ts";
import { openPlayer, type Player } from "../../app/player.ts";
import type { ViewedClip } from "../../app/viewer.ts";
import type { Entry } from "../../catalogue/catalogue.ts";
import { CressetError } from "../../errors.ts";

/** Each holds a process that decodes, with a few hundred MB. */
const mostViewers = 4;
/** Milliseconds after which nobody looks any more: pages say several times within that they are still there. */
const patience = 180_000;

/** A clip or sequence that somebody looks at. */
export interface OpenViewer {
  readonly id: string;
  readonly player: Player;
  /** Of the catalogue; nothing for a file. */
  readonly entry: Entry | undefined;
}

/** What is looked at in the pages, each with a process of its own. */
export interface OpenViewers {
  /** Opens one more; where there are too many, the one that was asked for nothing longest is closed. */
  open(clip: ViewedClip, entry: Entry | undefined): Promise<OpenViewer>;
  /** @throws CressetError `not-found` for one that was closed. */
  get(id: string): OpenViewer;
  /** Closing twice is no fault. */
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
  /** Hook files are loaded anew by the next snapshot. */
  reloadHooks(): Promise<void>;
}

/** @param ending aborted when the server is about to end, so that no stream of pictures holds it up */
export function createOpenViewers(cresset: Pick<Cresset, "viewer">, ending: AbortSignal): OpenViewers {
  /** Least recently used first. */
  const viewers = new Map<string, { readonly viewer: OpenViewer; readonly timer: NodeJS.Timeout }>();
  let opening = 0;
  const close = async (id: string): Promise<void> => {
    const known = viewers.get(id);
    viewers.delete(id);
    clearTimeout(known?.timer);
    await known?.viewer.player.close();
  };
  const closeOldest = async (): Promise<void> => {
    const [oldest] = viewers.keys();
    if (oldest !== undefined && viewers.size + opening > mostViewers) await close(oldest);
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all([...viewers.keys()].map(close));
  };
  ending.addEventListener("abort", () => void closeAll(), { once: true });
  return {
    async open(clip, entry) {
      opening++;
      try {
        await closeOldest();
        const player = await openPlayer(await cresset.viewer(), clip);
        const viewer: OpenViewer = { id: randomUUID(), player, entry };
        const timer = setTimeout(() => void close(viewer.id), patience).unref();
        viewers.set(viewer.id, { viewer, timer });
        return viewer;
      } finally {
        opening--;
      }
    },
    get(id) {
      const known = viewers.get(id);
      if (known === undefined)
        throw new CressetError(
          "not-found",
          "This viewer was closed: nobody looked for a while, or others were opened. Open it again.",
        );
      viewers.delete(id);
      viewers.set(id, known);
      known.timer.refresh();
      return known.viewer;
    },
    close,
    closeAll,
    async reloadHooks() {
      await Promise.all([...viewers.values()].map(({ viewer }) => viewer.player.reloadHooks()));
    },
  };
}
