import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { AssetRow } from "../../../../src/server/shapes/export-shapes.ts";
import { formatBytes } from "../../format/amounts.ts";
import classes from "./export.module.css";

const words: Readonly<Record<AssetRow["status"], string>> = {
  planned: "Write",
  unanswered: "Ask",
  skipped: "Skip",
  aborted: "Stopped",
  failed: "Fails",
  cancelled: "Cancelled",
  running: "Running",
  written: "Written",
};

/** Every asset that would be written, with what becomes of it. */
export function DryRunTable({ rows, dim }: { rows: readonly AssetRow[]; dim: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    overscan: 10,
  });
  useEffect(() => virtual.measure(), [virtual, rows]);
  return (
    <div
      ref={scroller}
      id="export-table"
      role="table"
      aria-label="What would be written"
      aria-rowcount={rows.length + 1}
      // It scrolls, so the keyboard must reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={classes.table}
      data-dim={dim || undefined}
    >
      <div role="rowgroup" className={classes.tableHead}>
        <div role="row" aria-rowindex={1} className={classes.tableRow}>
          <span role="columnheader">What</span>
          <span role="columnheader">Name</span>
          <span role="columnheader">Sequence</span>
          <span role="columnheader" className={classes.number}>
            Frames
          </span>
          <span role="columnheader" className={classes.number}>
            At least
          </span>
        </div>
      </div>
      <div role="rowgroup" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              className={classes.tableRow}
              data-status={row.status}
              data-replaces={row.replaces || undefined}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <span role="cell" className={classes.status}>
                {row.replaces && row.status === "planned" ? "Replace" : words[row.status]}
              </span>
              <span role="cell" className={classes.nameCell} title={row.path}>
                <Name row={row} />
                {row.newVersionOf === null ? null : (
                  <small>{`New version beside ${row.newVersionOf}, which exists.`}</small>
                )}
                {reasonOf(row) === "" ? null : <small className={classes.why}>{reasonOf(row)}</small>}
              </span>
              <span role="cell" className={classes.quietCell}>
                {row.sequence}
              </span>
              <span role="cell" className={classes.number}>
                {row.frames > 0 ? row.frames.toLocaleString("en") : ""}
              </span>
              <span role="cell" className={classes.number}>
                {row.leastBytes === null ? "" : formatBytes(row.leastBytes)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Name({ row: { resolvedPath, renamedFrom, name, type } }: { row: AssetRow }) {
  const after = resolvedPath === "" ? `${name} (${type})` : resolvedPath;
  if (renamedFrom === null) return <span className={classes.after}>{after}</span>;
  return (
    <>
      <del className={classes.before}>
        <span className="visually-hidden">Before hooks: </span>
        {renamedFrom}
      </del>
      <ins className={classes.after}>
        <span aria-hidden>→ </span>
        <span className="visually-hidden">After hooks: </span>
        {after}
      </ins>
    </>
  );
}

function reasonOf({ status, reason, warnings }: AssetRow): string {
  // A dry run has nobody to ask; the export has.
  const why = status === "unanswered" ? "This file exists: you will be asked what shall become of it." : reason;
  return [why, ...warnings].filter((text) => text !== "").join(" ");
}

function heightOf(row: AssetRow | undefined): number {
  if (row === undefined) return 27;
  const lines =
    (row.renamedFrom === null ? 1 : 2) + (row.newVersionOf === null ? 0 : 1) + (reasonOf(row) === "" ? 0 : 1);
  return 10 + lines * 17;
}
