import type { ViewerShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import type { PlayerControl } from "./player-control.ts";
import type { SnapshotWish } from "./use-snapshot.ts";

/** What is settled in the dialog. */
export interface SnapshotChoice {
  readonly what: "frame" | "marks";
  readonly preset: string;
  readonly namePattern: string;
  readonly mediaPath: string;
  readonly overlay: boolean;
  readonly subtitles: boolean;
}

/** Kept for as long as the page is loaded. */
let last: SnapshotChoice | undefined;

export function rememberChoice(choice: SnapshotChoice): void {
  last = choice;
}

/** As the dialog was left, else as the settings say. */
export const usualChoice = ({ snapshot }: Pick<ViewerShape, "snapshot">): SnapshotChoice =>
  last ?? { what: "frame", ...snapshot };

/** The frames between the marks, both included; the marked frames are left out. Nothing without marks, or between them. */
export function markedRange(control: PlayerControl): { readonly first: number; readonly last: number } | undefined {
  const { inMark, outMark } = control.state;
  if (inMark === undefined && outMark === undefined) return undefined;
  const range = {
    first: inMark === undefined ? 0 : inMark + 1,
    last: outMark === undefined ? control.viewer.frames - 1 : outMark - 1,
  };
  return range.first <= range.last ? range : undefined;
}

/** What is asked of the server for it; what is as the settings say is left to them. */
export function wishOf(choice: SnapshotChoice, control: PlayerControl): SnapshotWish {
  const { snapshot: usual } = control.viewer;
  const { what, preset, namePattern, mediaPath, overlay, subtitles } = choice;
  const range = what === "marks" ? markedRange(control) : undefined;
  return {
    ...(range === undefined ? {} : { range }),
    preset,
    overlay,
    subtitles,
    ...(namePattern === usual.namePattern || namePattern === "" ? {} : { namePattern }),
    ...(mediaPath === usual.mediaPath || mediaPath === "" ? {} : { mediaPath }),
  };
}
