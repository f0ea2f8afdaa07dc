import { memo, useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { formatRate } from "../../../../src/time/rate.ts";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { apiUrl } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import { NameField } from "./name-field.tsx";
import classes from "./lanes.module.css";

export interface ClipTileProps {
  readonly clip: EntryShape;
  /** Of the lane, for the pointer to know what it is over. */
  readonly lane: string;
  readonly index: number;
  readonly selected: boolean;
  readonly cursor: boolean;
  /** It is about to be moved. */
  readonly cut: boolean;
  readonly renaming: boolean;
  /** Pictures that were not looked at yet wait until the scrolling rests. */
  readonly scrolling: boolean;
  readonly onRename: (id: string, name: string | undefined) => void;
}

export const tileId = (id: string) => `clip-${id}`;

/** A clip or sequence on a reel. */
export const ClipTile = memo(function ClipTile(props: ClipTileProps) {
  const { clip, lane, index, selected, cursor, cut, renaming, scrolling, onRename } = props;
  const unlinked = clip.linked === false;
  const summary = clip.clip;
  return (
    <div
      role="gridcell"
      id={tileId(clip.id)}
      aria-selected={selected}
      className={classes.tile}
      data-lane={lane}
      data-index={index}
      data-cursor={cursor || undefined}
      data-cut={cut || undefined}
      data-unlinked={unlinked || undefined}
    >
      {renaming ? (
        <NameField name={clip.name} className={classes.nameField ?? ""} onDone={(name) => onRename(clip.id, name)} />
      ) : (
        <div className={classes.name} title={clip.name}>
          {clip.name}
        </div>
      )}
      {summary === undefined ? null : (
        <div className={classes.facts}>
          <span>{formatTimecode(summary.duration, summary.rate)}</span>
          <span>{formatRate(summary.rate)}</span>
        </div>
      )}
      <div className={classes.thumb}>
        <Thumbnail clip={clip} waiting={scrolling} />
        {clip.kind === "sequence" ? (
          <span className={classes.kind}>
            <Icon name="sequence" size={12} />
          </span>
        ) : null}
        {unlinked ? (
          <span className={classes.unlinked}>
            <Icon name="unlinked" size={11} />
            media not there
          </span>
        ) : null}
        {clip.attributes.colour === undefined ? null : (
          <span className={classes.colour} style={{ background: cssColour(clip.attributes.colour) }} />
        )}
      </div>
    </div>
  );
});

/** Addresses of pictures that were shown, and so are in the browser's memory. */
const seen = new Set<string>();

function Thumbnail({ clip, waiting }: { clip: EntryShape; waiting: boolean }) {
  const url = apiUrl(`/entries/${clip.id}/thumbnail`, { v: clip.changedAt });
  const [failed, setFailed] = useState(false);
  if (clip.linked === false || clip.clip?.width === 0 || failed)
    return <Icon name={clip.clip?.width === 0 ? "sound" : "clip"} size={22} className={classes.noPicture ?? ""} />;
  if (waiting && !seen.has(url)) return null;
  return (
    <img
      src={url}
      alt=""
      draggable={false}
      decoding="async"
      onLoad={() => seen.add(url)}
      onError={() => setFailed(true)}
    />
  );
}

const cssColour = (colour: readonly number[]) => `rgb(${colour.map((part) => Math.round(part * 255)).join(" ")})`;
