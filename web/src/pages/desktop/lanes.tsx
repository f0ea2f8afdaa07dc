import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { tileId } from "./clip-tile.tsx";
import { LaneLabel, LaneRowView } from "./lane-row-view.tsx";
import { holdsClips, type Lane, type LaneLayout, type LaneRow, rowOf, type Spot } from "./lane-rows.ts";
import classes from "./lanes.module.css";
import { useShownClips } from "./shown-clips.ts";
import { rowHeights } from "./tile-size.ts";
import type { Selection } from "./use-selection.ts";

export interface LanesProps {
  readonly layout: LaneLayout;
  readonly columns: number;
  /** Width of a tile in pixels. */
  readonly tile: number;
  readonly selection: Selection;
  readonly cut: ReadonlySet<string>;
  readonly renaming: string | undefined;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onRename: (id: string, name: string | undefined) => void;
  readonly onFold: (id: string) => void;
  readonly onOpen: (clip: EntryShape) => void;
  readonly onMenu: (event: React.MouseEvent, spot: Spot, at: { readonly x: number; readonly y: number }) => void;
  readonly onPointerDown: (event: React.PointerEvent<HTMLDivElement>) => void;
}

/** The button of a mouse that asks for a menu. */
const mouseMenu = 2;

/** Reels with their clips. However many there are, only what is in sight is drawn and read. */
export function Lanes(props: LanesProps) {
  const { layout, columns, tile, selection, cut, renaming, scroller } = props;
  const { rows } = layout;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index], tile),
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 3,
  });
  useEffect(() => virtual.measure(), [virtual, rows, tile]);
  const shown = virtual.getVirtualItems();
  const bands = useMemo(() => bandsOf(rows, tile), [rows, tile]);
  const [first, last] = [shown[0], shown.at(-1)];
  const shownBands =
    first === undefined || last === undefined
      ? []
      : bands.filter(({ top, height }) => top < last.end && top + height > first.start);
  const clips = useShownClips(shown.flatMap(({ index }) => rows[index] ?? []));
  const { cursor } = selection;
  const scrollTo = useRef(virtual.scrollToIndex);
  scrollTo.current = virtual.scrollToIndex;
  const cursorRow = useMemo(() => (cursor === undefined ? -1 : rowOf(rows, cursor)), [rows, cursor]);
  useEffect(() => {
    if (cursorRow >= 0) scrollTo.current(cursorRow, { align: "auto" });
  }, [cursorRow]);
  const active = cursor === undefined ? undefined : clips(cursor.lane, cursor.index);

  return (
    <div
      ref={scroller}
      className={classes.lanes}
      role="grid"
      aria-label="Clips"
      aria-multiselectable
      aria-rowcount={rows.length}
      aria-colcount={columns + 1}
      aria-activedescendant={active === undefined || cursorRow < 0 ? undefined : tileId(active.id)}
      tabIndex={0}
      data-lanes
      style={{ "--tile": `${tile}px` }}
      onPointerDown={props.onPointerDown}
      onDoubleClick={(event) => {
        const spot = spotUnder(event.target);
        const clip = spot === undefined ? undefined : clips(spot.lane, spot.index);
        if (clip !== undefined) props.onOpen(clip);
      }}
      onContextMenu={(event) => {
        const { clientX: x, clientY: y } = event;
        const spot = spotUnder(event.target);
        if (spot !== undefined) props.onMenu(event, spot, { x, y });
        else if (event.button !== mouseMenu && active !== undefined && cursor !== undefined) {
          // The keyboard's own key for menus: it stands where the cursor does.
          const { left = x, top = y } = document.getElementById(tileId(active.id))?.getBoundingClientRect() ?? {};
          props.onMenu(event, cursor, { x: left + 24, y: top + 24 });
        }
      }}
    >
      <div role="presentation" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {shownBands.map(({ lane, top, height, shownCount }) => (
          <div key={lane.id} aria-hidden className={classes.band} style={{ top, height }}>
            <LaneLabel lane={lane} shownCount={shownCount} />
          </div>
        ))}
        {shown.map(({ index, key, start, size }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 1}
              className={classes.row}
              data-drop={row.kind === "clips" ? row.lane.id : holdsClips(row.place.kind) ? row.place.id : undefined}
              data-kind={row.kind}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <LaneRowView
                row={row}
                clips={clips}
                cursor={cursor}
                selected={selection.ids}
                cut={cut}
                renaming={renaming}
                scrolling={virtual.isScrolling}
                onRename={props.onRename}
                onFold={props.onFold}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The spot that an element of a tile belongs to. */
export function spotUnder(target: EventTarget | null): Spot | undefined {
  const tile = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  const { lane, index } = tile?.dataset ?? {};
  return lane === undefined || index === undefined ? undefined : { lane, index: Number(index) };
}

interface Band {
  readonly lane: Lane;
  readonly top: number;
  readonly height: number;
  readonly shownCount: number;
}

/** The stretches of the lanes: the name of each stays in sight for as long as one of its rows is. */
function bandsOf(rows: readonly LaneRow[], tile: number): readonly Band[] {
  const bands: Band[] = [];
  let top = 0;
  for (const row of rows) {
    const height = heightOf(row, tile);
    const before = bands.at(-1);
    if (row.kind === "clips" && row.isFirst) bands.push({ lane: row.lane, top, height, shownCount: row.end });
    else if (row.kind === "clips" && before !== undefined)
      bands[bands.length - 1] = { ...before, height: before.height + height, shownCount: row.end };
    top += height;
  }
  return bands;
}

function heightOf(row: LaneRow | undefined, tile: number): number {
  if (row === undefined || row.kind === "head") return rowHeights.head;
  return row.end === row.start ? rowHeights.emptyLane : rowHeights.clips(tile);
}

function keyOf(row: LaneRow | undefined, index: number): string {
  if (row === undefined) return String(index);
  return row.kind === "head" ? `head ${row.place.id}` : `${row.lane.id} ${row.start}`;
}
