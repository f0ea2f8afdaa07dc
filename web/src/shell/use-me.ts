import { useQuery } from "@tanstack/react-query";
import type { ActorShape } from "../../../src/server/shapes/access-shapes.ts";
import { api } from "../api/client.ts";

/** Who looks at the pages: an account, or whoever sits at this machine. */
export const useMe = () =>
  useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => api.get<ActorShape>("/me", { signal }),
    staleTime: Infinity,
  });
