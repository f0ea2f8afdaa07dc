import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ProjectShape } from "../../../src/server/shapes/catalogue-shapes.ts";
import { api } from "../api/client.ts";

/** `current`: the project that the server was started in. */
export type ProjectItem = ProjectShape & { readonly current?: boolean };

const remembered = "cresset.project";

/**
 * The project that is looked at: the one in the address, else the one that was looked at last, else the server's.
 * `project` is nothing while it is being read, and in a house without projects.
 */
export function useProject() {
  const { project: wanted } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const list = useQuery({
    queryKey: ["catalogue", "projects"],
    queryFn: ({ signal }) => api.get<{ items: readonly ProjectItem[] }>("/projects", { signal }),
  });
  const projects = list.data?.items ?? [];
  const named = (id: string | null | undefined) => projects.find((project) => project.id === id);
  const project =
    named(wanted) ?? named(localStorage.getItem(remembered)) ?? projects.find(({ current }) => current) ?? projects[0];
  return {
    project,
    projects,
    loading: list.isPending,
    error: list.error,
    retry: () => void list.refetch(),
    choose: (id: string) => {
      localStorage.setItem(remembered, id);
      void navigate({ to: "/desktop", search: { project: id } });
    },
  };
}
