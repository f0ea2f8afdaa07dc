import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type { TracedCall } from "../../../../src/server/shapes/export-shapes.ts";
import type { RunDetail, RunShape, traceShape } from "../../../../src/server/shapes/run-shapes.ts";
import { api } from "../../api/client.ts";
import { nameOfFiles } from "../../format/file-names.ts";

type TracePage = z.infer<typeof traceShape>;

/** Everything that hooks did in a run, and what happened between. */
export interface RunTrace {
  readonly runId: string;
  readonly milliseconds: number;
  readonly spans: TracePage["spans"];
  readonly calls: readonly TracedCall[];
}

export const recentRunsQuery = queryOptions({
  queryKey: ["runs", "recent"],
  queryFn: ({ signal }) =>
    api.get<{ items: readonly RunShape[] }>("/runs", { query: { kind: "export", limit: 100 }, signal }),
});

/** The whole trace, however many pages it has. */
export const traceQuery = (run: string) =>
  queryOptions({
    queryKey: ["runs", "trace", run],
    queryFn: async ({ signal }): Promise<RunTrace> => {
      const calls: TracedCall[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await api.get<TracePage>(`/runs/${encodeURIComponent(run)}/trace`, {
          query: { limit: 1000, cursor },
          signal,
        });
        calls.push(...page.items);
        cursor = page.nextCursor ?? undefined;
        if (cursor === undefined)
          return { runId: page.runId, milliseconds: page.milliseconds, spans: page.spans, calls };
      }
    },
  });

/** What the assets of a run are called, as far as it is known: those of this server's runs, and all that were written. */
export const assetNamesQuery = (run: string) =>
  queryOptions({
    queryKey: ["runs", "names", run],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { rows, files } = await api.get<RunDetail>(`/runs/${encodeURIComponent(run)}`, { signal });
      return new Map([
        ...[...Map.groupBy(files, ({ assetId }) => assetId)].map(([id, written]): [string, string] => [
          id,
          nameOfFiles(written.map(({ path }) => path)),
        ]),
        ...rows.map(({ id, name }): [string, string] => [id, name]),
      ]);
    },
  });

export type { RunShape, TracedCall };
