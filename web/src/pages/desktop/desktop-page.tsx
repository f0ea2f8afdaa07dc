import { useQuery } from "@tanstack/react-query";
import { Button } from "@mantine/core";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { useProject } from "../../shell/use-project.ts";
import { createProject } from "../../shell/create-project.ts";
import { useQueryClient } from "@tanstack/react-query";
import { DesktopView } from "./desktop-view.tsx";
import { treeQuery } from "./desktop-queries.ts";
import { useMay } from "../../shell/use-may.ts";

/** What lies in a project: reels with their clips, and the libraries. */
export function DesktopPage() {
  const { project, loading, error, retry, choose } = useProject();
  const queries = useQueryClient();
  const mayMake = useMay("lead");
  if (loading) return <Loading what="Reading the projects" />;
  if (error !== null) return <Failed error={error} retry={retry} />;
  if (project === undefined)
    return (
      <Empty title="There is no project yet" icon="desktop">
        <p>A project holds the reels, libraries and clips of a job.</p>
        {mayMake ? (
          <Button
            variant="filled"
            onClick={() => void createProject(queries).then((id) => (id === undefined ? undefined : choose(id)))}
          >
            New project…
          </Button>
        ) : null}
      </Empty>
    );
  return <Project key={project.id} id={project.id} />;
}

function Project({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(treeQuery(id));
  if (isPending) return <Loading what="Reading the Desktop" />;
  if (data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  return <DesktopView projectId={id} workspace={data} />;
}
