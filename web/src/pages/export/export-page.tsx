import { useSearch } from "@tanstack/react-router";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { useProject } from "../../shell/use-project.ts";
import { ExportView } from "./export-view.tsx";
import { useMay } from "../../shell/use-may.ts";
import { useMe } from "../../shell/use-me.ts";

/** Puts an export together, tries it out, and puts it into the queue. */
export function ExportPage() {
  const { clips } = useSearch({ from: "__root__" });
  const mayExport = useMay("artist");
  const { data: me } = useMe();
  const { project, loading, error, retry } = useProject();
  if (!mayExport)
    return (
      <Empty title="Exports are for artists" icon="export">
        <p>
          You are signed in as {me?.name}, with the role {me?.role}. Ask an admin of your house.
        </p>
      </Empty>
    );
  if (loading) return <Loading what="Reading the projects" />;
  if (error !== null) return <Failed error={error} retry={retry} />;
  if (project === undefined)
    return (
      <Empty title="There is no project yet" icon="export">
        <p>Make one on the Desktop and import clips into it.</p>
      </Empty>
    );
  return <ExportView key={`${project.id} ${clips ?? ""}`} projectId={project.id} clips={clips} />;
}
