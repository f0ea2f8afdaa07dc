import { useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import type { z } from "zod";
import type { SnapshotShape, takeSnapshotShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { notify } from "../../shell/notices.ts";
import { flyTo } from "./fly.ts";
import type { PlayerControl } from "./player-control.ts";
import { reelQuery } from "./reel-strip.tsx";

export type SnapshotWish = z.infer<typeof takeSnapshotShape>;

/** Takes snapshots of the frame that is shown; what a hook imports flies to its reel. */
export function useSnapshot(control: PlayerControl, canvas: RefObject<HTMLCanvasElement | null>) {
  const queries = useQueryClient();
  return async (wish: SnapshotWish): Promise<void> => {
    const { id, reelId, hasLut } = control.viewer;
    const { frame, lut } = control.state;
    // What is seen is what is taken.
    const asked = { frame, ...(hasLut ? { lut } : {}), ...wish };
    try {
      const taken = await api.post<SnapshotShape>(`/viewers/${id}/snapshot`, asked);
      tell(taken);
      const [clip] = taken.imported;
      if (clip === undefined) return;
      if (clip.parentId === reelId) await queries.refetchQueries({ queryKey: reelQuery(reelId).queryKey });
      const onReel = clip.parentId === reelId ? await drawn(`reel-clip-${clip.id}`) : null;
      const target = onReel ?? document.querySelector('a[href^="/desktop"]');
      target?.scrollIntoView({ inline: "nearest", block: "nearest" });
      if (canvas.current !== null && target !== null) flyTo(canvas.current, target);
    } catch (error) {
      notify({ kind: "bad", title: "No snapshot was taken", message: sentenceOf(error) });
    }
  };
}

/** Milliseconds after which a clip is not waited for. */
const patience = 1000;

/** An element that was read for a moment ago and is drawn with the next picture of the page, or the one after. */
async function drawn(id: string): Promise<HTMLElement | null> {
  const end = performance.now() + patience;
  for (;;) {
    const element = document.getElementById(id);
    if (element !== null || performance.now() > end) return element;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

function tell({ status, imported, files, problems }: SnapshotShape): void {
  const [clip] = imported;
  const [file] = files;
  const message = problems.join(" ");
  if (status === "aborted" || status === "failed" || status === "cancelled")
    notify({ kind: "bad", title: "No snapshot was taken", message: message === "" ? `It was ${status}.` : message });
  else if (message !== "") notify({ kind: "warning", title: "The snapshot was taken, but not all went well", message });
  else if (clip !== undefined) notify({ kind: "good", title: "Snapshot taken", message: clip.path });
  else if (file !== undefined) notify({ kind: "good", title: "Snapshot written", message: file });
}
