/** What the writer and the reader of a header agree on. Source of all numbers: "OpenEXR File Layout", openexr.com. */

export const magicNumber = 20_000_630;
/** Version 2 of the format, single part, scan lines, names up to 31 bytes. */
export const plainVersion = 2;
export const longNamesFlag = 0x400;

/** The compressions in the order of their numbers. */
export const compressionNames = ["none", "rle", "zips", "zip", "piz", "pxr24", "b44", "b44a", "dwaa", "dwab"] as const;

/** The pixel types in the order of their numbers. */
export const pixelTypeNames = ["uint", "half", "float"] as const;

export interface ExrChannel {
  readonly name: string;
  readonly pixelType: (typeof pixelTypeNames)[number];
}

/** CIE x and y of the primaries and of white. */
export interface ExrChromaticities {
  readonly red: readonly [x: number, y: number];
  readonly green: readonly [x: number, y: number];
  readonly blue: readonly [x: number, y: number];
  readonly white: readonly [x: number, y: number];
}
