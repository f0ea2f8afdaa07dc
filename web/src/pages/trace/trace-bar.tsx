import { Button, TextInput } from "@mantine/core";
import { countOf, formatMilliseconds, formatMoment } from "../../format/amounts.ts";
import { Icon } from "../../icons/icon.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import type { RunShape, RunTrace } from "./trace-queries.ts";
import { baseOf, type TraceFilter } from "./trace-rows.ts";
import classes from "./trace.module.css";

export interface TraceBarProps {
  readonly trace: RunTrace;
  readonly runs: readonly RunShape[];
  readonly files: readonly { readonly file: string; readonly milliseconds: number }[];
  readonly filter: TraceFilter;
  readonly onFilter: (filter: TraceFilter) => void;
  readonly onRun: (id: string) => void;
  readonly onQueue: () => void;
  readonly onLeave: () => void;
}

const choices = [
  ["everything", "Everything"],
  ["hooks", "Hooks only"],
  ["changes", "What changed something"],
  ["printed", "What printed something"],
  ["troubles", "Stopped, failed, skipped"],
] as const;

/** Which run, and which of its lines. */
export function TraceBar({ trace, runs, files, filter, onFilter, onRun, onQueue, onLeave }: TraceBarProps) {
  const isListed = runs.some(({ id }) => id === trace.runId);
  return (
    <PageBar>
      <select
        aria-label="Run"
        className={classes.select}
        value={trace.runId}
        onChange={(event) => onRun(event.currentTarget.value)}
      >
        {isListed ? null : <option value={trace.runId}>{trace.runId}</option>}
        {runs.map(({ id, title, startedAt, isSnapshot }) => (
          <option key={id} value={id}>
            {`${formatMoment(startedAt)}  ${title}${isSnapshot ? " (snapshot)" : ""}`}
          </option>
        ))}
      </select>
      <span className={classes.sum}>
        {countOf(trace.calls.length, "call")}, {formatMilliseconds(trace.milliseconds)}
      </span>
      <span className={classes.space} />
      <select
        aria-label="Of which file"
        className={classes.select}
        value={filter.file}
        onChange={(event) => onFilter({ ...filter, file: event.currentTarget.value })}
      >
        <option value="">Every file</option>
        {files.map(({ file, milliseconds }) => (
          <option key={file} value={file}>
            {`${baseOf(file)}  (${formatMilliseconds(milliseconds)})`}
          </option>
        ))}
      </select>
      <select
        aria-label="What is shown"
        className={classes.select}
        value={filter.only}
        onChange={(event) => {
          const only = choices.find(([value]) => value === event.currentTarget.value)?.[0] ?? "everything";
          onFilter({ ...filter, only });
        }}
      >
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <TextInput
        id="trace-filter"
        type="search"
        aria-label="Filter by hook, file, asset or message"
        placeholder="Hook, file, asset  ( / )"
        leftSection={<Icon name="search" size={12} />}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          if (event.key === "Escape") onFilter({ ...filter, text: "" });
          onLeave();
        }}
      />
      <Button title="Q" onClick={onQueue}>
        The run
      </Button>
    </PageBar>
  );
}
