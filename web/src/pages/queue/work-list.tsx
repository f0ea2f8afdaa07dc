import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo } from "react";
import classes from "./queue.module.css";
import type { Work } from "./shown-work.ts";
import { WorkRow, workId } from "./work-row.tsx";

export interface WorkListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly works: readonly Work[];
  readonly index: number;
  readonly paused: boolean;
  readonly onShow: (work: Work) => void;
  /** Reads what is further down; nothing when all is there. */
  readonly onMore: (() => void) | undefined;
}

type Line = { readonly section: string; readonly count: number } | { readonly work: Work };

/** The lines of the page, under the names of their sections. */
export function WorkList({ list, works, index, paused, onShow, onMore }: WorkListProps) {
  const lines = useMemo(() => linesOf(works), [works]);
  const chosen = works[index];
  const at = lines.findIndex((line) => "work" in line && line.work === chosen);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => list.current,
    estimateSize: (line) => heightOf(lines[line]),
    getItemKey: (line) => keyOf(lines[line], line),
    overscan: 6,
  });
  useEffect(() => virtual.measure(), [virtual, lines]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at <= 1 ? 0 : at, { align: "auto" });
  }, [virtual, at]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onMore !== undefined && last >= lines.length - 10) onMore();
  }, [onMore, last, lines.length]);
  return (
    <div
      ref={list}
      className={classes.list}
      role="listbox"
      aria-label="Exports and archives"
      tabIndex={0}
      aria-activedescendant={chosen === undefined ? undefined : workId(chosen)}
    >
      <div role="presentation" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index: line, key, start, size }) => {
          const one = lines[line];
          return one === undefined ? null : (
            <div
              key={key}
              role="presentation"
              className={classes.line}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {"work" in one ? (
                <WorkRow work={one.work} chosen={one.work === chosen} onShow={onShow} />
              ) : (
                <div className={classes.section} role="presentation">
                  {one.section}
                  <span className="figures quiet">{one.count}</span>
                  {paused && one.section === "Waiting" ? <span className={classes.paused}>paused</span> : null}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function linesOf(works: readonly Work[]): readonly Line[] {
  const lines: Line[] = [];
  for (const [section, members] of Map.groupBy(works, (work) => work.section)) {
    if (section !== "History") lines.push({ section, count: members.length });
    for (const work of members) lines.push({ work });
  }
  return lines;
}

function heightOf(line: Line | undefined): number {
  if (line === undefined || !("work" in line)) return 26;
  return 54 + (line.work.message === "" ? 0 : 14) + (line.work.progress === null ? 0 : 4);
}

const keyOf = (line: Line | undefined, index: number): string =>
  line === undefined ? String(index) : "work" in line ? line.work.key : `section ${line.section}`;
