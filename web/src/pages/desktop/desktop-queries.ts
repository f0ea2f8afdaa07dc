import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { EntryShape, TreeShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { api } from "../../api/client.ts";
import { type Lane, type Spot, toPlace } from "./lane-rows.ts";

/** Clips that are read at once. */
export const pageSize = 100;

export const treeQuery = (projectId: string) =>
  queryOptions({
    queryKey: ["catalogue", "tree", projectId],
    queryFn: async ({ signal }) => toPlace(await api.get<TreeShape>(`/projects/${projectId}/tree`, { signal })),
    placeholderData: keepPreviousData,
  });

/** One page of the clips that lie directly in a container. */
export const clipsQuery = ({ id, mixed }: Pick<Lane, "id" | "mixed">, page: number) =>
  queryOptions({
    queryKey: ["catalogue", "clips", id, page],
    queryFn: async ({ signal }) => {
      const start = page * pageSize;
      if (!mixed) return (await readChildren(id, start, pageSize, signal)).items;
      const clips = (await readChildren(id, 0, 1000, signal)).items.filter(({ clip }) => clip !== undefined);
      return clips.slice(start, start + pageSize);
    },
    // Nobody tells of a disk that was unplugged.
    refetchInterval: 5000,
  });

const readChildren = (id: string, offset: number, limit: number, signal: AbortSignal) =>
  api.get<{ items: readonly EntryShape[] }>(`/entries/${id}/children`, { query: { offset, limit }, signal });

export const searchQuery = (projectId: string, text: string) =>
  queryOptions({
    queryKey: ["catalogue", "search", projectId, text],
    queryFn: async ({ signal }) => {
      const query = { text, limit: 200 };
      const { items } = await api.get<{ items: readonly EntryShape[] }>(`/projects/${projectId}/search`, {
        query,
        signal,
      });
      return items;
    },
    placeholderData: keepPreviousData,
  });

/** The clip at a place of a lane, where it has been read. */
export function knownClip(queries: QueryClient, lane: Lane | undefined, index: number): EntryShape | undefined {
  if (lane === undefined) return undefined;
  const page = queries.getQueryData(clipsQuery(lane, Math.floor(index / pageSize)).queryKey);
  return page?.[index % pageSize];
}

/** Where an entry lies in a lane by now. @param most how many clips there may be at the most */
export async function spotOf(
  queries: QueryClient,
  lane: Lane,
  most: number,
  { id, position }: Pick<EntryShape, "id" | "position">,
): Promise<Spot | undefined> {
  for (let [low, high] = [0, Math.ceil(most / pageSize)]; low < high;) {
    const page = Math.floor((low + high) / 2);
    const clips = await queries.fetchQuery({ ...clipsQuery(lane, page), staleTime: 0 });
    const [first, last] = [clips[0], clips.at(-1)];
    if (first === undefined || last === undefined || position < first.position) high = page;
    else if (position > last.position) low = page + 1;
    else {
      const index = clips.findIndex((clip) => clip.id === id);
      return index < 0 ? undefined : { lane: lane.id, index: page * pageSize + index };
    }
  }
  return undefined;
}

/** The clips at spots, those included that nobody has looked at yet. */
export async function clipsAt(
  queries: QueryClient,
  lanes: readonly Lane[],
  spots: readonly Spot[],
): Promise<readonly EntryShape[]> {
  const byId = new Map(lanes.map((lane) => [lane.id, lane]));
  const wanted = new Set(spots.map(({ lane, index }) => `${lane} ${Math.floor(index / pageSize)}`));
  for (const key of wanted) {
    const [id = "", page = "0"] = key.split(" ");
    const lane = byId.get(id);
    if (lane !== undefined) await queries.fetchQuery(clipsQuery(lane, Number(page)));
  }
  return spots.flatMap(({ lane, index }) => knownClip(queries, byId.get(lane), index) ?? []);
}
