/**
 * Gives each of a list an id of its own: the wanted one to the first that asks for it, `made(position)` (from 1) to the
 * rest, with a letter behind it in the rare case that somebody wanted just that.
 */
export function uniqueIds(wanted: readonly string[], made: (position: number) => string): readonly string[] {
  const reserved = new Set(wanted);
  const given = new Set<string>();
  return wanted.map((id, index) => {
    let result = id;
    if (result === "" || given.has(result)) {
      result = made(index + 1);
      while (given.has(result) || reserved.has(result)) result += "b";
    }
    given.add(result);
    return result;
  });
}
