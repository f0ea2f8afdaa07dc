import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  ArchivedClipShape,
  ArchivedFileShape,
  ArchiveDetail,
  ArchiveShape,
  EstimatedShape,
  FoundArchivedShape,
} from "../../../../src/server/shapes/archive-shapes.ts";
import { api } from "../../api/client.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const archivesQuery = queryOptions({
  queryKey: ["archives", "list"],
  queryFn: ({ signal }) => api.get<Page<ArchiveShape>>("/archives", { signal }),
});

export const archiveQuery = (id: string) =>
  queryOptions({
    queryKey: ["archives", "one", id],
    queryFn: ({ signal }) => api.get<ArchiveDetail>(`/archives/${id}`, { signal }),
  });

/** What of an archive is looked at. */
export interface ContentsWish {
  readonly archive: string;
  readonly session: number | undefined;
  readonly text: string;
}

const contents = <T>(what: "clips" | "contents", limit: number, { archive, session, text }: ContentsWish) =>
  infiniteQueryOptions({
    queryKey: ["archives", what, archive, session, text],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit, session, text: text === "" ? undefined : text, cursor: pageParam };
      return api.get<Page<T>>(`/archives/${archive}/${what}`, { query, signal });
    },
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

const firstPage = (): string | undefined => undefined;

export const clipsQuery = (wish: ContentsWish) => contents<ArchivedClipShape>("clips", 120, wish);

export const filesQuery = (wish: ContentsWish) => contents<ArchivedFileShape>("contents", 300, wish);

export const foundQuery = (text: string) =>
  queryOptions({
    queryKey: ["archives", "found", text],
    queryFn: ({ signal }) => api.get<FoundArchivedShape>("/archives/search", { query: { text, limit: 200 }, signal }),
    placeholderData: keepPreviousData,
  });

/** What is estimated: a body of `POST /archives/estimate`. */
export type EstimateWish = Readonly<Record<string, unknown>>;

export const estimateQuery = (wish: EstimateWish) =>
  queryOptions({
    queryKey: ["estimate", wish],
    queryFn: ({ signal }) => api.post<EstimatedShape>("/archives/estimate", wish, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5000,
    retry: false,
  });
