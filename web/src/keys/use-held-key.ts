import { type RefObject, useEffect, useRef } from "react";

/** Whether a key is down now; asked when another one is pressed. */
export function useHeldKey(key: string): RefObject<boolean> {
  const held = useRef(false);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const note = (down: boolean) => (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === key) held.current = down;
    };
    window.addEventListener("keydown", note(true), { signal });
    window.addEventListener("keyup", note(false), { signal });
    // What is let go in another window is not heard of.
    window.addEventListener("blur", () => (held.current = false), { signal });
    return () => ending.abort();
  }, [key]);
  return held;
}
