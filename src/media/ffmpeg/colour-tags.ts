import {
  AVCOL_PRI_BT709,
  AVCOL_PRI_SMPTE170M,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_RANGE_UNSPECIFIED,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_FCC,
  AVCOL_SPC_RGB,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_SMPTE240M,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_BT2020_10,
  AVCOL_TRC_BT2020_12,
  AVCOL_TRC_BT709,
  AVCOL_TRC_SMPTE170M,
  AVCOL_TRC_UNSPECIFIED,
  type AVColorPrimaries,
  type AVColorRange,
  type AVColorSpace,
  type AVColorTransferCharacteristic,
} from "node-av/constants";
import type { Colour } from "../media-info.ts";
import { tagColour } from "./colour-names.ts";

/** Colour tags as FFmpeg counts them. */
export interface ColourTags {
  readonly primaries: AVColorPrimaries;
  readonly transfer: AVColorTransferCharacteristic;
  readonly matrix: AVColorSpace;
  readonly range: AVColorRange;
}

/** Tags by name as FFmpeg's numbers; what the name is unknown of is unspecified. */
function numbersOf(colour: Colour): ColourTags {
  const target = {
    colorPrimaries: AVCOL_PRI_UNSPECIFIED,
    colorTrc: AVCOL_TRC_UNSPECIFIED,
    colorSpace: AVCOL_SPC_UNSPECIFIED,
    colorRange: AVCOL_RANGE_UNSPECIFIED,
  };
  tagColour(target, colour);
  return {
    primaries: target.colorPrimaries,
    transfer: target.colorTrc,
    matrix: target.colorSpace,
    range: target.colorRange,
  };
}

/** The tags of a picture that says nothing: standard definition counts as SMPTE 170M, everything else as BT.709. */
const usualTags = (height: number): ColourTags =>
  height < 720
    ? {
        primaries: AVCOL_PRI_SMPTE170M,
        transfer: AVCOL_TRC_SMPTE170M,
        matrix: AVCOL_SPC_SMPTE170M,
        range: AVCOL_RANGE_MPEG,
      }
    : { primaries: AVCOL_PRI_BT709, transfer: AVCOL_TRC_BT709, matrix: AVCOL_SPC_BT709, range: AVCOL_RANGE_MPEG };

/** Matrices that zimg converts from and to. */
const knownMatrices: ReadonlySet<AVColorSpace> = new Set([
  AVCOL_SPC_BT709,
  AVCOL_SPC_FCC,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_SMPTE240M,
  AVCOL_SPC_BT2020_NCL,
]);

/** What a Y'CbCr file of these tags and this height is written as; what is unknown becomes what players assume anyway. */
export function yuvTags(colour: Colour, height: number): ColourTags {
  const usual = usualTags(height);
  const { primaries, transfer, matrix, range } = numbersOf(colour);
  return {
    primaries: primaries === AVCOL_PRI_UNSPECIFIED ? usual.primaries : primaries,
    transfer: transfer === AVCOL_TRC_UNSPECIFIED ? usual.transfer : transfer,
    matrix: knownMatrices.has(matrix) ? matrix : usual.matrix,
    range: range === AVCOL_RANGE_JPEG ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG,
  };
}

/** What an RGB file is written as: full range, and nothing claimed that the preset did not say. */
export const rgbTags = (colour: Colour): ColourTags => ({
  ...numbersOf(colour),
  matrix: AVCOL_SPC_RGB,
  range: AVCOL_RANGE_JPEG,
});

/** Primaries and transfer that a preset asks for by name: only these may change light. */
export const explicitTags = (colour: Colour): ColourTags => numbersOf(colour);

/** Fills what a decoded picture does not say about its coding. */
export function completeTags(tags: ColourTags, height: number, rgb: boolean): ColourTags {
  if (rgb) return { ...tags, matrix: AVCOL_SPC_RGB, range: AVCOL_RANGE_JPEG };
  return {
    ...tags,
    matrix: knownMatrices.has(tags.matrix) ? tags.matrix : usualTags(height).matrix,
    range: tags.range === AVCOL_RANGE_JPEG ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG,
  };
}

/** Transfer curves that are one and the same function under several names (BT.709, 601 and 2020). */
const sameCurve: ReadonlySet<AVColorTransferCharacteristic> = new Set([
  AVCOL_TRC_BT709,
  AVCOL_TRC_SMPTE170M,
  AVCOL_TRC_BT2020_10,
  AVCOL_TRC_BT2020_12,
]);

const statesLight = ({ primaries, transfer }: ColourTags): boolean =>
  primaries !== AVCOL_PRI_UNSPECIFIED && transfer !== AVCOL_TRC_UNSPECIFIED;

/**
 * Whether going from one set of tags to the other changes light, not only its coding: both sides must state primaries and
 * transfer. An EXR states neither: that it is linear is what FFmpeg says of every one.
 */
export function changesLight(from: ColourTags, to: ColourTags): boolean {
  if (!statesLight(from) || !statesLight(to)) return false;
  const oneCurve = from.transfer === to.transfer || (sameCurve.has(from.transfer) && sameCurve.has(to.transfer));
  return !oneCurve || from.primaries !== to.primaries;
}
