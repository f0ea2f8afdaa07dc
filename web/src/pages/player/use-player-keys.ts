import { useHeldKey } from "../../keys/use-held-key.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { fit, type Zoom } from "./picture.tsx";
import type { PlayerControl } from "./player-control.ts";

interface PlayerActions {
  readonly control: PlayerControl;
  /** Whether whoever looks may set marks and take snapshots. */
  readonly mayWork: boolean;
  readonly onZoom: (zoom: Zoom) => void;
  readonly onMark: (side: "in" | "out" | "clear") => void;
  readonly onSnapshot: (quick: boolean) => void;
}

/** The keys of the player. */
export function usePlayerKeys({ control, mayWork, onZoom, onMark, onSnapshot }: PlayerActions): void {
  const { frames, subtitles, hasLut } = control.viewer;
  const to = (mark: number | undefined) => {
    if (mark !== undefined) control.goTo(mark);
  };
  const pauseHeld = useHeldKey("k");
  const shuttle = (direction: 1 | -1) => (event: KeyboardEvent) => {
    if (pauseHeld.current) control.step(direction);
    else if (!event.repeat) control.shuttle(direction);
  };
  const marking = [
    { keys: "i", once: true, label: "In mark here", run: () => onMark("in") },
    { keys: "o", once: true, label: "Out mark here", run: () => onMark("out") },
    { keys: "x", once: true, label: "Take the marks away", run: () => onMark("clear") },
    { keys: "s", once: true, label: "Export Snapshot…", run: () => onSnapshot(false) },
    { keys: "alt+s", once: true, label: "Export Snapshot at once", run: () => onSnapshot(true) },
  ];
  useKeys("Player", [
    { keys: "ArrowLeft", label: "Back a frame", run: () => control.step(-1) },
    { keys: "ArrowRight", label: "On a frame", run: () => control.step(1) },
    { keys: "shift+ArrowLeft", label: "Back ten frames", run: () => control.step(-10) },
    { keys: "shift+ArrowRight", label: "On ten frames", run: () => control.step(10) },
    { keys: "Home", label: "First frame", run: () => control.goTo(0) },
    { keys: "End", label: "Last frame", run: () => control.goTo(frames - 1) },
    { keys: "Space", once: true, label: "Play, pause", run: () => control.toggle() },
    { keys: "j", label: "Play backwards; again for faster; with K held a frame back", run: shuttle(-1) },
    { keys: "k", label: "Pause", run: () => control.stop() },
    { keys: "l", label: "Play; again for faster; with K held a frame on", run: shuttle(1) },
    ...(mayWork ? marking : []),
    { keys: "shift+i", label: "Go to the in mark", run: () => to(control.state.inMark) },
    { keys: "shift+o", label: "Go to the out mark", run: () => to(control.state.outMark) },
    { keys: "g g", label: "Type where to go", run: () => document.getElementById("go-to")?.focus() },
    { keys: "f", label: "The whole picture", run: () => onZoom(fit) },
    { keys: "1", label: "The picture at 100 %", run: () => onZoom({ scale: 1, x: 0, y: 0 }) },
    { keys: "m", once: true, label: "Sound on, off", run: () => control.setSound(!control.state.sound) },
    {
      keys: "u",
      once: true,
      label: "LUT on, off",
      when: () => hasLut,
      run: () => control.setLut(!control.state.lut),
    },
    {
      keys: "t",
      once: true,
      label: "Subtitles on, off",
      when: () => subtitles.length > 0,
      run: () => control.setSubtitles(control.state.subtitles === undefined ? 0 : undefined),
    },
  ]);
}
