import { AV_PKT_DATA_DISPLAYMATRIX } from "node-av/constants";
import type { Stream } from "node-av/lib";

/** How decoded pictures are turned and mirrored to be seen as they should, which cameras and phones write into the file. */
export interface DisplayTurn {
  /** Filters that do it; empty where it is no turn by quarters. */
  readonly filters: string;
  /** Width and height change places. */
  readonly isQuarter: boolean;
  /** Degrees clockwise, 0 to 359. */
  readonly degrees: number;
}

/** The turn that a stream's display matrix asks for (FFmpeg's `AV_PKT_DATA_DISPLAYMATRIX`); nothing where it asks for none. */
export function displayTurnOf({ codecpar }: Stream): DisplayTurn | undefined {
  const bytes = codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (bytes === null || bytes.length < 36) return undefined;
  const at = (index: number) => bytes.readInt32LE(index * 4) / 65_536;
  const [a, b, c, d] = [at(0), at(1), at(3), at(4)];
  const degrees = (Math.round((Math.atan2(b, a) * 180) / Math.PI) + 360) % 360;
  const isQuarter = a === 0 && d === 0 && b !== 0 && c !== 0;
  if (isQuarter) {
    const ways = b > 0 ? { turn: "clock", mirrored: "cclock_flip" } : { turn: "cclock", mirrored: "clock_flip" };
    return { filters: `transpose=${b > 0 === c < 0 ? ways.turn : ways.mirrored}`, isQuarter, degrees };
  }
  if (b !== 0 || c !== 0 || a === 0 || d === 0) return degrees === 0 ? undefined : { filters: "", isQuarter, degrees };
  const filters = [a < 0 ? "hflip" : "", d < 0 ? "vflip" : ""].filter(Boolean).join(",");
  return filters === "" ? undefined : { filters, isQuarter, degrees };
}
