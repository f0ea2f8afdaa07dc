import { useId, useState } from "react";
import classes from "./segment-map.module.css";

/** One file of a session, as a square. */
export interface SegmentCell {
  readonly number: number;
  readonly state: "planned" | "writing" | "written" | "checked" | "verified" | "bad";
  /** Of one that is being written or read: from 0 to 1. */
  readonly part?: number;
  /** What is known of it, a sentence. */
  readonly words: string;
}

export interface SegmentMapProps {
  readonly label: string;
  readonly cells: readonly SegmentCell[];
}

/** More squares than this are no picture any more. */
const mostCells = 3000;

/** The segments of a session, filling up as they are written and verified; the arrow keys go from one to the next. */
export function SegmentMap({ label, cells }: SegmentMapProps) {
  const own = useId();
  const [at, setAt] = useState(0);
  const shown = cells.slice(0, mostCells);
  const current = shown[Math.min(at, shown.length - 1)];
  const bad = cells.filter(({ state }) => state === "bad");
  return (
    <div className={classes.map}>
      <div
        role="listbox"
        aria-label={label}
        tabIndex={0}
        className={classes.cells}
        data-dense={cells.length > 300 || undefined}
        aria-activedescendant={current === undefined ? undefined : `${own}-${current.number}`}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1, Home: -mostCells, End: mostCells }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          setAt(Math.max(0, Math.min(shown.length - 1, at + by)));
        }}
      >
        {shown.map((cell, index) => (
          <span
            key={cell.number}
            id={`${own}-${cell.number}`}
            role="option"
            tabIndex={-1}
            aria-selected={cell === current}
            aria-label={cell.words}
            title={cell.words}
            className={classes.cell}
            data-state={cell.state}
            style={{ "--part": `${Math.round((cell.part ?? 0) * 100)}%` }}
            onPointerEnter={() => setAt(index)}
          />
        ))}
        {cells.length > mostCells ? <span className={classes.rest}>and {cells.length - mostCells} more</span> : null}
      </div>
      {current === undefined ? null : (
        <p className={classes.current} data-state={current.state}>
          {current.words}
        </p>
      )}
      {bad.length === 0 ? null : (
        <ul className={classes.bad}>
          {bad.slice(0, 20).map(({ number, words }) => (
            <li key={number}>{words}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const legend = [
  ["planned", "to come"],
  ["writing", "being written"],
  ["written", "written"],
  ["checked", "read back"],
  ["verified", "verified"],
  ["bad", "bad"],
] as const;

/** What the squares mean. */
export function SegmentLegend() {
  return (
    <ul className={classes.legend} aria-label="What the squares mean">
      {legend.map(([state, words]) => (
        <li key={state}>
          <span aria-hidden className={classes.cell} data-state={state} style={{ "--part": "50%" }} />
          {words}
        </li>
      ))}
    </ul>
  );
}
