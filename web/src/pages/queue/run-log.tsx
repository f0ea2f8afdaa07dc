import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useServerEvent } from "../../api/events.ts";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import classes from "./queue.module.css";
import { logQuery } from "./queue-queries.ts";
import type { Work } from "./shown-work.ts";

/** What was said while it ran, live while it does. */
export function RunLog({ work }: { work: Work }) {
  const { data, error, isPending, refetch } = useQuery(logQuery(work));
  const scroller = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = ({ runId, itemId }: { runId: string | null; itemId: string | null }) => {
    if (itemId !== work.itemId && runId !== work.runId) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refetch();
    }, 400);
  };
  useServerEvent("run.asset", again);
  useServerEvent("run.message", again);
  useServerEvent("run.hook", again);
  const lines = data?.items ?? [];
  useEffect(() => {
    // The newest line is what one waits for; of something that ended, the reason stands there too.
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [lines.length]);
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (isPending && work.runId !== null) return <Loading what="Reading the log" />;
  if (lines.length === 0) return <p className={classes.nothing}>Nothing was said.</p>;
  return (
    <ScrollRegion ref={scroller} className={classes.log} label="Log">
      {lines.map(({ at, level, text, detail }, index) => (
        // Lines are only ever added.
        <div key={index} className={classes.logLine} data-level={level}>
          <time className="figures">{at.slice(11, 19)}</time>
          <div>
            {level === "info" ? null : <strong>{level === "error" ? "Error: " : "Warning: "}</strong>}
            {text}
            {detail === undefined || text.includes(detail.trim()) ? null : <pre>{detail}</pre>}
          </div>
        </div>
      ))}
    </ScrollRegion>
  );
}
