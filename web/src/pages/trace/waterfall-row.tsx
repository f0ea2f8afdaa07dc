import { memo } from "react";
import { formatMilliseconds } from "../../format/amounts.ts";
import { ListOption } from "../../lists/list-option.tsx";
import type { TimeWindow } from "./time-window.ts";
import type { TraceRow } from "./trace-rows.ts";
import classes from "./trace.module.css";

export const rowId = (id: string) => `trace-${id.replace(/\W/g, "-")}`;

export interface WaterfallRowProps {
  readonly row: TraceRow;
  readonly top: number;
  readonly look: TimeWindow;
  readonly chosen: boolean;
  readonly place: number;
  readonly count: number;
  readonly onChoose: (id: string) => void;
}

const marks = { aborted: "stopped it", error: "failed", skipped: "skipped", running: "running", ok: "" } as const;

/** One line of the waterfall. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { row, top, look, chosen, place, count, onChoose } = props;
  const length = look.to - look.from;
  const from = row.startMs ?? 0;
  const left = ((from - look.from) / length) * 100;
  const width = (row.milliseconds / length) * 100;
  const inSight = from <= look.to && from + row.milliseconds >= look.from;
  return (
    <ListOption
      as="div"
      id={rowId(row.id)}
      selected={chosen}
      aria-posinset={place}
      aria-setsize={count}
      className={classes.row}
      data-state={row.state}
      data-kind={row.kind}
      style={{ transform: `translateY(${top}px)` }}
      onChoose={() => onChoose(row.id)}
    >
      <span className={classes.name}>{row.name}</span>
      <span className={classes.file}>{row.file}</span>
      <span className={classes.about} title={row.about}>
        {row.about}
      </span>
      <span className={classes.length}>{row.state === "skipped" ? "" : formatMilliseconds(row.milliseconds)}</span>
      <span className={classes.lane}>
        {inSight ? (
          <span
            className={classes.bar}
            style={{ left: `clamp(0%, ${left}%, 100% - 3px)`, width: `${clipped(left, width)}%` }}
          />
        ) : (
          <span className={classes.away} data-side={from > look.to ? "after" : "before"} />
        )}
        <span
          className={classes.marks}
          style={
            // Where there is no room behind the bar, they stand before it.
            left + width > 70
              ? { right: `calc(${Math.max(0, 100 - Math.max(0, left))}% + 8px)` }
              : { left: `calc(${Math.max(0, left + width)}% + 8px)` }
          }
        >
          {row.state === "ok" ? null : <b data-state={row.state}>{marks[row.state]}</b>}
          {row.changes === 0 ? null : <span>{row.changes === 1 ? "1 change" : `${row.changes} changes`}</span>}
          {row.printed === 0 ? null : <span className={classes.printed}>printed</span>}
        </span>
      </span>
    </ListOption>
  );
});

/** Of what begins before the stretch, only what lies in it. */
function clipped(left: number, width: number): number {
  const from = Math.max(0, left);
  return Math.max(0, Math.min(100, left + width) - from);
}
