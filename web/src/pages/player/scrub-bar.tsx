import { type PointerEvent, useRef, useSyncExternalStore } from "react";
import type { PlayerControl } from "./player-control.ts";
import classes from "./scrub-bar.module.css";

/** The clip from end to end: the playhead, and what lies between the marks. */
export function ScrubBar({ control }: { control: PlayerControl }) {
  const bar = useRef<HTMLDivElement>(null);
  const state = useSyncExternalStore(control.watch, () => control.state);
  const { frames } = control.viewer;
  const share = (frame: number) => `${((frame + 0.5) / frames) * 100}%`;
  const { frame, inMark, outMark, drawn } = state;
  const goTo = (event: PointerEvent<HTMLDivElement>) => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    control.goTo(Math.floor(((event.clientX - box.left) / box.width) * frames));
  };
  return (
    <div
      ref={bar}
      className={classes.bar}
      role="slider"
      tabIndex={0}
      aria-label="Frame"
      aria-valuemin={0}
      aria-valuemax={frames - 1}
      aria-valuenow={frame}
      aria-valuetext={drawn.frame === frame ? drawn.timecode : `Frame ${frame}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
      }}
    >
      <div className={classes.line} />
      {inMark === undefined && outMark === undefined ? null : (
        <div
          className={classes.marked}
          style={{
            left: inMark === undefined ? 0 : share(inMark),
            right: outMark === undefined ? 0 : `calc(100% - ${share(outMark)})`,
          }}
        />
      )}
      {inMark === undefined ? null : <div className={classes.inMark} style={{ left: share(inMark) }} />}
      {outMark === undefined ? null : <div className={classes.outMark} style={{ left: share(outMark) }} />}
      <div className={classes.head} style={{ left: share(frame) }} />
    </div>
  );
}
