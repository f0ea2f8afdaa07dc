/** What some files are called together: `A001.mov`, or `A001.[1001-1024].exr` for the files of an image sequence. */
export function nameOfFiles(paths: readonly string[]): string {
  const names = paths.map((path) => path.split("/").findLast((part) => part !== "") ?? path).toSorted();
  const [first = "", last = first] = [names[0], names.at(-1)];
  const [, before, from, after] = numbered.exec(first) ?? [];
  const [, head, to, tail] = numbered.exec(last) ?? [];
  const isSequence = first !== last && from !== undefined && before === head && after === tail;
  return isSequence ? `${before}[${from}-${to}]${after}` : first;
}

const numbered = /^(.*?)(\d+)(\.[^.]*)$/;
