import type { Progress } from "../../../../src/server/shapes/queue-shapes.ts";

/** What was told later over what was told before. Only assets that changed are told of again; the others stand. */
export function laterProgress(before: Progress | null | undefined, later: Progress): Progress {
  const assets = new Map(before?.assets.map((asset) => [asset.id, asset]));
  for (const asset of later.assets) assets.set(asset.id, asset);
  return { ...later, assets: [...assets.values()] };
}
