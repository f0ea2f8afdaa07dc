import * as z from "zod";
import { CressetError } from "../../errors.ts";

/** What lists take. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** A page of a list. `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A place among what lies in an entry, as a cursor, and back: it stays right when entries before it go. */
export const placeCursor = {
  write: ({ position, id }: Place): string => Buffer.from(`p${position} ${id}`).toString("base64url"),
  /** @throws CressetError `usage` for what this server did not write. */
  read(cursor: string | undefined): Place | undefined {
    if (cursor === undefined) return undefined;
    const [, position, id] = /^p(-?\d{1,15}) (.{1,100})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
    if (position === undefined || id === undefined) throw notOurs();
    return { position: Number(position), id };
  },
};

interface Place {
  readonly position: number;
  readonly id: string;
}

const notOurs = () => new CressetError("usage", "The cursor is not one that this server gave.");

/** A place in a list that is read by offset, as a cursor, and back. */
export const offsetCursor = {
  write: (offset: number): string => Buffer.from(`o${offset}`).toString("base64url"),
  /** @throws CressetError `usage` for what this server did not write. */
  read(cursor: string | undefined): number {
    if (cursor === undefined) return 0;
    const [, digits] = /^o(\d{1,12})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
    if (digits === undefined) throw notOurs();
    return Number(digits);
  },
};
