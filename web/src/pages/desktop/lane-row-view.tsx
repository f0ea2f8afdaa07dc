import { Icon, type IconName } from "../../icons/icon.tsx";
import { ClipTile } from "./clip-tile.tsx";
import type { Lane, LaneRow, Spot } from "./lane-rows.ts";
import classes from "./lanes.module.css";
import type { ClipAt } from "./shown-clips.ts";

export interface LaneRowViewProps {
  readonly row: LaneRow;
  readonly clips: ClipAt;
  readonly cursor: Spot | undefined;
  readonly selected: ReadonlySet<string>;
  readonly cut: ReadonlySet<string>;
  readonly renaming: string | undefined;
  readonly scrolling: boolean;
  readonly onRename: (id: string, name: string | undefined) => void;
  readonly onFold: (id: string) => void;
}

export const placeIcons: Readonly<Record<string, IconName>> = {
  workspace: "desktop",
  desktop: "desktop",
  "reel group": "reelGroup",
  reel: "reel",
  library: "library",
  folder: "folder",
};

/** One row: the head of a group, or some clips of a lane. */
export function LaneRowView(props: LaneRowViewProps) {
  const { row } = props;
  if (row.kind === "head")
    return (
      <div role="rowheader" className={classes.groupHead} style={{ paddingLeft: 6 + row.depth * 14 }}>
        <FoldButton id={row.place.id} name={row.place.name} folded={row.folded} onFold={props.onFold} />
        <Icon name={placeIcons[row.place.kind] ?? "folder"} size={13} />
        <span className={classes.headName}>{row.place.name}</span>
        <span className={classes.count}>{countBelow(row.place)}</span>
      </div>
    );
  return (
    <>
      <div role="rowheader" className={classes.laneHead} data-first={row.isFirst || undefined}>
        {row.isFirst ? <LaneHead {...props} row={row} /> : null}
      </div>
      {row.end === row.start ? (
        <div role="gridcell" className={classes.emptyLane}>
          {row.lane.clipCount === 0 ? "empty" : `${row.lane.clipCount} clips`}
        </div>
      ) : (
        <Tiles {...props} row={row} />
      )}
    </>
  );
}

type ClipsRow = Extract<LaneRow, { kind: "clips" }>;

function LaneHead({ row, onFold }: LaneRowViewProps & { row: ClipsRow }) {
  const { lane } = row;
  return (
    <>
      <FoldButton
        id={lane.id}
        name={lane.name}
        folded={lane.clipCount > 0 && row.end === row.start}
        disabled={lane.clipCount === 0 || lane.kind !== "reel"}
        onFold={onFold}
      />
      <span className="visually-hidden" title={lane.name}>
        {lane.name}
      </span>
    </>
  );
}

/** What is seen of a lane's name: it moves along while the lane is scrolled through. */
export function LaneLabel({ lane, shownCount }: { lane: Lane; shownCount: number }) {
  return (
    <div className={classes.laneText}>
      <span className={classes.headName}>{lane.kind === "reel" ? lane.name : `In ${lane.name}`}</span>
      {shownCount === 0 ? null : (
        <span className={classes.count}>{lane.clipCount === 1 ? "1 clip" : `${lane.clipCount} clips`}</span>
      )}
    </div>
  );
}

function Tiles({
  row,
  clips,
  cursor,
  selected,
  cut,
  renaming,
  scrolling,
  onRename,
}: LaneRowViewProps & { row: ClipsRow }) {
  return Array.from({ length: row.end - row.start }, (_, offset) => {
    const index = row.start + offset;
    const clip = clips(row.lane.id, index);
    if (clip === undefined) return <div key={index} role="gridcell" aria-busy className={classes.tile} data-empty />;
    return (
      <ClipTile
        key={clip.id}
        clip={clip}
        lane={row.lane.id}
        index={index}
        selected={selected.has(clip.id)}
        cursor={cursor?.lane === row.lane.id && cursor.index === index}
        cut={cut.has(clip.id)}
        renaming={renaming === clip.id}
        scrolling={scrolling}
        onRename={onRename}
      />
    );
  });
}

interface FoldButtonProps {
  readonly id: string;
  readonly name: string;
  readonly folded: boolean;
  readonly disabled?: boolean;
  readonly onFold: (id: string) => void;
}

/** The mouse's way to fold; the keyboard folds in the tree. */
function FoldButton({ id, name, folded, disabled = false, onFold }: FoldButtonProps) {
  return (
    <button
      type="button"
      className={classes.fold}
      tabIndex={-1}
      disabled={disabled}
      aria-expanded={!folded}
      aria-label={name}
      onClick={() => onFold(id)}
    >
      <Icon name={folded ? "right" : "down"} size={10} />
    </button>
  );
}

function countBelow(place: Extract<LaneRow, { kind: "head" }>["place"]): number {
  return place.children.reduce((sum, child) => sum + countBelow(child), place.clipCount);
}
