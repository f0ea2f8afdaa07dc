import { posix } from "node:path";

/**
 * The path by which a cut names the file that was found for it. Images of a sequence keep the way they are written (one
 * image, `%04d`, `####`): conform tells files by `[1001-1100]`, which not every program reads.
 * @param written as the cut has it, if it names a file
 * @param found absolute
 */
export function linkedPath(written: string | undefined, found: string): string {
  if (written === undefined) return found;
  const name = written.slice(Math.max(written.lastIndexOf("/"), written.lastIndexOf("\\")) + 1);
  const isSame = unnumbered(name) === unnumbered(posix.basename(found)) && frameNumbers.test(posix.basename(found));
  return isSame ? posix.join(posix.dirname(found), name) : found;
}

const frameNumbers = /\[\d+-\d+\](?=\.[^.]*$)/;

/** Without the number of an image, or what stands for it. */
const unnumbered = (name: string): string => name.replace(/(?:\[\d+-\d+\]|%\d*d|#+|\d+)(?=\.[^.]*$)/, "#");
