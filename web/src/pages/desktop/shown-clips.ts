import { useQueries, useQuery } from "@tanstack/react-query";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { clipsQuery, pageSize } from "./desktop-queries.ts";
import type { Lane, LaneRow, Spot } from "./lane-rows.ts";

export type ClipAt = (lane: string, index: number) => EntryShape | undefined;

/** The clips of rows that are shown, as they are read. */
export function useShownClips(rows: readonly LaneRow[]): ClipAt {
  const wanted = new Map<string, { readonly lane: Lane; readonly page: number }>();
  for (const row of rows)
    if (row.kind === "clips" && row.end > row.start)
      for (let page = Math.floor(row.start / pageSize); page <= Math.floor((row.end - 1) / pageSize); page += 1)
        wanted.set(`${row.lane.id} ${page}`, { lane: row.lane, page });
  const pages = [...wanted.entries()];
  const results = useQueries({ queries: pages.map(([, { lane, page }]) => clipsQuery(lane, page)) });
  const read = new Map(pages.map(([key], index) => [key, results[index]?.data]));
  return (lane, index) => read.get(`${lane} ${Math.floor(index / pageSize)}`)?.[index % pageSize];
}

/** The clip at a spot, as it is now. */
export function useClipAt(lanes: readonly Lane[], spot: Spot | undefined): EntryShape | undefined {
  const lane = lanes.find(({ id }) => id === spot?.lane);
  const index = spot?.index ?? 0;
  const { data } = useQuery({
    ...clipsQuery(lane ?? { id: "", mixed: false }, Math.floor(index / pageSize)),
    enabled: lane !== undefined,
  });
  return lane === undefined ? undefined : data?.[index % pageSize];
}
