import { queryOptions } from "@tanstack/react-query";
import type { HooksShape } from "../../../../src/server/shapes/hook-shapes.ts";
import { api } from "../../api/client.ts";

/** Hook files are loaded once by the server, until somebody asks for them to be read again. */
export const hooksQuery = queryOptions({
  queryKey: ["hooks", "files"],
  queryFn: ({ signal }) => api.get<HooksShape>("/hooks", { signal }),
});
