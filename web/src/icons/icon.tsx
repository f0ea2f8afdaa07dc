import type { SVGProps } from "react";

/** Drawn on a grid of 16, in strokes. */
const paths = {
  desktop: "M1.5 3.5h13M1.5 8h13M1.5 12.5h13M4 2v3M9 6.5v3M6 11v3",
  player: "M4 2.5v11l9-5.5z",
  export: "M8 10V2M5 4.8 8 2l3 2.8M2.5 9.5v4h11v-4",
  queue: "M2 4h8M2 8h8M2 12h5M12.5 7v6M10.5 11l2 2 2-2",
  trace: "M2 3.5h5M5 8h6M9 12.5h5M2 2v12",
  archives: "M2 2.5h12v3H2zM3 5.5v8h10v-8M6.5 8.5h3",
  reports: "M2 13.5h12M4 11V8M8 11V3M12 11V6",
  hooks: "M8 4.5V9.5a3 3 0 0 1-6 0V8l2 1.5M6.5 3a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0",
  settings: "M1.5 5h6M11.5 5h3M9.5 3a2 2 0 1 0 0 4 2 2 0 1 0 0-4M1.5 11h3M8.5 11h6M6.5 9a2 2 0 1 0 0 4 2 2 0 1 0 0-4",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9M10.3 10.3 14 14",
  add: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  right: "M6 3.5 10.5 8 6 12.5",
  down: "M3.5 6 8 10.5 12.5 6",
  up: "M3.5 10.5 8 6l4.5 4.5",
  left: "M10 3.5 5.5 8l4.5 4.5",
  import: "M8 2v8M5 7.2 8 10l3-2.8M2.5 9.5v4h11v-4",
  folder: "M1.5 3.5h4.5l1.5 2h7v7.5h-13z",
  library: "M3 2.5v11M6 2.5v11M9 3l3.5 10.5M2 13.5h12",
  reel: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 4.5v.01M8 11.5v.01M4.5 8h.01M11.5 8h.01M8 8h.01",
  reelGroup: "M2 4.5h12v9H2zM4 2.5h8",
  unlinked: "M6.5 9.5 3 13M9.5 6.5 13 3M5 8 3.7 9.3a2.1 2.1 0 0 0 3 3L8 11M11 8l1.3-1.3a2.1 2.1 0 0 0-3-3L8 5",
  trash: "M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4",
  undo: "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H7",
  keyboard: "M1.5 4h13v8.5h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 10h7",
  warning: "M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12v.01",
  check: "M3 8.5 6.5 12 13 4.5",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.2V11.5M8 4.7v.01",
  pause: "M5 3v10M11 3v10",
  stop: "M3.5 3.5h9v9h-9z",
  retry: "M13 3v3.5H9.5M13 6.5A5.5 5.5 0 1 0 13.5 9",
  clip: "M2 3.5h12v9H2zM5 3.5v9M11 3.5v9",
  sound: "M2 6.5v3M5 4v8M8 2.5v11M11 5v6M14 7v2",
  snapshot: "M1.5 4.5h3l1-2h5l1 2h3v9h-13zM8 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5",
  stepBack: "M11 3 5.5 8l5.5 5zM3.5 3v10",
  stepOn: "M5 3l5.5 5L5 13zM12.5 3v10",
  toStart: "M13 3 8 8l5 5zM8 3 3 8l5 5zM2 3v10",
  toEnd: "M3 3l5 5-5 5zM8 3l5 5-5 5zM14 3v10",
  playBack: "M12 2.5v11L3 8z",
  muted: "M2 6v4h2.5L8 13V3L4.5 6zM10.5 6l4 4M14.5 6l-4 4",
  loud: "M2 6v4h2.5L8 13V3L4.5 6zM10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6 6 0 0 1 0 9",
  subtitles: "M1.5 3h13v10h-13zM4 8h3M9 8h3M4 10.5h5M11 10.5h1",
  lut: "M2 14c5 0 4-12 12-12M2 2v12h12",
  markIn: "M6 3H3.5v10H6M8 8h6M11 5.5 13.5 8 11 10.5",
  markOut: "M10 3h2.5v10H10M2 8h6M5 5.5 7.5 8 5 10.5",
  sequence: "M1.5 4.5h6v3h-6zM9 4.5h5.5v3H9zM3.5 9.5h8v3h-8z",
} as const;

export type IconName = keyof typeof paths;

/** An icon beside a text, or within a control that has a name of its own: hidden from screen readers. */
export function Icon({ name, size = 14, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable={false}
      {...rest}
    >
      <path d={paths[name]} />
    </svg>
  );
}
