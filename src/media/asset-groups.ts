import { sourceSpan, sourcesOf } from "./picture-piece.ts";
import type { RenderAsset } from "./render-job.ts";

/**
 * Puts assets that show some of the same source frames into one group, so that one decode can feed all of them: the same
 * picture in several presets, shots whose handles overlap, the segments of one source. Assets of different groups share
 * nothing. Order within a group and of groups (by their first asset) is the given order.
 */
export function groupAssets(assets: readonly RenderAsset[]): readonly (readonly RenderAsset[])[] {
  const leaders = assets.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    while (leaders[at] !== undefined && leaders[at] !== at) at = leaders[at] ?? at;
    leaders[index] = at;
    return at;
  };
  for (const spans of spansBySource(assets).values()) {
    let reach: { owner: number; highest: number } | undefined;
    for (const { asset, lowest, highest } of spans.toSorted((a, b) => a.lowest - b.lowest)) {
      if (reach !== undefined && lowest <= reach.highest) {
        const [a, b] = [leaderOf(reach.owner), leaderOf(asset)];
        leaders[Math.max(a, b)] = Math.min(a, b);
        reach.highest = Math.max(reach.highest, highest);
      } else reach = { owner: asset, highest };
    }
  }
  const groups = new Map<number, RenderAsset[]>();
  assets.forEach((asset, index) => {
    const leader = leaderOf(index);
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [asset]);
    else group.push(asset);
  });
  return [...groups.values()];
}

interface Span {
  readonly asset: number;
  readonly lowest: number;
  readonly highest: number;
}

function spansBySource(assets: readonly RenderAsset[]): ReadonlyMap<string, readonly Span[]> {
  const bySource = new Map<string, Span[]>();
  assets.forEach((asset, index) => {
    // A stream copy and a sound file decode no picture, so they have nothing to share.
    if (asset.passthrough === true || asset.video === undefined) return;
    for (const piece of asset.picture.flatMap(sourcesOf)) {
      const spans = bySource.get(piece.sourceId);
      const span = { asset: index, ...sourceSpan(piece) };
      if (spans === undefined) bySource.set(piece.sourceId, [span]);
      else spans.push(span);
    }
  });
  return bySource;
}
