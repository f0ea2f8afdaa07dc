/** What the header of a part of a file says in its comment, so that parts are known without a table of contents. */
export interface PartComment {
  /** From 0. */
  readonly number: number;
  /** What was put behind the file's name to make the part's. */
  readonly ending: string;
  /** Byte of the file at which the part begins; not there for hard links. */
  readonly from?: number;
  /** Length of the whole file, holes included; not there for hard links. */
  readonly fileSize?: number;
}

/** `part 1 .part0001 99995648 250000000`: number, ending, first byte, length of the file. */
export const partCommentText = ({ number, ending, from, fileSize }: PartComment): string =>
  `part ${number} ${ending}${from === undefined ? "" : ` ${from} ${fileSize}`}`;

/** @returns nothing for other comments. */
export function readPartComment(text: string | undefined): PartComment | undefined {
  const [, number, ending, from, fileSize] = /^part (\d+) (\S+)(?: (\d+) (\d+))? *$/.exec(text ?? "") ?? [];
  if (number === undefined || ending === undefined) return undefined;
  return {
    number: Number(number),
    ending,
    ...(from === undefined ? {} : { from: Number(from), fileSize: Number(fileSize) }),
  };
}
