import { useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { apiUrl } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import classes from "./export.module.css";

/** A clip, sequence or place in a list, with its picture. */
export function EntryLine({ entry, failed }: { entry: EntryShape | undefined; failed: boolean }) {
  const [noPicture, setNoPicture] = useState(false);
  if (entry === undefined)
    return <span className={failed ? classes.problem : "quiet"}>{failed ? "It is not there any more." : "…"}</span>;
  const hasPicture = entry.clip !== undefined && entry.clip.width > 0 && entry.linked !== false && !noPicture;
  return (
    <>
      <span className={classes.thumb}>
        {hasPicture ? (
          <img
            src={apiUrl(`/entries/${entry.id}/thumbnail`, { v: entry.changedAt })}
            alt=""
            loading="lazy"
            decoding="async"
            onError={() => setNoPicture(true)}
          />
        ) : (
          <Icon name={entry.clip === undefined ? "reel" : entry.clip.width === 0 ? "sound" : "clip"} size={13} />
        )}
      </span>
      <span className={classes.clipName}>{entry.name}</span>
      {entry.linked === false ? <span className={classes.problem}>media not there</span> : null}
      <span className="figures quiet">
        {entry.clip === undefined
          ? entry.kind
          : `${entry.kind === "sequence" ? "sequence  " : ""}${formatTimecode(entry.clip.duration, entry.clip.rate)}`}
      </span>
    </>
  );
}
