import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { AccessTokenShape, AccountShape } from "../../../../src/server/shapes/access-shapes.ts";
import type { SettingsShape } from "../../../../src/server/shapes/settings-shapes.ts";
import type { WebhookDeliveryShape, WebhookShape } from "../../../../src/server/shapes/webhook-shapes.ts";
import { api } from "../../api/client.ts";

interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The command line changes accounts too, and tells nobody: looked at again this often, in milliseconds. */
const lookAgain = { refetchInterval: 20_000, refetchOnWindowFocus: true } as const;

export const settingsQuery = queryOptions({
  queryKey: ["access", "settings"],
  queryFn: ({ signal }) => api.get<SettingsShape>("/settings", { signal }),
});

export const accountsQuery = queryOptions({
  queryKey: ["access", "accounts"],
  queryFn: ({ signal }) => api.get<List<AccountShape>>("/accounts", { signal }),
  ...lookAgain,
});

export const tokensQuery = (of: "me" | "everybody") =>
  queryOptions({
    queryKey: ["access", "tokens", of],
    queryFn: ({ signal }) => api.get<List<AccessTokenShape>>("/access-tokens", { signal, query: { of } }),
    ...lookAgain,
  });

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks", "list"],
  queryFn: ({ signal }) => api.get<List<WebhookShape>>("/webhooks", { signal }),
});

/** What was sent to an address, the latest first. */
export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", "log", id],
    queryFn: ({ signal, pageParam }) =>
      api.get<List<WebhookDeliveryShape>>(`/webhooks/${encodeURIComponent(id)}/deliveries`, {
        signal,
        query: { cursor: pageParam === "" ? undefined : pageParam, limit: 50 },
      }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
