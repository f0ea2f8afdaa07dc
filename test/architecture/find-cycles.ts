/**
 * Import cycles: for each file that reaches itself, and stands in no cycle found before, the shortest way back to it.
 */
export function findCycles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reported = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const start of [...imports.keys()].toSorted()) {
    if (reported.has(start)) continue;
    const cycle = shortestWayBack(start, imports);
    if (cycle === undefined) continue;
    for (const file of cycle) reported.add(file);
    cycles.push(cycle);
  }
  return cycles;
}

function shortestWayBack(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const next: (readonly string[])[] = [];
    for (const way of ways) {
      for (const file of imports.get(way.at(-1) ?? "") ?? []) {
        if (file === start) return way;
        if (!seen.has(file)) next.push([...way, file]);
        seen.add(file);
      }
    }
    ways = next;
  }
  return undefined;
}
