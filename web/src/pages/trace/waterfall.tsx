import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import { formatMilliseconds } from "../../format/amounts.ts";
import { ticks, type TimeWindow, zoom } from "./time-window.ts";
import type { TraceRow } from "./trace-rows.ts";
import classes from "./trace.module.css";
import { rowId, WaterfallRow } from "./waterfall-row.tsx";

export interface WaterfallProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly TraceRow[];
  readonly index: number;
  readonly look: TimeWindow;
  /** Milliseconds of the whole run. */
  readonly total: number;
  readonly onChoose: (id: string) => void;
  readonly onLook: (look: TimeWindow) => void;
}

const rowHeight = 24;

/** Line under line, each where it lies in time. However many there are, only what is in sight is drawn. */
export function Waterfall({ scroller, rows, index, look, total, onChoose, onLook }: WaterfallProps) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => {
    if (rows.length > 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [virtual, index, rows.length]);
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      onLook(zoom(look, event.deltaY > 0 ? 1.25 : 0.8, (look.from + look.to) / 2, total));
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [scroller, look, total, onLook]);
  const chosen = rows[index];
  const marks = ticks(look, 8).map((ms) => ({ ms, left: `${((ms - look.from) / (look.to - look.from)) * 100}%` }));
  return (
    <div className={classes.waterfall}>
      <div className={classes.axis} aria-hidden>
        <span className={classes.axisHead}>Hook</span>
        <span className={classes.axisFile}>File</span>
        <span className={classes.axisAbout}>About</span>
        <span className={classes.axisLength}>Took</span>
        <span className={classes.lane}>
          {marks.map(({ ms, left }) => (
            <span key={ms} className={classes.tick} style={{ left }}>
              {formatMilliseconds(ms)}
            </span>
          ))}
        </span>
      </div>
      <div
        ref={scroller}
        className={classes.rows}
        role="listbox"
        aria-label="What ran, in the order of time"
        tabIndex={0}
        aria-activedescendant={chosen === undefined ? undefined : rowId(chosen.id)}
      >
        {rows.length === 0 ? <p className={classes.nothing}>Nothing is like this.</p> : null}
        <div role="presentation" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: at, start }) => {
            const row = rows[at];
            return row === undefined ? null : (
              <WaterfallRow
                key={row.id}
                row={row}
                top={start}
                look={look}
                chosen={row === chosen}
                place={at + 1}
                count={rows.length}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
