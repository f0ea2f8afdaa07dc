import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import type { namePreviewShape, PresetDetail, PresetItem } from "../../../../src/server/shapes/preset-shapes.ts";
import { api } from "../../api/client.ts";

export type NamePreview = z.infer<typeof namePreviewShape>;

export interface Token {
  readonly name: string;
  readonly description: string;
}

export const presetsQuery = queryOptions({
  queryKey: ["presets", "list"],
  queryFn: async ({ signal }) => {
    const { items, savesTo } = await api.get<{ items: readonly PresetItem[]; savesTo: string }>("/presets", { signal });
    return { items: items.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })), savesTo };
  },
});

export const presetQuery = (name: string) =>
  queryOptions({
    queryKey: ["presets", "one", name],
    queryFn: ({ signal }) => api.get<PresetDetail>(`/presets/${encodeURIComponent(name)}`, { signal }),
  });

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await api.get<{ items: readonly Token[] }>("/tokens", { signal })).items,
  staleTime: Infinity,
});

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ["catalogue", "entry", id],
    queryFn: ({ signal }) => api.get<EntryShape>(`/entries/${encodeURIComponent(id)}`, { signal }),
    retry: false,
  });

export const foundQuery = (projectId: string, text: string) =>
  queryOptions({
    queryKey: ["catalogue", "search", projectId, text, "export"],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<{ items: readonly EntryShape[] }>(`/projects/${projectId}/search`, {
        query: { text, limit: 40 },
        signal,
      });
      return items.filter(({ kind, clip }) => clip !== undefined || kind === "reel" || kind === "library");
    },
    placeholderData: keepPreviousData,
    enabled: text !== "",
  });

/** What files would be called before hooks. `of`: a preset by name, or the text of one. */
export const namesQuery = (
  of: { readonly preset: string } | { readonly text: string },
  wish: { readonly sources: readonly string[]; readonly projectId: string; readonly namePattern?: string },
) =>
  queryOptions({
    queryKey: ["presets", "names", of, wish],
    queryFn: ({ signal }) => api.post<NamePreview>("/names/preview", { ...of, ...wish, limit: 30 }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: wish.sources.length > 0,
  });
