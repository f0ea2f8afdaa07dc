import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type { queueShape } from "../../../../src/server/shapes/queue-shapes.ts";
import type { LogLine, pictureShape, RunDetail, RunShape } from "../../../../src/server/shapes/run-shapes.ts";
import { api } from "../../api/client.ts";

export type QueueShape = z.infer<typeof queueShape>;
export type Picture = z.infer<typeof pictureShape>;

interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const queueQuery = queryOptions({
  queryKey: ["queue", "list"],
  queryFn: ({ signal }) => api.get<QueueShape>("/queue", { query: { limit: 200 }, signal }),
});

export const runsQuery = (query: { readonly kind?: string | undefined; readonly status?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ["runs", "list", query],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<RunShape>>("/runs", {
        query: { ...query, limit: 100, cursor: pageParam === "" ? undefined : pageParam },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["runs", "one", id],
    queryFn: ({ signal }) => api.get<RunDetail>(`/runs/${encodeURIComponent(id)}`, { signal }),
  });

/** What was written, asset by asset, to be looked at. */
export const picturesQuery = (id: string) =>
  queryOptions({
    queryKey: ["runs", "pictures", id],
    queryFn: ({ signal }) => api.get<PageOf<Picture>>(`/runs/${encodeURIComponent(id)}/pictures`, { signal }),
  });

/** The log of a run, or of an item that never had one. */
export const logQuery = (of: { readonly runId: string | null; readonly itemId: string | null }) =>
  queryOptions({
    queryKey: ["runs", "log", of.runId ?? "", of.itemId ?? ""],
    queryFn: ({ signal }) =>
      api.get<PageOf<LogLine>>(
        of.itemId === null ? `/runs/${encodeURIComponent(of.runId ?? "")}/log` : `/queue/${of.itemId}/log`,
        { query: of.itemId === null ? { limit: 1000 } : {}, signal },
      ),
    enabled: of.runId !== null || of.itemId !== null,
  });

export type { RunDetail };
