import { useQueries } from "@tanstack/react-query";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { api, apiUrl } from "../../api/client.ts";
import type { RunDetail } from "./queue-queries.ts";

/** Sources that are looked up; an export of more has pictures once they are written. */
const most = 40;

/** Pictures of the clips that an export is made of, by the names of its sequences: they stand there until something is written. */
export function useSourcePictures(run: RunDetail | undefined): ReadonlyMap<string, string> {
  const entries = useQueries({
    queries: clipIds(run?.request)
      .slice(0, most)
      .map((id) => ({
        queryKey: ["catalogue", "entry", id],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<EntryShape>(`/entries/${id}`, { signal }),
      })),
  });
  return new Map(
    entries.flatMap(({ data }) =>
      data === undefined ? [] : [[data.name, apiUrl(`/entries/${data.id}/thumbnail`, { v: data.changedAt })]],
    ),
  );
}

function clipIds(request: unknown): readonly string[] {
  if (typeof request !== "object" || request === null || !("sources" in request)) return [];
  const { sources } = request;
  const words = Array.isArray(sources) ? sources.map(String) : [];
  return words.filter((source) => source.startsWith("cresset:")).map((source) => source.slice("cresset:".length));
}
