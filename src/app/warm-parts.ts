import type { ExportRequest } from "../export/export-request.ts";
import type { Prober } from "../media/probe.ts";
import type { Renderer } from "../media/renderer.ts";
import type { GatheredSequence } from "./gather-sources.ts";
import type { LazyCatalogue } from "./lazy-catalogue.ts";
import type { WarmHooks } from "./warm-hooks.ts";

/** What a process that serves keeps from run to run. A run closes none of it. */
export interface WarmParts {
  readonly catalogue: LazyCatalogue;
  readonly prober: Prober;
  readonly renderer: Renderer;
  readonly hooks: Pick<WarmHooks, "start">;
  /** The sources of a request, where they are open already. */
  readonly gathered: (request: ExportRequest) => readonly GatheredSequence[] | undefined;
}

/** A prober for runs that leaves the process to whoever owns it. */
export const lentProber = (prober: Prober): Prober => ({
  get pid() {
    return prober.pid;
  },
  warm: () => prober.warm(),
  probe: (path, options) => prober.probe(path, options),
  handOver: () => undefined,
  close: async () => {},
});
