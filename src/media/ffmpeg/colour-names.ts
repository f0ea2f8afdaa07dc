import * as ff from "node-av/constants";
import type { Colour } from "../media-info.ts";

/** FFmpeg's numbers of the colour tags by FFmpeg's names (`av_color_primaries_name` and its sisters). */
const primaries = {
  bt709: ff.AVCOL_PRI_BT709,
  unknown: ff.AVCOL_PRI_UNSPECIFIED,
  bt470m: ff.AVCOL_PRI_BT470M,
  bt470bg: ff.AVCOL_PRI_BT470BG,
  smpte170m: ff.AVCOL_PRI_SMPTE170M,
  smpte240m: ff.AVCOL_PRI_SMPTE240M,
  film: ff.AVCOL_PRI_FILM,
  bt2020: ff.AVCOL_PRI_BT2020,
  smpte428: ff.AVCOL_PRI_SMPTE428,
  smpte431: ff.AVCOL_PRI_SMPTE431,
  smpte432: ff.AVCOL_PRI_SMPTE432,
  ebu3213: ff.AVCOL_PRI_EBU3213,
} as const;

const transfers = {
  bt709: ff.AVCOL_TRC_BT709,
  unknown: ff.AVCOL_TRC_UNSPECIFIED,
  bt470m: ff.AVCOL_TRC_GAMMA22,
  bt470bg: ff.AVCOL_TRC_GAMMA28,
  smpte170m: ff.AVCOL_TRC_SMPTE170M,
  smpte240m: ff.AVCOL_TRC_SMPTE240M,
  linear: ff.AVCOL_TRC_LINEAR,
  log100: ff.AVCOL_TRC_LOG,
  log316: ff.AVCOL_TRC_LOG_SQRT,
  "iec61966-2-4": ff.AVCOL_TRC_IEC61966_2_4,
  bt1361e: ff.AVCOL_TRC_BT1361_ECG,
  "iec61966-2-1": ff.AVCOL_TRC_IEC61966_2_1,
  "bt2020-10": ff.AVCOL_TRC_BT2020_10,
  "bt2020-12": ff.AVCOL_TRC_BT2020_12,
  smpte2084: ff.AVCOL_TRC_SMPTE2084,
  smpte428: ff.AVCOL_TRC_SMPTE428,
  "arib-std-b67": ff.AVCOL_TRC_ARIB_STD_B67,
} as const;

const matrices = {
  gbr: ff.AVCOL_SPC_RGB,
  bt709: ff.AVCOL_SPC_BT709,
  unknown: ff.AVCOL_SPC_UNSPECIFIED,
  fcc: ff.AVCOL_SPC_FCC,
  bt470bg: ff.AVCOL_SPC_BT470BG,
  smpte170m: ff.AVCOL_SPC_SMPTE170M,
  smpte240m: ff.AVCOL_SPC_SMPTE240M,
  ycgco: ff.AVCOL_SPC_YCGCO,
  bt2020nc: ff.AVCOL_SPC_BT2020_NCL,
  bt2020c: ff.AVCOL_SPC_BT2020_CL,
  smpte2085: ff.AVCOL_SPC_SMPTE2085,
  ictcp: ff.AVCOL_SPC_ICTCP,
} as const;

const ranges = {
  unknown: ff.AVCOL_RANGE_UNSPECIFIED,
  tv: ff.AVCOL_RANGE_MPEG,
  pc: ff.AVCOL_RANGE_JPEG,
} as const;

/** What FFmpeg's structures (frame, codec context, codec parameters) call their four colour tags. */
interface ColourTags {
  colorPrimaries: ff.AVColorPrimaries;
  colorTrc: ff.AVColorTransferCharacteristic;
  colorSpace: ff.AVColorSpace;
  colorRange: ff.AVColorRange;
}

const nameOf = (table: Readonly<Record<string, number>>, value: number): string =>
  Object.entries(table).find(([, number]) => number === value)?.[0] ?? "unknown";

const numberOf = <T extends number>(table: Readonly<Record<string, T>>, name: string): T | undefined => table[name];

/** Names of the tags that a frame, a codec context or codec parameters carry. */
export const colourOf = (tagged: Readonly<ColourTags>): Colour => ({
  primaries: nameOf(primaries, tagged.colorPrimaries),
  transfer: nameOf(transfers, tagged.colorTrc),
  matrix: nameOf(matrices, tagged.colorSpace),
  range: nameOf(ranges, tagged.colorRange),
});

/** Writes colour tags by name onto a frame, a codec context or codec parameters; a name that FFmpeg does not have is `unknown`. */
export function tagColour(target: ColourTags, colour: Colour): void {
  target.colorPrimaries = numberOf(primaries, colour.primaries) ?? ff.AVCOL_PRI_UNSPECIFIED;
  target.colorTrc = numberOf(transfers, colour.transfer) ?? ff.AVCOL_TRC_UNSPECIFIED;
  target.colorSpace = numberOf(matrices, colour.matrix) ?? ff.AVCOL_SPC_UNSPECIFIED;
  target.colorRange = numberOf(ranges, colour.range) ?? ff.AVCOL_RANGE_UNSPECIFIED;
}
