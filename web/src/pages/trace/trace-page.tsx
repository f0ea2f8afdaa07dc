import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { useServerEvent } from "../../api/events.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { recentRunsQuery, traceQuery } from "./trace-queries.ts";
import { TraceView } from "./trace-view.tsx";

/** What hooks did in a run: the one in the address, else the latest. */
export function TracePage() {
  const { run: wanted } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const runs = useQuery(recentRunsQuery);
  const id = wanted ?? runs.data?.items[0]?.id;
  const trace = useQuery({ ...traceQuery(id ?? ""), enabled: id !== undefined });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = ({ runId }: { runId: string | null }) => {
    if (runId !== id) return;
    // A trace of a thousand assets is long to read again: once a second is live enough.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void trace.refetch();
    }, 1000);
  };
  useServerEvent("run.hook", again);
  useServerEvent("run.asset", again);

  if (runs.data === undefined && id === undefined)
    return runs.error === null ? (
      <Loading what="Reading the runs" />
    ) : (
      <Failed error={runs.error} retry={() => void runs.refetch()} />
    );
  if (id === undefined)
    return (
      <Empty title="Nothing has been exported yet" icon="trace">
        <p>Here it will stand which hook of which file ran when, what it changed and what it printed.</p>
        <Link to="/export">To Export</Link>
      </Empty>
    );
  if (trace.data === undefined)
    return trace.error === null ? (
      <Loading what="Reading the trace" />
    ) : (
      <Failed error={trace.error} retry={() => void trace.refetch()} />
    );
  return (
    <TraceView
      key={id}
      trace={trace.data}
      runs={runs.data?.items ?? []}
      onRun={(run) => void navigate({ to: "/trace", search: ({ project }) => ({ project, run }) })}
      onQueue={() => void navigate({ to: "/queue", search: ({ project }) => ({ project, view: "history", run: id }) })}
    />
  );
}
