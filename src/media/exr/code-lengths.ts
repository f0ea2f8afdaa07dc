/**
 * Lengths of the Huffman codes of symbols `first` to `last` by how often each occurs; 0 for one that does not. At least
 * two symbols must occur. Symbols sorted once, then two queues: the sums come out in order by themselves.
 */
export function codeLengths(counts: Uint32Array, first: number, last: number): Uint8Array {
  const bySize: number[] = [];
  for (let symbol = first; symbol <= last; symbol += 1)
    if ((counts[symbol] ?? 0) > 0) bySize.push((counts[symbol] ?? 0) * 131_072 + symbol);
  const leaves = Float64Array.from(bySize).toSorted();
  const size = leaves.length;

  // Nodes 0 … size − 1 are leaves, the others sums; a parent has a higher number than its children.
  const weights = new Float64Array(2 * size - 1);
  const parents = new Uint32Array(2 * size - 1);
  leaves.forEach((key, index) => {
    weights[index] = Math.floor(key / 131_072);
  });
  let leaf = 0;
  let sum = size;
  const takeLightest = (end: number): number => {
    const lightestIsLeaf = leaf < size && (sum >= end || (weights[leaf] ?? 0) <= (weights[sum] ?? 0));
    return lightestIsLeaf ? leaf++ : sum++;
  };
  for (let node = size; node < 2 * size - 1; node += 1) {
    const a = takeLightest(node);
    const b = takeLightest(node);
    weights[node] = (weights[a] ?? 0) + (weights[b] ?? 0);
    parents[a] = node;
    parents[b] = node;
  }

  const depths = new Uint8Array(2 * size - 1);
  const lengths = new Uint8Array(counts.length);
  for (let node = 2 * size - 3; node >= 0; node -= 1) {
    depths[node] = (depths[parents[node] ?? 0] ?? 0) + 1;
    if (node < size) lengths[(leaves[node] ?? 0) % 131_072] = depths[node] ?? 0;
  }
  return lengths;
}
