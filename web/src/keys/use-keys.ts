import { useEffect, useRef } from "react";
import { type KeyBinding, keyRegistry } from "./key-registry.ts";

/**
 * Keys that work for as long as the component is shown, listed under `title` by `?`.
 * What they run may change with every drawing; which keys there are may not, but for how many.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const count = bindings.length;
  useEffect(() => {
    const stable = latest.current.map((binding, index) => ({
      ...binding,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
      when: () => latest.current[index]?.when?.() ?? true,
    }));
    return keyRegistry.add({ title, bindings: stable });
  }, [title, count]);
}
