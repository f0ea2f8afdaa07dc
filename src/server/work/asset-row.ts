import type { AssetOutcome } from "../../export/export-outcome.ts";
import { pageWords } from "../shapes/page-words.ts";
import type { AssetRow } from "../shapes/export-shapes.ts";

/** An asset of an export as a row of a table. */
export function assetRow(asset: AssetOutcome): AssetRow {
  const { timing, frames, files } = asset;
  return {
    id: asset.id,
    sequence: asset.sequenceName,
    name: asset.assetName,
    type: asset.assetType,
    status: asset.status,
    resolvedPath: asset.resolvedPath,
    path: asset.path,
    renamedFrom: asset.renamedFrom ?? null,
    newVersionOf: asset.newVersionOf ?? null,
    replaces: asset.replaces,
    frames,
    rate: timing === undefined ? null : { num: timing.rate.num, den: timing.rate.den },
    seconds: timing === undefined ? null : (frames * timing.rate.den) / timing.rate.num,
    leastBytes: asset.leastBytes ?? null,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    reason: pageWords(asset.reason),
    warnings: asset.warnings.map(pageWords),
  };
}
