import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { api, apiUrl } from "../../api/client.ts";
import classes from "./reel-strip.module.css";

/** Clips of a reel that are listed; the rest is on the Desktop. */
const most = 200;

/** The clips that lie where the one that is shown lies. */
export const reelQuery = (reelId: string | null | undefined) => ({
  queryKey: ["catalogue", "reel", reelId],
  enabled: reelId !== null && reelId !== undefined,
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const [reel, clips] = await Promise.all([
      api.get<EntryShape>(`/entries/${reelId}`, { signal }),
      api.get<{ items: readonly EntryShape[] }>(`/entries/${reelId}/children`, { query: { limit: most }, signal }),
    ]);
    return { reel, clips: clips.items.filter(({ clip }) => clip !== undefined) };
  },
});

interface ReelStripProps {
  readonly reelId: string;
  readonly current: string | undefined;
  readonly onOpen: (clip: EntryShape) => void;
}

/** A reel's clips to switch between. */
export function ReelStrip({ reelId, current, onOpen }: ReelStripProps) {
  const { data } = useQuery(reelQuery(reelId));
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [current, data]);
  if (data === undefined) return <div className={classes.strip} />;
  return (
    <nav className={classes.strip} aria-label={data.reel.name}>
      <h2 className={classes.name}>
        {data.reel.name}
        <span className="quiet">{data.clips.length}</span>
      </h2>
      <ul ref={list} className={classes.list}>
        {data.clips.map((clip) => (
          <li key={clip.id}>
            <button
              type="button"
              id={`reel-clip-${clip.id}`}
              className={classes.clip}
              aria-current={clip.id === current}
              data-unlinked={clip.linked === false}
              onClick={() => onOpen(clip)}
            >
              {clip.linked === false ? (
                <span className={classes.missing}>media not there</span>
              ) : (
                <img
                  alt=""
                  loading="lazy"
                  className={classes.picture}
                  src={apiUrl(`/entries/${clip.id}/thumbnail`, { at: clip.changedAt })}
                />
              )}
              <span className={classes.title}>{clip.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
