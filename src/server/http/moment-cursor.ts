import { CressetError } from "../../errors.ts";

/** A place in a list that is ordered by moment and id. */
export interface MomentPlace {
  readonly at: Date;
  readonly id: string;
}

/** Such a place as a cursor, and back. What is added to the list's beginning meanwhile moves nothing. */
export const momentCursor = {
  write: ({ at, id }: MomentPlace): string => Buffer.from(`m${at.toISOString()}~${id}`).toString("base64url"),
  /** @throws CressetError `usage` for what this server did not write. */
  read(cursor: string | undefined): MomentPlace | undefined {
    if (cursor === undefined) return undefined;
    const text = Buffer.from(cursor, "base64url").toString("utf8");
    const [, moment = "", id = ""] = /^m([\dTZ:.-]{20,30})~([\w-]{1,100})$/.exec(text) ?? [];
    const at = new Date(moment);
    if (id === "" || Number.isNaN(at.getTime()))
      throw new CressetError("usage", "The cursor is not one that this server gave.");
    return { at, id };
  },
};
