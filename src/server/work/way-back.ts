import type { Catalogue, Entry } from "../../catalogue/catalogue.ts";
import type { MoveShape } from "../shapes/catalogue-shapes.ts";

/** What would move entries back to where they lie now, once they are moved elsewhere: one move for each row of siblings. */
export async function wayBack(catalogue: Catalogue, ids: readonly string[]): Promise<MoveShape[]> {
  const moving = new Set(ids);
  const byParent = Map.groupBy(
    await Promise.all([...moving].map((id) => catalogue.entry(id))),
    ({ parentId = "" }: Entry) => parentId,
  );
  const moves: MoveShape[] = [];
  for (const parentId of byParent.keys()) {
    if (parentId === "") continue;
    let row: Entry[] = [];
    const end = (next: Entry | undefined) => {
      const [first] = row;
      if (first !== undefined)
        moves.push({
          ids: row.map(({ id }) => id),
          parentId,
          ...(next === undefined ? {} : { position: first.position, before: next.id }),
        });
      row = [];
    };
    for (const entry of await catalogue.children(parentId))
      if (moving.has(entry.id)) row.push(entry);
      else end(entry);
    end(undefined);
  }
  return moves;
}
