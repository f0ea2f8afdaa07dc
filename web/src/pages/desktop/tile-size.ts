/** Widths of a tile in pixels, from small to large. */
export const tileWidths = [104, 144, 208] as const;

export type TileWidth = (typeof tileWidths)[number];

/** Width of the column that names the lanes. */
export const headWidth = 124;

/** Heights of rows in pixels; lanes.module.css draws them as high. */
export const rowHeights = {
  head: 26,
  emptyLane: 34,
  clips: (width: number) => Math.round((width * 9) / 16) + 44,
} as const;

export const columnsIn = (width: number, tile: number): number =>
  Math.max(1, Math.floor((width - headWidth - 12) / (tile + 6)));

/** As many tiles as fit share the whole width of a row, so that nothing of it is left empty. */
export const filledTile = (width: number, columns: number, tile: number): number =>
  Math.max(tile, Math.floor((width - headWidth - 12) / columns) - 6);

const remembered = "cresset.tiles";

export function rememberedTile(): TileWidth {
  const kept = Number(localStorage.getItem(remembered));
  return tileWidths.find((width) => width === kept) ?? tileWidths[1];
}

/** The next larger or smaller size. */
export function otherTile(width: TileWidth, by: 1 | -1): TileWidth {
  const next = tileWidths[tileWidths.indexOf(width) + by] ?? width;
  localStorage.setItem(remembered, String(next));
  return next;
}
