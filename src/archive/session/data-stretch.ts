/** A stretch of a file that holds data. */
export type DataStretch = readonly [offset: number, length: number];
