import path from "node:path";
import type { Catalogue, Entry } from "../catalogue/catalogue.ts";
import { openCatalogue } from "../catalogue/open-catalogue.ts";
import { openRunStore, type RunStore } from "../catalogue/run-store.ts";
import { createProber, type Prober } from "../media/probe.ts";
import { openCresset } from "./cresset.ts";
import { clipsAt, entryAt } from "./resolve-sources.ts";

/** What commands on clips work with. */
export interface ClipSession {
  readonly catalogue: Catalogue;
  readonly runs: RunStore;
  readonly prober: Prober;
  /** Folder of Cresset's own data. */
  readonly home: string;
  /** Of the config. */
  readonly mediaFolders: readonly string[];
  /** The entry of a path of the current project, or of `cresset:<id>`. */
  readonly entryAt: (path: string) => Promise<Entry>;
  /** The clips and sequences in it, or itself. */
  readonly clipsAt: (path: string) => Promise<readonly Entry[]>;
  readonly absolute: (paths: readonly string[]) => readonly string[];
}

/** Opens what commands on clips need, for as long as `work` takes. */
export async function withClips<T>(
  { project }: { readonly project?: string },
  work: (clips: ClipSession) => Promise<T>,
): Promise<T> {
  const { storeFile, currentProject, config } = openCresset(project === undefined ? {} : { project });
  const [catalogue, runs, prober] = [await openCatalogue(storeFile), await openRunStore(storeFile), createProber()];
  const folder = process.cwd();
  const places = { folder, storeFile, project: currentProject, catalogue: async () => catalogue };
  try {
    return await work({
      catalogue,
      runs,
      prober,
      home: path.dirname(storeFile),
      mediaFolders: config.media,
      entryAt: (written) => entryAt(written, catalogue, currentProject),
      clipsAt: (written) => clipsAt(written, places),
      absolute: (paths) => paths.map((each) => path.resolve(folder, each)),
    });
  } finally {
    await Promise.all([prober.close(), catalogue.close(), runs.close()]);
  }
}
