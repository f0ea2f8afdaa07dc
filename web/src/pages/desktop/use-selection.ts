import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { clipsAt, knownClip } from "./desktop-queries.ts";
import { type Lane, type Spot, spotsBetween } from "./lane-rows.ts";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where the keyboard is. */
  readonly cursor: Spot | undefined;
  /** Selects one alone. */
  one(spot: Spot): void;
  /** Puts one to the others, or takes it away. */
  toggle(spot: Spot): void;
  /** From where the selection began to here. */
  extend(spot: Spot): void;
  /** Moves the cursor and leaves the selection alone. */
  look(spot: Spot): void;
  all(lane: Lane): void;
  set(ids: readonly string[]): void;
}

/** What is selected, by id: it stays selected wherever it is moved to. */
export function useSelection(lanes: readonly Lane[]): Selection {
  const queries = useQueryClient();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<Spot>();
  const anchor = useRef<Spot>(undefined);
  const latest = useRef(lanes);
  latest.current = lanes;

  const idAt = useCallback(
    ({ lane, index }: Spot) =>
      knownClip(
        queries,
        latest.current.find(({ id }) => id === lane),
        index,
      )?.id,
    [queries],
  );
  const between = useCallback(
    async (a: Spot, b: Spot) => {
      const clips = await clipsAt(queries, latest.current, spotsBetween(latest.current, a, b));
      setIds(new Set(clips.map(({ id }) => id)));
    },
    [queries],
  );

  const doing = useMemo(
    () => ({
      one(spot: Spot) {
        anchor.current = spot;
        setCursor(spot);
        const id = idAt(spot);
        if (id === undefined) void between(spot, spot);
        else setIds(new Set([id]));
      },
      toggle(spot: Spot) {
        anchor.current = spot;
        setCursor(spot);
        const id = idAt(spot);
        if (id !== undefined)
          setIds((known) =>
            known.has(id) ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id]),
          );
      },
      extend(spot: Spot) {
        anchor.current ??= spot;
        setCursor(spot);
        void between(anchor.current, spot);
      },
      look: setCursor,
      all(lane: Lane) {
        if (lane.clipCount > 0) void between({ lane: lane.id, index: 0 }, { lane: lane.id, index: lane.clipCount - 1 });
      },
      set: (given: readonly string[]) => setIds(new Set(given)),
    }),
    [between, idAt],
  );
  return { ids, cursor, ...doing };
}
