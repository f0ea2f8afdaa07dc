import {
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import classes from "./picture.module.css";
import type { PlayerControl } from "./player-control.ts";

/** How large a picture is: as the window allows, or so many screen pixels for each of its own; and where it was pushed to. */
export interface Zoom {
  readonly scale: "fit" | number;
  readonly x: number;
  readonly y: number;
}

export const fit: Zoom = { scale: "fit", x: 0, y: 0 };

const leastScale = 0.1;
const mostScale = 8;

interface PictureProps {
  readonly control: PlayerControl;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** With Alt held. */
  readonly onAltClick: () => void;
}

/** The picture, its size and place, and the subtitles over it. */
export function Picture({ control, zoom, onZoom, canvas, onAltClick }: PictureProps) {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const { drawn, isDrawn, fault } = useSyncExternalStore(control.watch, () => control.state);
  const { width, height, name } = control.viewer;

  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const fitting = size.width === 0 ? 0 : Math.min(size.width / width, size.height / height);
  const ratio = devicePixelRatio;
  const scale = zoom.scale === "fit" ? fitting : zoom.scale / ratio;
  const shown = { width: width * scale, height: height * scale };
  useEffect(() => {
    if (shown.width > 0) control.resize(Math.round(shown.width * ratio));
  }, [control, shown.width, ratio]);

  const hasSize = size.width > 0;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d", { alpha: false });
    if (!hasSize || element === null || context === null || context === undefined) return;
    control.attach({
      draw(picture) {
        if (element.width !== picture.width || element.height !== picture.height)
          [element.width, element.height] = [picture.width, picture.height];
        context.drawImage(picture, 0, 0);
      },
    });
    return () => control.attach(undefined);
  }, [control, canvas, hasSize]);

  // React's own wheel listeners are passive, and the page would scroll.
  useEffect(() => {
    const element = room.current;
    if (element === null) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const now = zoom.scale === "fit" ? fitting * ratio : zoom.scale;
      const next = Math.max(leastScale, Math.min(mostScale, now * 2 ** (-event.deltaY / 300)));
      // What lies under the pointer stays there.
      const away = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      const grown = next / now;
      onZoom({ scale: next, x: away.x - (away.x - zoom.x) * grown, y: away.y - (away.y - zoom.y) * grown });
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [zoom, fitting, ratio, onZoom]);

  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 && event.button !== 1) return;
    if (event.altKey) return onAltClick();
    drag.current = { x: event.clientX - zoom.x, y: event.clientY - zoom.y };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (drag.current === undefined || zoom.scale === "fit") return;
    onZoom({ ...zoom, x: event.clientX - drag.current.x, y: event.clientY - drag.current.y });
  };
  const up = () => {
    drag.current = undefined;
  };

  const subtitle = control.subtitleAt(drawn.frame);
  return (
    <div
      ref={room}
      className={classes.room}
      data-movable={zoom.scale !== "fit"}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDoubleClick={() => onZoom(zoom.scale === "fit" ? { scale: 1, x: 0, y: 0 } : fit)}
    >
      <div
        className={classes.frame}
        style={{
          width: shown.width,
          height: shown.height,
          transform: `translate(calc(-50% + ${zoom.x}px), calc(-50% + ${zoom.y}px))`,
        }}
      >
        <canvas
          ref={canvas}
          className={classes.canvas}
          data-sharp={scale * ratio >= 2}
          data-frame={drawn.frame}
          data-drawn={isDrawn || undefined}
          role="img"
          aria-label={`${name}, frame ${drawn.frame}, ${drawn.timecode}`}
        />
        {subtitle === "" ? null : (
          <p className={classes.subtitle} style={{ fontSize: Math.max(11, shown.height * 0.042) }}>
            <span>{subtitle}</span>
          </p>
        )}
      </div>
      {fault === undefined ? null : (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}
