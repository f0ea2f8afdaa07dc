import { useCallback, useEffect, useRef, useState } from "react";
import type { ViewerShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, apiUrl } from "../../api/client.ts";

/** Milliseconds between two words to the server that somebody still looks. */
const stillHere = 45_000;

interface ViewerState {
  readonly clip: string | undefined;
  readonly viewer?: ViewerShape;
  readonly error?: unknown;
}

/**
 * What the server looks at for this page, for as long as the page shows it.
 * @param at asked when it is opened: where to begin, as a frame or a timecode
 */
export function useViewer(clip: string | undefined, at: () => string | undefined) {
  const [state, setState] = useState<ViewerState>({ clip: undefined });
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  const begin = useRef(at);
  useEffect(() => {
    begin.current = at;
  });
  useEffect(() => {
    if (clip === undefined) return;
    let isGone = false;
    let id: string | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    const close = () => {
      if (id !== undefined) void fetch(apiUrl(`/viewers/${id}`), { method: "DELETE", keepalive: true }).catch(() => {});
      id = undefined;
    };
    const open = async () => {
      const start = begin.current();
      const asked = { source: `cresset:${clip}`, ...(start === undefined ? {} : { at: start }) };
      const viewer = await api.post<ViewerShape>("/viewers", asked);
      ({ id } = viewer);
      if (isGone) {
        close();
        return;
      }
      setState({ clip, viewer });
      timer = setInterval(() => {
        api.get(`/viewers/${viewer.id}`).catch((error: unknown) => {
          // Closed for another player: this one is opened again while somebody sees it.
          if (error instanceof ApiProblem && error.status === 404 && document.visibilityState === "visible") again();
        });
      }, stillHere);
    };
    open().catch((error: unknown) => {
      if (!isGone) setState({ clip, error });
    });
    window.addEventListener("pagehide", close);
    return () => {
      isGone = true;
      clearInterval(timer);
      window.removeEventListener("pagehide", close);
      close();
    };
  }, [clip, attempt, again]);
  const isCurrent = state.clip === clip;
  return { viewer: isCurrent ? state.viewer : undefined, error: isCurrent ? state.error : undefined, again };
}
