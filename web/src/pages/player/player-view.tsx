import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ViewerShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { notify } from "../../shell/notices.ts";
import { fit, Picture, type Zoom } from "./picture.tsx";
import { PlayerBar } from "./player-bar.tsx";
import { PlayerControl } from "./player-control.ts";
import classes from "./player.module.css";
import { ScrubBar } from "./scrub-bar.tsx";
import { usualChoice, wishOf } from "./snapshot-choice.ts";
import { SnapshotDialog } from "./snapshot-dialog.tsx";
import { Transport } from "./transport.tsx";
import { usePlayerKeys } from "./use-player-keys.ts";
import { useSnapshot } from "./use-snapshot.ts";
import { useMay } from "../../shell/use-may.ts";

interface PlayerViewProps {
  readonly viewer: ViewerShape;
  /** Told of each frame that it stands on. */
  readonly onStand: (frame: number) => void;
  /** The server looks at it no longer. */
  readonly onGone: () => void;
}

/** A clip that is open: its picture, and all that moves through it. */
export function PlayerView({ viewer, onStand, onGone }: PlayerViewProps) {
  const [control] = useState(() => new PlayerControl(viewer));
  const [zoom, setZoom] = useState<Zoom>(fit);
  const [asking, setAsking] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const state = useSyncExternalStore(control.watch, () => control.state);
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  useEffect(() => {
    control.open(() => gone.current());
    return () => control.close();
  }, [control]);
  const stand = useRef(onStand);
  useEffect(() => {
    stand.current = onStand;
  });
  useEffect(() => stand.current(state.frame), [state.frame]);

  const take = useSnapshot(control, canvas);
  const mayWork = useMay("artist");
  const snapshot = (quick: boolean) => {
    if (!mayWork) return;
    control.stop();
    if (quick) void take(wishOf(usualChoice(viewer), control));
    else setAsking(true);
  };
  const mark = useCallback((side: "in" | "out" | "clear") => void setMark(control, side), [control]);
  usePlayerKeys({ control, mayWork, onZoom: setZoom, onMark: mark, onSnapshot: snapshot });

  return (
    <>
      <PlayerBar control={control} zoom={zoom} onZoom={setZoom} />
      <Warnings warnings={state.warnings} />
      <Picture control={control} zoom={zoom} onZoom={setZoom} canvas={canvas} onAltClick={() => snapshot(true)} />
      <div className={classes.controls}>
        <ScrubBar control={control} />
        <Transport control={control} mayWork={mayWork} onMark={mark} onSnapshot={snapshot} />
      </div>
      {asking ? <SnapshotDialog control={control} onTake={take} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** Sets a mark where the playhead stands; one that would turn them round takes the other one away. */
async function setMark(control: PlayerControl, side: "in" | "out" | "clear"): Promise<void> {
  const { entryId } = control.viewer;
  const { frame, inMark: before, outMark: after } = control.state;
  const inMark =
    side === "in" ? frame : side === "clear" || (before !== undefined && before >= frame) ? undefined : before;
  const outMark =
    side === "out" ? frame : side === "clear" || (after !== undefined && after <= frame) ? undefined : after;
  control.setMarks(inMark, outMark);
  if (entryId === null) return;
  const wanted = {
    clear: true,
    ...(inMark === undefined ? {} : { in: String(inMark) }),
    ...(outMark === undefined ? {} : { out: String(outMark) }),
  };
  await api.post(`/entries/${entryId}/marks`, wanted).catch((error: unknown) => {
    control.setMarks(before, after);
    notify({ kind: "bad", title: "The mark was not kept", message: sentenceOf(error) });
  });
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const fresh = warnings.filter((warning) => !seen.includes(warning));
  if (fresh.length === 0) return null;
  return (
    <div className={classes.warnings} role="status">
      <ul>
        {fresh.slice(0, 3).map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        {fresh.length > 3 ? <li>{fresh.length - 3} more.</li> : null}
      </ul>
      <button type="button" onClick={() => setSeen(warnings)}>
        Put away
      </button>
    </div>
  );
}
