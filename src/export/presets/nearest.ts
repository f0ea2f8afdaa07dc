/** The candidate that a mistyped word most likely meant; nothing when none is close. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = nearestFirst(word, candidates);
  return best;
}

/** The candidates that a mistyped word may have meant, closest first. */
export function nearestFirst(word: string, candidates: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance }) => distance <= Math.max(1, Math.ceil(Math.max(candidate.length, word.length) / 3)),
    )
    .toSorted((a, b) => a.distance - b.distance || a.candidate.length - b.candidate.length)
    .map(({ candidate }) => candidate);
}

/** How many letters to change; letters that were only left out at an end count less. */
function distanceTo(wanted: string, candidate: string): number {
  if (wanted === candidate) return 0;
  const [short, long] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const contained = short.length >= 3 && long.includes(short);
  return contained ? 0.5 + (long.length - short.length) / 4 : letterChanges(wanted, candidate);
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function letterChanges(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
