import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { planSequence } from "../export/plan.ts";
import type { LoadedPreset } from "../export/planned-asset.ts";
import { type PreviewedName, previewNames } from "../export/preview-names.ts";
import type { Prober } from "../media/probe.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { type GatheredSequence, gatherSources } from "./gather-sources.ts";
import { requestTokens } from "./request-tokens.ts";

export interface PreviewParts {
  readonly prober: Prober;
  readonly catalogue: () => Promise<Catalogue>;
  readonly signal: AbortSignal;
}

/** Names as somebody types a pattern: sources are opened once and kept for a while. */
export interface NamePreviews {
  /** What an export would call its assets, before hooks. Nothing is rendered, nothing written. */
  of(request: ExportRequest, preset: LoadedPreset, parts: PreviewParts): Promise<readonly PreviewedName[]>;
}

/** How long sources that were opened count as what they were, in milliseconds, and how many selections are kept. */
const kept = { time: 60_000, count: 4 };

export function createNamePreviews(): NamePreviews {
  const opened = new Map<string, { readonly at: number; readonly gathered: Promise<readonly GatheredSequence[]> }>();
  const gather = (request: ExportRequest, parts: PreviewParts) => {
    const { sources, sequenceNames, mediaFolders, rate } = request;
    const key = JSON.stringify([sources, sequenceNames, mediaFolders, rate]);
    const known = opened.get(key);
    if (known !== undefined && known.at > Date.now() - kept.time) return known.gathered;
    opened.delete(key);
    const gathered = gatherSources({ ...request, allowMissing: true }, parts);
    // What could not be opened may be there the next time.
    gathered.catch(() => opened.delete(key));
    opened.set(key, { at: Date.now(), gathered });
    const [oldest] = opened.keys();
    if (opened.size > kept.count && oldest !== undefined) opened.delete(oldest);
    return gathered;
  };
  return {
    async of(request, preset, parts) {
      const gathered = await gather(request, parts);
      const tokens = requestTokens(request);
      const destination = request.destinationPath === "" ? undefined : request.destinationPath;
      return gathered.flatMap(({ key, sequence, conformed }, index) => {
        try {
          const planned = planSequence({
            index,
            key,
            sequence,
            conformed,
            presets: [preset],
            namePattern: request.namePattern,
            handles: request.handles,
            useTopVideoTrack: request.useTopVideoTrack,
            range: undefined,
            subtitles: undefined,
            tokens,
          });
          return previewNames(planned, destination);
        } catch (error) {
          if (!(error instanceof CressetError)) throw error;
          return [{ sequence: key, asset: key, type: "", name: "", problem: error.message }];
        }
      });
    },
  };
}
