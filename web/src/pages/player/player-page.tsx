import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import type { EntryShape, TreeShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { api } from "../../api/client.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { useProject } from "../../shell/use-project.ts";
import classes from "./player.module.css";
import { PlayerView } from "./player-view.tsx";
import { ReelStrip } from "./reel-strip.tsx";
import { useReelKeys } from "./use-reel-keys.ts";
import { useViewer } from "./use-viewer.ts";

/** A clip or sequence, frame by frame. */
export function PlayerPage() {
  const { clip, frame } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  // Where it stood when it was opened again; the clip that the address speaks of begins where the address says.
  const stood = useRef<{ clip: string | undefined; at: string | undefined }>({ clip, at: frame });
  if (stood.current.clip !== clip) stood.current = { clip, at: frame };
  const { viewer, error, again } = useViewer(clip, () => stood.current.at);
  const firstReel = useFirstReel(clip === undefined || error !== undefined);
  const open = (entry: EntryShape) =>
    void navigate({ to: "/player", search: ({ project }) => ({ project, clip: entry.id }) });
  // While another clip is opened, the reel stays that of the one before.
  const lastReel = useRef<string>(undefined);
  if (viewer !== undefined) lastReel.current = viewer.reelId ?? undefined;
  const isOpening = clip !== undefined && viewer === undefined;
  const reelId = viewer?.reelId ?? (isOpening ? lastReel.current : undefined) ?? firstReel;
  useReelKeys(reelId, clip, open);

  return (
    <div className={classes.page}>
      {clip === undefined ? (
        <Empty title="Nothing is shown yet" icon="player">
          <p>Choose a clip below, or open one on the Desktop with Enter.</p>
        </Empty>
      ) : error !== undefined ? (
        <Failed error={error} retry={again} />
      ) : viewer === undefined ? (
        <Loading what="Opening the clip" />
      ) : (
        <PlayerView
          key={viewer.id}
          viewer={viewer}
          onStand={(at) => {
            stood.current = { clip, at: String(at) };
          }}
          onGone={again}
        />
      )}
      {reelId === undefined || reelId === null ? null : <ReelStrip reelId={reelId} current={clip} onOpen={open} />}
    </div>
  );
}

/** The reel to begin with when no clip is named. */
function useFirstReel(wanted: boolean): string | undefined {
  const { project } = useProject();
  const { data } = useQuery({
    queryKey: ["catalogue", "first-reel", project?.id],
    enabled: wanted && project !== undefined,
    queryFn: async ({ signal }) =>
      firstReel(await api.get<TreeShape>(`/projects/${project?.id}/tree`, { signal })) ?? null,
  });
  return data ?? undefined;
}

function firstReel({ entry, children }: TreeShape): string | undefined {
  if (entry.kind === "reel") return entry.id;
  for (const child of children) {
    const found = firstReel(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
