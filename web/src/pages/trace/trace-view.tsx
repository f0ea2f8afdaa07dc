import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { CallDetail } from "./call-detail.tsx";
import { around, pan, type TimeWindow, zoom } from "./time-window.ts";
import { TraceBar } from "./trace-bar.tsx";
import { assetNamesQuery, type RunShape, type RunTrace } from "./trace-queries.ts";
import { filesOf, filterRows, type TraceFilter, traceRows } from "./trace-rows.ts";
import classes from "./trace.module.css";
import { Waterfall } from "./waterfall.tsx";

export interface TraceViewProps {
  readonly trace: RunTrace;
  readonly runs: readonly RunShape[];
  readonly onRun: (id: string) => void;
  readonly onQueue: () => void;
}

/** The waterfall of a run, with what the chosen line did below it. */
export function TraceView({ trace, runs, onRun, onQueue }: TraceViewProps) {
  const [filter, setFilter] = useState<TraceFilter>({ text: "", only: "everything", file: "" });
  const wanted = useDeferredValue(filter);
  const { data: names } = useQuery(assetNamesQuery(trace.runId));
  const all = useMemo(() => traceRows(trace, names), [trace, names]);
  const rows = useMemo(() => filterRows(all, wanted), [all, wanted]);
  const files = useMemo(() => filesOf(trace.calls), [trace.calls]);
  const [chosen, setChosen] = useState<string>();
  const [shown, setShown] = useState<TimeWindow>();
  const scroller = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  );
  const row = rows[index];
  const total = Math.max(1, trace.milliseconds, ...endOfLast(all));
  const look = shown ?? { from: 0, to: total };
  const go = (to: number) => setChosen(rows[Math.max(0, Math.min(rows.length - 1, to))]?.id);
  const middle = row?.startMs ?? (look.from + look.to) / 2;
  const next = (by: 1 | -1) => {
    for (let at = index + by; at >= 0 && at < rows.length; at += by)
      if (rows[at]?.state === "aborted" || rows[at]?.state === "error") return go(at);
  };
  const inList = () => document.activeElement === scroller.current;
  const walk = (keys: string, label: string, to: number) => ({ keys, label, run: () => go(to), when: inList });
  useKeys("Hook trace", [
    walk("ArrowDown, j", "Next", index + 1),
    walk("ArrowUp, k", "Previous", index - 1),
    walk("PageDown", "Twenty further", index + 20),
    walk("PageUp", "Twenty back", index - 20),
    walk("Home", "First", 0),
    walk("End", "Last", rows.length - 1),
    { keys: "n", label: "Next that stopped or failed", run: () => next(1) },
    { keys: "shift+n", label: "The one before that stopped or failed", run: () => next(-1) },
    { keys: "+, =", label: "Closer", run: () => setShown(zoom(look, 0.5, middle, total)) },
    { keys: "-", label: "Further away", run: () => setShown(zoom(look, 2, middle, total)) },
    { keys: "0", label: "The whole run", run: () => setShown(undefined) },
    {
      keys: "z, Enter",
      label: "To the chosen one",
      run: () => row !== undefined && setShown(around(row.startMs ?? 0, row.milliseconds, total)),
      when: inList,
    },
    { keys: "ArrowRight", label: "Later", run: () => setShown(pan(look, 0.25, total)), when: inList },
    { keys: "ArrowLeft", label: "Earlier", run: () => setShown(pan(look, -0.25, total)), when: inList },
    { keys: "/", label: "Filter", run: () => document.getElementById("trace-filter")?.focus() },
    { keys: "q", label: "The run in the history", run: onQueue },
    { keys: "Escape", label: "To the waterfall", run: () => scroller.current?.focus(), when: () => !inList() },
  ]);
  return (
    <>
      <TraceBar
        trace={trace}
        runs={runs}
        files={files}
        filter={filter}
        onFilter={setFilter}
        onRun={onRun}
        onQueue={onQueue}
        onLeave={() => scroller.current?.focus()}
      />
      <div className={classes.page}>
        <Waterfall
          scroller={scroller}
          rows={rows}
          index={index}
          look={look}
          total={total}
          onChoose={setChosen}
          onLook={setShown}
        />
        {row === undefined ? null : <CallDetail key={row.id} row={row} />}
      </div>
    </>
  );
}

function endOfLast(rows: readonly { readonly startMs: number | null; readonly milliseconds: number }[]) {
  // Not spread into one call: a long trace has more lines than a call may have arguments.
  return [rows.reduce((end, { startMs, milliseconds }) => Math.max(end, (startMs ?? 0) + milliseconds), 0)];
}
