import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { ClipTile, tileId } from "./clip-tile.tsx";
import { searchQuery } from "./desktop-queries.ts";
import classes from "./desktop.module.css";

export interface SearchResultsProps {
  readonly projectId: string;
  readonly text: string;
  readonly onOpen: (clip: EntryShape) => void;
  /** Told of the clip that the cursor is at. */
  readonly onLook: (clip: EntryShape | undefined) => void;
}

/** Clips that hold a text, wherever they lie. */
export function SearchResults({ projectId, text, onOpen, onLook }: SearchResultsProps) {
  const { data, error, refetch } = useQuery(searchQuery(projectId, text));
  const [cursor, setCursor] = useState(0);
  const clips = (data ?? []).filter(({ clip }) => clip !== undefined);
  const active = clips[Math.min(cursor, clips.length - 1)];
  useEffect(() => onLook(active), [active, onLook]);
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Searching" />;
  if (clips.length === 0)
    return (
      <Empty title={`Nothing holds “${text}”`} icon="search">
        <p>Names, shot names, comments, tags and media paths were looked through.</p>
      </Empty>
    );
  return (
    <div
      role="grid"
      aria-label="Found"
      tabIndex={0}
      className={classes.found}
      data-lanes
      aria-activedescendant={active === undefined ? undefined : tileId(active.id)}
      onKeyDown={(event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by !== undefined) setCursor(Math.max(0, Math.min(clips.length - 1, cursor + by)));
        if (event.key === "Enter" && active !== undefined) onOpen(active);
      }}
      onClick={(event) => {
        const index = indexUnder(event.target);
        if (index !== undefined) setCursor(index);
      }}
      onDoubleClick={(event) => {
        const clip = clips[indexUnder(event.target) ?? -1];
        if (clip !== undefined) onOpen(clip);
      }}
    >
      <div role="row" className={classes.foundRow}>
        {clips.map((clip, index) => (
          <ClipTile
            key={clip.id}
            clip={clip}
            lane="found"
            index={index}
            selected={index === cursor}
            cursor={index === cursor}
            cut={false}
            renaming={false}
            scrolling={false}
            onRename={() => undefined}
          />
        ))}
      </div>
    </div>
  );
}

function indexUnder(target: EventTarget): number | undefined {
  const tile = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return tile === null ? undefined : Number(tile.dataset.index);
}
