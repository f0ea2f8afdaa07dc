import { useQuery } from "@tanstack/react-query";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { formatRate } from "../../../../src/time/rate.ts";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { countOf } from "../../format/amounts.ts";
import { api } from "../../api/client.ts";
import classes from "./desktop.module.css";
import type { LaneLayout } from "./lane-rows.ts";

export interface StatusLineProps {
  readonly layout: LaneLayout;
  /** Where the cursor is. */
  readonly clip: EntryShape | undefined;
  readonly chosen: number;
  readonly held: { readonly ids: ReadonlySet<string>; readonly cut: boolean } | undefined;
}

/** What is known of the clip under the cursor, and how much is selected. */
export function StatusLine({ layout, clip, chosen, held }: StatusLineProps) {
  const total = layout.lanes.reduce((sum, { clipCount }) => sum + clipCount, 0);
  const path = useQuery({
    queryKey: ["catalogue", "entry", clip?.id],
    queryFn: ({ signal }) => api.get<EntryShape>(`/entries/${clip?.id}`, { signal }),
    enabled: clip !== undefined,
  }).data?.path;
  return (
    <footer className={classes.status} aria-label="Selection">
      {clip === undefined ? null : (
        <>
          <strong className={classes.statusName}>{clip.name}</strong>
          {clip.clip === undefined ? null : <Facts clip={clip.clip} />}
          {clip.linked === false ? <span className={classes.warning}>media not there</span> : null}
          <span className={classes.path}>{placeOf(path, clip.name)}</span>
        </>
      )}
      <span className={classes.totals}>
        {held === undefined ? null : `${held.ids.size} taken to ${held.cut ? "move" : "copy"} · `}
        {chosen > 0 ? `${chosen} of ` : ""}
        {total === 1 ? "1 clip" : `${total} clips`}
      </span>
    </footer>
  );
}

/** Where it lies; of several of one name a path holds what only programs read. */
const placeOf = (path: string | undefined, name: string) =>
  path === undefined ? "" : `${path.slice(0, path.lastIndexOf("/"))}/${name}`;

function Facts({ clip }: { clip: NonNullable<EntryShape["clip"]> }) {
  const { startFrame, rate, dropFrame, duration, width, height } = clip;
  return (
    <>
      <span className="figures">
        {formatTimecode(startFrame, rate, dropFrame)} – {formatTimecode(startFrame + duration, rate, dropFrame)}
      </span>
      <span className="figures">{countOf(duration, "frame")}</span>
      <span className="figures">{formatRate(rate)} fps</span>
      <span className="figures">{width === 0 ? "sound" : `${width}×${height}`}</span>
    </>
  );
}
