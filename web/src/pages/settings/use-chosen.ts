import { useRef, useState } from "react";

/** Which of a list is chosen, or whether a new one is being made. */
export function useChosen<T extends { readonly id: string }>(items: readonly T[]) {
  const [named, setNamed] = useState<string>();
  const [making, setMaking] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const chosen = items.find(({ id }) => id === named) ?? items[0];
  return {
    list,
    /** The first where none was chosen, or the one that was is gone. */
    chosen,
    making,
    choose: (id: string) => {
      setNamed(id);
      setMaking(false);
    },
    startMaking: () => setMaking(true),
    /** Back to the list, with the keyboard. */
    back: () => {
      setMaking(false);
      setTimeout(() => list.current?.focus({ preventScroll: true }));
    },
  };
}
